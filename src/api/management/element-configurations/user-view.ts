import { sql } from "kysely";
import type { Person } from "../../people/contract.js";
import type { Context } from "../../request-context.js";
import type { ElementCall } from "./element-operation.js";

/** Somebody as an element shows them, with the roles that they hold directly on the instance in question. */
export interface ShownPerson {
  person: Person;
  onInstance: readonly string[];
}

/**
 * People in the vendor's shape, by what the element shows of them: of their tenants that of the session, of their roles
 * those that are not hidden, of their attributes the element's columns. Somebody suspended, who holds nothing at
 * present, is `pending`.
 */
export async function userViews(
  { server, organization, project, environment, claims }: ElementCall,
  { rules }: Pick<Context, "rules">,
  people: readonly ShownPerson[],
): Promise<object[]> {
  const ids = people.map(({ person }) => person.user);
  const { rows } = await server.store.asOwner({ environment, tenant: null }, (trx) =>
    sql<{
      id: string;
      first_name: string | null;
      last_name: string | null;
      created_at: Date;
      updated_at: Date;
    }>`
      select id, first_name, last_name, created_at, updated_at from app_user
      where environment_id = ${environment} and id = any(${ids}::uuid[])`.execute(trx),
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const tenant = rules.tenant.key;
  const keyOf = (role: string) => rules.roles.get(role)?.key ?? role;
  return people.flatMap(({ person, onInstance }) => {
    const own = known.get(person.user);
    if (!own) return [];
    const roles = person.roles.map(({ role }) => keyOf(role));
    const [resource = "", ...key] = claims.instance?.split(":") ?? [];
    const isNamed = own.first_name !== null || own.last_name !== null;
    return {
      id: person.user,
      key: person.key,
      organization_id: organization,
      project_id: project,
      environment_id: environment,
      email: person.email,
      first_name: isNamed ? own.first_name : person.name,
      last_name: own.last_name,
      attributes: person.attributes,
      created_at: own.created_at,
      updated_at: own.updated_at,
      roles: roles.map((role) => ({ role, tenant })),
      associated_tenants: [
        {
          tenant,
          roles,
          status: person.status === "active" ? "active" : "pending",
          resource_instance_roles: onInstance.map((role) => ({
            resource_instance: key.join(":"),
            resource,
            role: keyOf(role),
          })),
        },
      ],
    };
  });
}

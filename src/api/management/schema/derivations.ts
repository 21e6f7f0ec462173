import { sql } from "kysely";
import { z } from "zod";
import { Fault, invalidAt } from "../fault.js";
import type { Call } from "../operation.js";
import { asId } from "../scope.js";
import { resourceNamed, roleNamed, type Resource } from "./names.js";

const When = z
  .object({ no_direct_roles_on_object: z.boolean().default(false) })
  .nullish()
  .transform((given) => given ?? { no_direct_roles_on_object: false });
export const DerivationSettings = z.object({ no_direct_roles_on_object: z.boolean().default(false) });

const mostRules = 500;
const NameOf = z.string().min(1).max(200);
export const DerivedRule = z.object({
  role: NameOf,
  on_resource: NameOf,
  linked_by_relation: NameOf,
  when: When,
});
export const GrantedTo = z
  .object({ when: When, users_with_role: z.array(DerivedRule).max(mostRules).nullish() })
  .nullable()
  .transform((given) => given ?? { when: { no_direct_roles_on_object: false }, users_with_role: [] })
  .optional();

/** Replaces what follows to a role from others. */
export async function derive(
  call: Call,
  resource: Resource | null,
  role: string,
  { when, users_with_role }: NonNullable<z.output<typeof GrantedTo>>,
): Promise<void> {
  if (resource === null && (users_with_role?.length ?? 0) > 0)
    throw invalidAt(["body", "granted_to"], "only a role on a resource follows from another");
  await sql`delete from derivation where environment_id = ${call.environment} and role_id = ${role}`.execute(
    call.trx,
  );
  await suppress(call, role, when.no_direct_roles_on_object);
  if (resource) for (const rule of users_with_role ?? []) await addDerivation(call, resource, role, rule);
}

/** Whether no derivation counts on an instance for those who hold a role there directly. */
export async function suppress(
  { trx, environment }: Call,
  role: string,
  unlessDirect: boolean,
): Promise<void> {
  await sql`update role set unless_direct = ${unlessDirect} where environment_id = ${environment} and id = ${role}`.execute(
    trx,
  );
}

/** Adds one, or sets the condition of the one that is there; answers its id. */
export async function addDerivation(
  call: Call,
  resource: Resource,
  role: string,
  rule: z.output<typeof DerivedRule>,
): Promise<string> {
  const { from, relation } = await endsOf(call, resource, rule);
  const { rows } = await sql<{ id: string }>`
    insert into derivation (environment_id, role_id, from_role_id, relation_id, unless_direct)
    values (${call.environment}, ${role}, ${from}, ${relation}, ${rule.when.no_direct_roles_on_object})
    on conflict (environment_id, role_id, from_role_id, relation_id) do update set unless_direct = excluded.unless_direct
    returning id`.execute(call.trx);
  return rows[0]?.id ?? "";
}

/** What is not there is passed over: a retry of a deletion ends well. */
export async function removeDerivation(
  call: Call,
  resource: Resource,
  role: string,
  rule: z.output<typeof DerivedRule>,
): Promise<void> {
  const { from, relation } = await endsOf(call, resource, rule);
  await sql`delete from derivation where environment_id = ${call.environment} and role_id = ${role}
    and from_role_id = ${from} and relation_id = ${relation}`.execute(call.trx);
}

/** The role that it follows from, and the relation of `resource` whose subjects that role is held on. */
async function endsOf(call: Call, resource: Resource, rule: z.output<typeof DerivedRule>) {
  const subject = await resourceNamed(call, rule.on_resource);
  const from = await roleNamed(call, subject, rule.role);
  const name = rule.linked_by_relation;
  const { rows } = await sql<{ id: string; subject: string }>`
    select id, subject_resource_id as subject from relation
    where environment_id = ${call.environment} and resource_id = ${resource.id} and (id = ${asId(name)} or key = ${name})`.execute(
    call.trx,
  );
  const [relation] = rows;
  if (!relation)
    throw new Fault(404, "NOT_FOUND", `There is no relation '${name.slice(0, 200)}' on '${resource.key}'.`);
  if (relation.subject !== subject.id)
    throw new Fault(
      422,
      "MISMATCH_RELATION_TYPE",
      `'${subject.key}' is not what the relation '${name.slice(0, 200)}' leads from.`,
    );
  return { from, relation: relation.id };
}

import { z } from "zod";
import type { InvitationRecord } from "../../store/read-facts.js";
import { listInvitations } from "../../store/invitations.js";
import { Paging } from "../collection.js";
import { elementOperation, instanceNamed, reading, type ElementCall } from "./element-operation.js";
import { OfInstance } from "./runtime.js";

/** As many open invitations as are looked through. */
const mostLookedAt = 1000;

export const inviteOperations = [
  elementOperation({
    route: "GET /v2/elements/{proj_id}/{env_id}/config/{elements_config_id}/data/user-invites",
    elements: ["user-management", "role-assignment"],
    query: z.looseObject({
      ...Paging,
      ...OfInstance,
      search: z.string().max(200).default(""),
      status: z.enum(["pending", "approved"]).default("pending"),
    }),
    run: async (call) => {
      const { page, per_page, search, status } = call.query;
      // One that has been accepted is a person here, and stands in the list of users.
      const open = status === "approved" ? [] : await openInvitations(call);
      const found = open.filter(({ email }) => email.includes(search.toLowerCase()));
      const data = found.slice((page - 1) * per_page, page * per_page);
      return {
        data: await Promise.all(data.map((each) => inviteView(call, each))),
        total_count: found.length,
        page_count: Math.ceil(found.length / per_page),
      };
    },
  }),
];

/** Those that promise a role which the element shows; about an instance, a role on that. */
const openInvitations = (call: ElementCall): Promise<Promised[]> =>
  reading(call, async ({ trx, visible }) => {
    const all = await listInvitations(trx, null, mostLookedAt);
    return all.flatMap(({ id, email, created, grants }) => {
      const grant = grants.find(({ role, place }) => visible.has(role) && place === call.claims.instance);
      return grant ? { id, email, created, role: grant.role } : [];
    });
  });

/** An open invitation with the first role that it promises here. */
export type Promised = Pick<InvitationRecord, "id" | "email" | "created"> & {
  role: string;
  key?: string | undefined;
  first_name?: string | null | undefined;
  last_name?: string | null | undefined;
};

/** In the vendor's shape. An invitation names no user yet: its address stands for the key, the tenant for the instance. */
export async function inviteView(
  { server, organization, project, environment, claims }: ElementCall,
  { id, email, created, role, key, first_name, last_name }: Promised,
): Promise<object> {
  const { tenant, instance } = claims;
  const found =
    instance === null
      ? { id: tenant }
      : await server.store.asOwner({ environment, tenant }, (trx) =>
          instanceNamed(trx, environment, tenant, instance),
        );
  const at = new Date(created);
  return {
    id,
    organization_id: organization,
    project_id: project,
    environment_id: environment,
    created_at: at,
    updated_at: at,
    key: key ?? email,
    status: "pending",
    email,
    first_name: first_name ?? "",
    last_name: last_name ?? "",
    role_id: role,
    tenant_id: tenant,
    resource_instance_id: found?.id,
  };
}

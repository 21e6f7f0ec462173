import { sql } from "kysely";
import { z } from "zod";
import { pageOf, Paging } from "../collection.js";
import { invalidAt } from "../fault.js";
import { operation, type Operation } from "../operation.js";
import { asId } from "../scope.js";
import { approveInvite } from "./approve-invite.js";
import { Address, Attributes, Name, UserKey, Words } from "./fields.js";
import { inviteNamed, inviteRows, noInstance, type Invite } from "./invite-rows.js";
import { endInvite, invite, keepInvite, replaceInvite } from "./invite.js";
import { found } from "./names.js";

const path = "/v2/facts/{proj_id}/{env_id}/user_invites";
const one = `${path}/{user_invite_id}`;
/** An id of zeros stands for none, as it is answered. */
const Instance = Name.nullish().transform((given) => (given === noInstance ? null : (given ?? null)));
const Status = z.enum(["pending", "approved"]);

const InviteCreate = z.object({
  key: UserKey,
  email: Address,
  first_name: Words.nullish(),
  last_name: Words.nullish(),
  role_id: Name,
  tenant_id: Name,
  resource_instance_id: Instance,
  status: Status.default("pending"),
});
const InviteUpdate = z.object({
  key: UserKey.optional(),
  email: Address.optional(),
  first_name: Words.optional(),
  last_name: Words.optional(),
  role_id: Name.optional(),
  tenant_id: Name.optional(),
  resource_instance_id: Instance.optional(),
  status: Status.optional(),
});

/** An invitation that is made here is mailed to nobody: it is approved here, or sent by an element of its tenant. */
export const userInviteOperations: readonly Operation[] = [
  operation({
    route: `GET ${path}`,
    action: null,
    query: z.looseObject({
      ...Paging,
      role: z.string().max(500).optional(),
      tenant: z.string().max(500).optional(),
      search: z.string().max(200).optional(),
    }),
    run: async (call) => {
      const { role, tenant, search, ...paging } = call.query;
      const { environment } = call;
      const tenantId =
        tenant === undefined ? null : ((await found(call, "tenant", [tenant])).get(tenant)?.id ?? null);
      const conditions = [
        ...(tenant === undefined ? [] : [sql`x.tenant_id = ${tenantId}::uuid`]),
        ...(role === undefined
          ? []
          : [
              sql`exists (select from invitation_role g join role r on (r.environment_id, r.id) = (g.environment_id, g.role_id)
                where g.environment_id = ${environment} and g.tenant_id = x.tenant_id and g.invitation_id = x.invitation_id
                  and (r.key = ${role} or r.id = ${asId(role)}))`,
            ]),
        ...(search ? [sql`x.search ilike ${`%${search.replaceAll(/[\\%_]/g, "\\$&")}%`}`] : []),
      ];
      return pageOf(call, inviteRows(call), conditions, paging, true);
    },
  }),
  operation({
    route: `GET ${one}`,
    action: null,
    run: async (call) => shown(await inviteNamed(call, call.params["user_invite_id"] ?? "")),
  }),
  operation({
    route: `POST ${path}`,
    action: null,
    body: InviteCreate,
    run: async (call) => {
      if (call.body.status === "approved") throw invalidAt(["body", "status"], "an invite is made pending");
      return shown(await inviteNamed(call, await invite(call, call.body)));
    },
  }),
  operation({
    route: `PATCH ${one}`,
    action: null,
    body: InviteUpdate,
    run: async (call) => {
      const was = await inviteNamed(call, call.params["user_invite_id"] ?? "");
      const { status = was.status } = call.body;
      if (status !== was.status) throw invalidAt(["body", "status"], "is changed by approving alone");
      const given = Object.entries(call.body).filter(([, value]) => value !== undefined);
      const next = { ...was, ...Object.fromEntries(given) };
      if (
        ["email", "role_id", "tenant_id", "resource_instance_id"].some(
          (name) => name in Object.fromEntries(given),
        )
      )
        await replaceInvite(call, was, next);
      else await keepInvite(call, { ...next, tenant: was.tenant_id });
      return shown(await inviteNamed(call, was.id));
    },
  }),
  operation({
    route: `DELETE ${one}`,
    action: null,
    run: async (call) => {
      await endInvite(call, await inviteNamed(call, call.params["user_invite_id"] ?? ""));
      return null;
    },
  }),
  operation({
    route: `POST ${one}/approve`,
    action: null,
    body: z.object({ email: Address, key: UserKey, attributes: Attributes.nullish() }),
    run: async (call) =>
      approveInvite(call, await inviteNamed(call, call.params["user_invite_id"] ?? ""), call.body),
  }),
];

const shown = ({ invitation: _, ...body }: Invite & { invitation: string }): object => body;

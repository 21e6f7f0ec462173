import { sql } from "kysely";
import { canonicalAddress } from "../../addresses.js";
import { Fault, missing } from "../fault.js";
import type { Call } from "../operation.js";
import { noInstance, type Invite } from "./invite-rows.js";
import { all, instancesNamed, rolesNamed } from "./names.js";
import { operate, type Deed } from "./operate.js";
import { tell } from "./trail.js";

/** The vendor's invites know no end; here every promise has one. */
const inviteLife = 365 * 24 * 3600 * 1000;

interface Wanted {
  key: string;
  email: string;
  first_name?: string | null | undefined;
  last_name?: string | null | undefined;
  role_id: string;
  tenant_id: string;
  resource_instance_id: string | null;
}

/** Invites somebody as the operator, through the guard, and answers the invite's id. */
export async function invite(call: Call, wanted: Wanted): Promise<string> {
  const { id, tenant, deed } = await promise(call, wanted);
  await operate(call, "user.invite", new Map([[tenant, deed]]));
  await keepInvite(call, { ...wanted, id, invitation: id, tenant });
  return id;
}

/** What was promised is withdrawn, and what is wanted now promised, at once; the invite keeps its id. */
export async function replaceInvite(
  call: Call,
  was: Invite & { invitation: string },
  wanted: Wanted,
): Promise<void> {
  if (was.status === "approved")
    throw new Fault(409, "CONCURRENT_OPERATION_DISALLOWED", "This invite has been approved.");
  const instance = wanted.resource_instance_id === noInstance ? null : wanted.resource_instance_id;
  const { id, tenant, deed } = await promise(call, { ...wanted, resource_instance_id: instance });
  const withdrawal = { act: { act: "cancel" as const, invitation: was.invitation } };
  const withdrawn: Deed = { concerns: { invitations: [was.invitation] }, acts: () => [withdrawal] };
  const deeds =
    tenant === was.tenant_id
      ? new Map([
          [
            tenant,
            {
              concerns: { ...deed.concerns, invitations: [was.invitation] },
              acts: (facts: Parameters<Deed["acts"]>[0]) => [withdrawal, ...deed.acts(facts)],
            },
          ],
        ])
      : new Map([
          [was.tenant_id, withdrawn],
          [tenant, deed],
        ]);
  await operate(call, "user.invite", deeds);
  await keepInvite(call, { ...wanted, id: was.id, invitation: id, tenant });
}

async function promise(call: Call, wanted: Wanted): Promise<{ id: string; tenant: string; deed: Deed }> {
  const { role_id, tenant_id, resource_instance_id: at } = wanted;
  const tenant = (await all(call, "tenant", [tenant_id]))(tenant_id).id;
  const instance = at === null ? null : (await instancesNamed(call, [at])).get(at);
  if (instance === undefined) throw missing("resource instance", at ?? "");
  if (instance && instance.tenant !== tenant)
    throw new Fault(
      409,
      "MISMATCH_RESOURCE_INSTANCES_TENANTS",
      `${instance.place} is not in the tenant '${tenant_id}'.`,
    );
  const role = (await rolesNamed(call, [role_id]))(role_id, instance?.resource ?? null);
  const id = crypto.randomUUID();
  const email = canonicalAddress(wanted.email) ?? "";
  const place = instance?.place ?? null;
  const grants = [{ role: role.id, place, ends: null }];
  return {
    id,
    tenant,
    deed: {
      concerns: { emails: [email], places: place === null ? [] : [place] },
      acts: ({ now }) => [
        { act: { act: "invite", invitation: { id, email, grants, expires: now + inviteLife } }, email },
      ],
    },
  };
}

/** Keeps what an invitation has no room for: the words about the guest, and the id by which the vendor's clients know it. */
export async function keepInvite(
  { trx, environment }: Call,
  given: Pick<Wanted, "key" | "email" | "first_name" | "last_name"> & {
    id: string;
    invitation: string;
    tenant: string;
  },
): Promise<void> {
  const { id, invitation, tenant, key, email, first_name = null, last_name = null } = given;
  await sql`insert into user_invite (environment_id, tenant_id, id, invitation_id, key, email, first_name, last_name)
    values (${environment}, ${tenant}, ${id}, ${invitation}, ${key}, ${email}, ${first_name}, ${last_name})
    on conflict (environment_id, id) do update set tenant_id = excluded.tenant_id, invitation_id = excluded.invitation_id,
      key = excluded.key, email = excluded.email, first_name = excluded.first_name, last_name = excluded.last_name`.execute(
    trx,
  );
}

/** A pending invite is cancelled; an approved one is only listed no more. */
export async function endInvite(call: Call, invite: Invite & { invitation: string }): Promise<void> {
  const { id, invitation, tenant_id: tenant, status, email } = invite;
  if (status === "pending") {
    const concerns = { invitations: [invitation] };
    const acts = () => [{ act: { act: "cancel" as const, invitation } }];
    await operate(call, "invitation.cancel", new Map([[tenant, { concerns, acts }]]));
    return;
  }
  await keepInvite(call, { ...invite, tenant });
  await sql`update user_invite set deleted_at = clock_timestamp()
    where environment_id = ${call.environment} and id = ${id}`.execute(call.trx);
  await tell(call, null, [{ action: "user_invite.delete", target: id, people: { target: email } }]);
}

import { sql } from "kysely";
import { canonicalAddress } from "../../addresses.js";
import { askerOf, reviewersOf, toInvitation, type InvitationJson } from "../../store/read-facts.js";
import { missing } from "../fault.js";
import type { Call } from "../operation.js";
import type { Invite } from "./invite-rows.js";
import { all } from "./names.js";
import { inTenant, lockTenants, operate } from "./operate.js";
import { userNamed } from "./user-rows.js";
import { writeUsers } from "./write-users.js";

/**
 * Approving is accepting in the guest's place: the user is made or updated, and gets what was promised, judged as a grant
 * by whoever invited them at this moment. So it fails where they may not give it any more, or their key is deleted.
 */
export async function approveInvite(
  call: Call,
  invite: Invite & { invitation: string },
  approved: { key: string; email: string; attributes?: Readonly<Record<string, unknown>> | null | undefined },
): Promise<object> {
  const { key, email, attributes } = approved;
  const { invitation, tenant_id: tenant, first_name, last_name } = invite;
  if (invite.status === "approved") return refusal("This invite has been approved already.");
  if (canonicalAddress(email) !== canonicalAddress(invite.email))
    return refusal("This invite is for another address.");
  await lockTenants(call, [tenant]);
  await writeUsers(call, [
    {
      key,
      email,
      ...(attributes && { attributes }),
      ...(first_name !== "" && { first_name }),
      ...(last_name !== "" && { last_name }),
    },
  ]);
  const { id: user } = (await all(call, "app_user", [key]))(key);
  const promised = await inTenant(call.trx, tenant, async () => {
    const { rows } = await sql<{
      found: InvitationJson[];
    }>`select invitations_by(array[${invitation}::uuid], '{}') as found`.execute(call.trx);
    return rows[0]?.found.map(toInvitation)[0];
  });
  if (!promised) throw missing("user invite", invite.id);
  const deed = {
    asker: askerOf(promised.inviter),
    justification: promised.justification,
    concerns: { users: [user, ...reviewersOf(promised)], invitations: [invitation], vouched: [user] },
    acts: () => [{ act: { act: "accept" as const, invitation, accepter: user }, users: [user] }],
  };
  await operate(call, "invitation.accept", new Map([[tenant, deed]]));
  return (await userNamed(call, key)).body;
}

const refusal = (message: string): Response =>
  Response.json({ message }, { status: 400, headers: { "cache-control": "no-store" } });

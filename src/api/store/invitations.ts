import { sql } from "kysely";
import { toInvitation, type InvitationJson, type InvitationRecord } from "./read-facts.js";
import type { Trx } from "./store.js";

/** Pending invitations, newest first, those that have run out but were not yet swept among them. */
export async function listInvitations(
  trx: Trx,
  after: readonly string[] | null,
  limit: number,
): Promise<InvitationRecord[]> {
  const [created = null, id = null] = after ?? [];
  const { rows } = await sql<{ invitations: InvitationJson[] }>`
    select invitations_by(array(
      select i.id from invitation i
      where i.environment_id = current_environment() and i.tenant_id = current_tenant() and i.status = 'open'
        and (${created}::timestamptz is null
          or (date_trunc('milliseconds', i.created_at), i.id) < (${created}::timestamptz, ${id}::uuid))
      order by date_trunc('milliseconds', i.created_at) desc, i.id desc limit ${limit}), '{}') as invitations`.execute(
    trx,
  );
  const found = (rows[0]?.invitations ?? []).map(toInvitation);
  return found.sort((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1));
}

export async function countOpenInvitations(trx: Trx): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from invitation i
    where i.environment_id = current_environment() and i.tenant_id = current_tenant() and i.status = 'open'`.execute(
    trx,
  );
  return rows[0]?.total ?? 0;
}

export interface FoundInvitation {
  tenant: string;
  id: string;
}

/** The invitation of a link, whichever tenant it is of. */
export async function invitationByToken(trx: Trx, tokenHash: Uint8Array): Promise<FoundInvitation | null> {
  const { rows } =
    await sql<FoundInvitation>`select tenant_id as tenant, id from invitation_by_token(${tokenHash})`.execute(
      trx,
    );
  return rows[0] ?? null;
}

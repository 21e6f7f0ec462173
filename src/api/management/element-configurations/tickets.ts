import { base64url } from "jose";
import { sql } from "kysely";
import { randomBytes, sha256 } from "../../bytes.js";
import type { Server } from "../../request-context.js";
import type { Login } from "./login-token.js";

/** How long a page has to take a login, in seconds. */
const ticketSeconds = 60;

/** A ticket that one page takes once: whoever finds its address later finds nothing. `origin`: of the page that asked. */
export async function issueTicket(
  { store }: Server,
  { environment, tenant, user }: Omit<Login, "epoch">,
  origin: string | null,
): Promise<string> {
  const ticket = base64url.encode(randomBytes(32));
  const hash = await sha256(ticket);
  await store.asOwner({ environment, tenant: null }, async (trx) => {
    await sql`delete from login_ticket where expires_at < clock_timestamp()`.execute(trx);
    await sql`insert into login_ticket (hash, environment_id, tenant_id, user_id, origin, expires_at)
      values (${hash}, ${environment}, ${tenant}, ${user}, ${origin},
        clock_timestamp() + make_interval(secs => ${ticketSeconds}))`.execute(trx);
  });
  return ticket;
}

/** The login that a ticket stands for; nothing, where it has been taken, has run out, or never was. */
export async function takeTicket(
  { store }: Server,
  ticket: string,
): Promise<(Login & { origin: string | null }) | null> {
  const hash = await sha256(ticket);
  return store.asOwner({ environment: "", tenant: null }, async (trx) => {
    const { rows } = await sql<Login & { origin: string | null }>`
      delete from login_ticket t using app_user u where t.hash = ${hash} and t.expires_at > clock_timestamp()
        and (u.environment_id, u.id) = (t.environment_id, t.user_id)
      returning t.environment_id as environment, t.tenant_id as tenant, t.user_id as "user", u.epoch, t.origin`.execute(
      trx,
    );
    return rows[0] ?? null;
  });
}

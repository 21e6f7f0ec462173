import { sql } from "kysely";
import { canonicalAddress } from "../addresses.js";
import { fromDatabase, Refused } from "../errors.js";
import type { Server } from "../request-context.js";

/** Ids are never taken for keys, nor keys for ids. */
const looksLikeId = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** A user the host has just vouched for, as stored. */
export interface VouchedUser {
  user: string;
  /** The tenant that the host's session names. */
  tenant: string | null;
}

/**
 * Asks the host who is signed in. The custom header makes other origins' pages ask for leave first, and Fetch
 * Metadata tells where the request was made: a page elsewhere can mint nothing with the visitor's cookies.
 */
export async function vouchedUser(server: Server, request: Request): Promise<VouchedUser> {
  const site = request.headers.get("sec-fetch-site");
  if (
    request.headers.get("permit-element") === null ||
    (site !== null && site !== "same-origin" && site !== "none")
  ) {
    throw new Refused("forbidden", "Sessions are opened by pages of this origin only.");
  }
  const session = await server.session(request);
  if (!session) throw new Refused("unauthenticated", "Sign in to the app first.");
  const { key, email, emailVerified = false, name } = session.user;
  const address = email ? canonicalAddress(email) : null;
  if (!/^[A-Za-z0-9|@+._-]{1,200}$/.test(key) || looksLikeId.test(key)) {
    throw new Refused(
      "unavailable",
      "The app's session names a user key that can't be used: at most 200 letters, digits and | @ + . _ -, and no UUID.",
    );
  }
  const where = { environment: server.environment, tenant: null };
  const user = await server.store
    .asServer(where, async (trx) => {
      const { rows } = await sql<{ user: string }>`
        select sync_user(${key}, ${address}, ${emailVerified && address !== null}, ${[...(name ?? "")].slice(0, 200).join("")}) as user`.execute(
        trx,
      );
      return rows[0]?.user;
    })
    .catch((error: unknown) => {
      if (fromDatabase(error)?.code !== "stale") throw error;
      throw new Refused(
        "duplicate",
        "Another user of this app has your mail address. Ask the people who run it.",
      );
    });
  if (!user) throw new Refused("unauthenticated", "Sign in to the app first.");
  return { user, tenant: session.tenant ?? null };
}

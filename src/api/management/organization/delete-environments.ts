import { sql } from "kysely";
import { Fault } from "../fault.js";
import { announceRules, lockEnvironment, type Call } from "../operation.js";

/** The host's own elements run in the default environment: without it they would stop for good. */
export function refuseDefault({ server }: Call, environments: readonly string[]): void {
  if (environments.includes(server.defaultEnvironment))
    throw new Fault(
      409,
      "FORBIDDEN_ACCESS",
      "This server's own elements run in the default environment, so that it can't be deleted.",
    );
}

/**
 * Deletes environments with all that is in them: people, rules, keys. Their audit chains stay, and so does what was
 * signed of them; whoever has an element of theirs open is shown out.
 */
export async function deleteEnvironments({ trx }: Call, environments: readonly string[]): Promise<void> {
  for (const id of [...environments].sort()) {
    await lockEnvironment(trx, id, true);
    await sql`delete from environment where id = ${id}`.execute(trx);
    await announceRules(trx, id);
  }
}

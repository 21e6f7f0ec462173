import { addCheckpoint } from "./store/checkpoint-file.js";
import { createPermitOn, type Checkpoint, type HostOptions, type Permit } from "./permit.js";
import { serveElement } from "./serve-elements.js";
import { openStore } from "./store/open-store.js";

export { fetchHandler, nodeHandler } from "./mount.js";
export type { Checkpoint, Definition, HostUser, ImportedPerson, InvitationMail, Permit } from "./permit.js";

export interface PermitOptions extends HostOptions {
  /** Connection string of a PostgreSQL 15 or newer. Its tables are kept in the schema `permit`. */
  database: string;
  /** A file to which each checkpoint of the audit trail is added, for `npm run audit:verify`. */
  checkpointFile?: string | undefined;
}

/**
 * Opens the database, brings its tables up to date, and answers as a fetch handler that can be mounted in Hono,
 * Express, Fastify, Next or plain Node.
 */
export async function createPermit({ database, checkpointFile, ...options }: PermitOptions): Promise<Permit> {
  const onCheckpoint = async (checkpoint: Checkpoint) => {
    if (checkpointFile) await addCheckpoint(checkpointFile, checkpoint);
    await options.onCheckpoint?.(checkpoint);
  };
  return createPermitOn(await openStore(database), { ...options, onCheckpoint }, serveElement);
}

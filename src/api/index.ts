import { createPermitOn, type HostOptions, type Permit } from "./permit.js";
import { serveElement } from "./serve-elements.js";
import { openStore } from "./store/open-store.js";

export { fetchHandler, nodeHandler } from "./mount.js";
export type { Definition, HostUser, ImportedPerson, InvitationMail, Permit } from "./permit.js";

export interface PermitOptions extends HostOptions {
  /** Connection string of a PostgreSQL 15 or newer. Its tables are kept in the schema `permit`. */
  database: string;
}

/**
 * Opens the database, brings its tables up to date, and answers as a fetch handler that can be mounted in Hono,
 * Express, Fastify, Next or plain Node.
 */
export async function createPermit({ database, ...options }: PermitOptions): Promise<Permit> {
  return createPermitOn(await openStore(database), options, serveElement);
}

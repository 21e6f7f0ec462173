import { join } from "node:path";
import { StartError } from "./start-error.js";

/** What Acme Docs takes from its environment. */
export interface Settings {
  host: string;
  port: number;
  /** Where checks with the clients' `useOpa` are answered: they want a port of its own, 8181. */
  opaPort: number | undefined;
  /** The address people type, when it differs from host and port: behind a proxy, for one. */
  publicUrl: string | undefined;
  databaseUrl: string | undefined;
  dataDirectory: string;
  /** Where checkpoints of the audit trail are kept, outside of the database. */
  checkpointFile: string | undefined;
  apiKey: string | undefined;
  secret: string | undefined;
}

export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const dataDirectory = environment.PERMIT_DATA_DIR || ".permit";
  const databaseUrl = environment.DATABASE_URL || undefined;
  return {
    host: environment.HOST || "127.0.0.1",
    port: readPort("PORT", environment.PORT || "4000"),
    opaPort: environment.PERMIT_OPA_PORT
      ? readPort("PERMIT_OPA_PORT", environment.PERMIT_OPA_PORT)
      : undefined,
    publicUrl: environment.PUBLIC_URL ? readUrl(environment.PUBLIC_URL) : undefined,
    databaseUrl,
    dataDirectory,
    checkpointFile:
      environment.PERMIT_CHECKPOINTS || (databaseUrl ? undefined : join(dataDirectory, "checkpoints.jsonl")),
    apiKey: environment.PERMIT_API_KEY || undefined,
    secret: environment.PERMIT_SECRET || undefined,
  };
}

function readPort(name: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartError(`${name} must be a number from 0 to 65535, and is “${text}”.`);
}

function readUrl(text: string): string {
  if (URL.canParse(text)) return new URL(text).origin;
  throw new StartError(`PUBLIC_URL must be an address such as https://docs.example, and is “${text}”.`);
}

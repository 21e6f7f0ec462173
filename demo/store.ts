import pg from "pg";
import { startEmbeddedPostgres } from "permit-elements/embedded-postgres";
import { StartError } from "./start-error.js";
import type { Settings } from "./settings.js";

/** The PostgreSQL that keeps everything: the product's tables, and next to them the few of Acme Docs itself. */
export interface Store {
  kind: "embedded" | "external";
  url: string;
  /** Where the data lies, in words that hold no password. */
  place: string;
  /** What has been committed outlives a loss of power. */
  durable: boolean;
  pool: pg.Pool;
  close(): Promise<void>;
}

export async function openStore(settings: Settings): Promise<Store> {
  const { databaseUrl, dataDirectory } = settings;
  if (databaseUrl) return connect({ kind: "external", url: databaseUrl, place: placeOf(databaseUrl) });

  const server = await startEmbeddedPostgres({ directory: dataDirectory }).catch((error: unknown) => {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  });
  try {
    const place = `an embedded PostgreSQL in ${server.directory}`;
    const store = await connect({ kind: "embedded", url: server.url, place });
    return { ...store, close: () => store.close().finally(server.stop) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function connect(at: Pick<Store, "kind" | "url" | "place">): Promise<Store> {
  const pool = new pg.Pool({ connectionString: at.url, max: 4 });
  pool.on("error", (error) => console.error(`A connection to the database was lost: ${error.message}`));
  try {
    const durable = await isDurable(pool);
    return { ...at, durable, pool, close: () => pool.end() };
  } catch (error) {
    await pool.end();
    const why =
      error instanceof Error && error.message ? error.message : String((error as { code?: string }).code);
    throw new StartError(`The database at ${at.place} cannot be opened: ${why}.`, { cause: error });
  }
}

async function isDurable(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ durable: boolean }>(
    "select current_setting('fsync') = 'on' and current_setting('synchronous_commit') <> 'off' as durable",
  );
  return rows[0]?.durable === true;
}

function placeOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl))
    throw new StartError("DATABASE_URL is not an address such as postgresql://user@host/name.");
  const { host, pathname } = new URL(databaseUrl);
  return `${host || "this machine"}${pathname}`;
}

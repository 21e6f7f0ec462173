import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import { migrate } from "./migrate.js";
import type { Tables } from "./tables.js";

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Trx = Transaction<Tables>;

/** Where a transaction takes place. Row-level security shows nothing of any other tenant. */
export interface Whereabouts {
  environment: string;
  tenant: string | null;
}

/** The database behind one permit: two ways in, one for the server's own narrow role, one for the host's. */
export interface Store {
  /** Runs as `permit_server`: reads under row-level security, writes through the one writer only. */
  asServer<T>(where: Whereabouts, work: (trx: Trx) => Promise<T>): Promise<T>;
  /** Runs as the role that owns the tables, for what the host's backend does itself. */
  asOwner<T>(where: Whereabouts, work: (trx: Trx) => Promise<T>): Promise<T>;
  /** A connection of its own that waits for notifications until `stop`; calls `onLost` when it breaks. */
  listen(
    channel: string,
    onNotice: (payload: string) => void,
    onLost: () => void,
  ): Promise<{ stop(): Promise<void> }>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a PostgreSQL by its connection string and brings its tables up to date. */
export async function openStore(connectionString: string): Promise<Store> {
  const pool = new pg.Pool({
    connectionString,
    max: 12,
    connectionTimeoutMillis: 10_000,
    application_name: "permit",
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(database);

  const transaction = <T>(
    role: string | null,
    { environment, tenant }: Whereabouts,
    work: (trx: Trx) => Promise<T>,
  ) =>
    database.transaction().execute(async (trx) => {
      await sql`select set_config('permit.environment', ${environment}, true),
        set_config('permit.tenant', ${tenant ?? ""}, true),
        set_config('search_path', 'permit, public', true), set_config('role', ${role ?? "none"}, true)`.execute(
        trx,
      );
      return work(trx);
    });

  return {
    asServer: (where, work) => transaction("permit_server", where, work),
    asOwner: (where, work) => transaction(null, where, work),
    async listen(channel, onNotice, onLost) {
      const client = new pg.Client({ connectionString, application_name: "permit live" });
      let isStopped = false;
      const lost = () => {
        if (!isStopped) onLost();
        isStopped = true;
      };
      client.on("notification", (message) => onNotice(message.payload ?? ""));
      client.on("error", lost);
      client.on("end", lost);
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      return {
        async stop() {
          isStopped = true;
          await client.end();
        },
      };
    },
    async ping() {
      await sql`select 1`.execute(database);
    },
    async close() {
      await database.destroy();
    },
  };
}

/** The lock order of every command: the environment, then the tenant. What is read afterwards is current. */
export async function lock(trx: Trx): Promise<void> {
  await sql`select lock_tenant()`.execute(trx);
}

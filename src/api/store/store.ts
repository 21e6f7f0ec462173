import { Kysely, sql, type Dialect, type Transaction } from "kysely";
import { migrate } from "./migrate.js";
import type { Tables } from "./tables.js";

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
  /** Reads all of an environment as of one moment, as the role that owns the tables. */
  asReader<T>(where: Whereabouts, work: (trx: Trx) => Promise<T>): Promise<T>;
  /** Waits for notifications until `stop`; calls `onLost` when the connection that waits breaks. */
  listen(
    channel: string,
    onNotice: (payload: string) => void,
    onLost: () => void,
  ): Promise<{ stop(): Promise<void> }>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How long a request waits for what another transaction has locked. The host's own work waits for as long as it takes. */
const lockPatience = "5s";

/** A store on a PostgreSQL of whatever kind; brings its tables up to date. */
export async function storeOn(dialect: Dialect, listen: Store["listen"]): Promise<Store> {
  const database = new Kysely<Tables>({ dialect });
  await migrate(database);

  const transaction = <T>(
    role: string | null,
    { environment, tenant }: Whereabouts,
    work: (trx: Trx) => Promise<T>,
    begin = database.transaction(),
  ) =>
    begin.execute(async (trx) => {
      await sql`select set_config('permit.environment', ${environment}, true),
        set_config('permit.tenant', ${tenant ?? ""}, true),
        set_config('search_path', 'permit, public', true), set_config('role', ${role ?? "none"}, true),
        set_config('lock_timeout', coalesce(${role && lockPatience}, current_setting('lock_timeout')), true)`.execute(
        trx,
      );
      return work(trx);
    });

  return {
    asServer: (where, work) => transaction("permit_server", where, work),
    asOwner: (where, work) => transaction(null, where, work),
    asReader: (where, work) =>
      transaction(null, where, work, database.transaction().setIsolationLevel("repeatable read")),
    listen,
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

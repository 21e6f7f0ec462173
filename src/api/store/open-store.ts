import { PostgresDialect } from "kysely";
import pg from "pg";
import { storeOn, type Store } from "./store.js";

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens a PostgreSQL by its connection string. */
export async function openStore(connectionString: string): Promise<Store> {
  const pool = new pg.Pool({
    connectionString,
    max: 12,
    connectionTimeoutMillis: 10_000,
    application_name: "permit",
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  // So would one that breaks while it is lent out, between two statements; the next of them is told.
  pool.on("connect", (client) => client.on("error", () => undefined));

  return storeOn(new PostgresDialect({ pool }), async (channel, onNotice, onLost) => {
    const client = new pg.Client({ connectionString, application_name: "permit live" });
    client.on("notification", (message) => onNotice(message.payload ?? ""));
    // What breaks an open connection also ends it.
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    // Only what was open can be lost: a connection that never was has been answered by the error.
    let isStopped = false;
    client.once("end", () => {
      if (!isStopped) onLost();
    });
    return {
      async stop() {
        isStopped = true;
        await client.end();
      },
    };
  });
}

import type { PGlite, Results } from "@electric-sql/pglite";
import {
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from "kysely";
import { storeOn, type Store } from "../../src/api/store/store.js";
import { OneConnection } from "./one-connection.js";

/** The server's own store, on PGlite. */
export function storeOnPGlite(database: PGlite): Promise<Store> {
  const connection = new OneConnection();
  return storeOn(new PostgresDialect({ pool: poolOf(database, connection) }), async (channel, onNotice) => {
    const unlisten = await connection.during(() => database.listen(channel, onNotice));
    return { stop: () => connection.during(() => unlisten()) };
  });
}

/** What Kysely takes for a pool: it lends the one connection. */
function poolOf(database: PGlite, connection: OneConnection): PostgresPool {
  const query = async <R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> => {
    // Several statements at once, as migrations have them, come without parameters.
    const results =
      parameters.length === 0
        ? ((await database.exec(text)) as Results<R>[])
        : [await database.query<R>(text, [...parameters])];
    const { rows = [], affectedRows = rows.length } = results.at(-1) ?? {};
    return { command: verbOf(text), rowCount: affectedRows, rows };
  };
  return {
    async connect() {
      const release = await connection.take();
      return { query: query as PostgresPoolClient["query"], release };
    },
    end: () => database.close(),
  };
}

/** Kysely counts the changed rows of these verbs. */
function verbOf(text: string): PostgresQueryResult<unknown>["command"] {
  const verb = /^\s*(insert|update|delete|merge)\b/i.exec(text)?.[1]?.toUpperCase() ?? "SELECT";
  return verb as PostgresQueryResult<unknown>["command"];
}

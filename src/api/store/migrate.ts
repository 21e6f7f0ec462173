import { sql, type Kysely } from "kysely";
import type { Tables } from "./tables.js";

/** Plain SQL, applied once each, in the order of their names. */
const migrations = import.meta.glob<string>("./migrations/*.sql", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Brings the database up to date; several processes may start at once. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('permit:migrate', 0))`.execute(trx);
    await sql`create table if not exists public.permit_migration (
      name text primary key, applied_at timestamptz not null default clock_timestamp())`.execute(trx);
    const applied = await sql<{ name: string }>`select name from public.permit_migration`.execute(trx);
    const done = new Set(applied.rows.map(({ name }) => name));
    for (const [path, statements] of Object.entries(migrations).sort(([a], [b]) => a.localeCompare(b))) {
      const name = path.replace("./migrations/", "");
      if (done.has(name)) continue;
      await sql.raw(statements).execute(trx);
      await sql`insert into public.permit_migration (name) values (${name})`.execute(trx);
    }
  });
}

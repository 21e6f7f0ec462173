import type { Database } from "../../support/database.js";

/**
 * The product's only clock is the database's. It moves here by all that is stored becoming older: every time in every
 * table but the log's, which says when something was done, and the witness's, which stays as it is.
 */
export async function moveClock(database: Database, witness: string, by: string): Promise<void> {
  const columns = await database.rows<{ table: string; columns: string[]; has_tenant: boolean }>(
    `select c.table_name as table, array_agg(c.column_name::text) as columns,
       exists (select from information_schema.columns t where t.table_schema = 'permit' and t.table_name = c.table_name
         and t.column_name = 'tenant_id') as has_tenant
     from information_schema.columns c
     where c.table_schema = 'permit' and c.data_type = 'timestamp with time zone' and c.table_name not like 'audit\\_%'
       and c.is_generated = 'NEVER'
     group by c.table_name`,
  );
  await database.within({}, async (run) => {
    await run("set local session_replication_role = replica");
    for (const { table, columns: names, has_tenant } of columns) {
      if (table === "tenant") continue;
      const moved = names.map((name) => `${name} = ${name} - '${by}'::interval`).join(", ");
      await run(`update ${table} set ${moved}${has_tenant ? ` where tenant_id <> '${witness}'` : ""}`);
    }
  });
}

import type { Database } from "../../support/database.js";

/** A database that can be put back to how it was: what each table held is kept beside it. */
export class Saved {
  private constructor(
    readonly database: Database,
    readonly tables: readonly string[],
    readonly digests: string,
    readonly before: ReadonlyMap<string, string>,
    /** Every id there was. */
    readonly ids: ReadonlySet<string>,
  ) {}

  static async of(database: Database): Promise<Saved> {
    const tables = await database.tables();
    await database.rows("create schema saved");
    for (const table of tables) await database.rows(`create table saved.${table} as table permit.${table}`);
    const digests = tables
      .map(
        (name) =>
          `select '${name}' as name, count(*) || coalesce(md5(string_agg(x::text, '|' order by x::text)), '') as sum from ${name} x`,
      )
      .join(" union all ");
    const text = await Promise.all(
      tables.map((name) =>
        database.value<string>(`select coalesce(jsonb_agg(x), '[]')::text from ${name} x`),
      ),
    );
    const saved = new Saved(database, tables, digests, new Map(), idsIn(text.join()));
    return new Saved(database, tables, digests, await saved.#now(), saved.ids);
  }

  async restore(): Promise<void> {
    const now = await this.#now();
    const touched = this.tables.filter((name) => now.get(name) !== this.before.get(name));
    await this.database.within({}, async (run) => {
      await run("set local session_replication_role = replica");
      for (const name of touched) {
        await run(`delete from permit.${name}`);
        const columns = await run(
          `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
           where table_schema = 'permit' and table_name = $1 and is_generated = 'NEVER'`,
          [name],
        );
        const names = String(columns[0]?.["names"]);
        await run(`insert into permit.${name} (${names}) select ${names} from saved.${name}`);
      }
    });
  }

  /** What stands there now, without what differs from one time to the next: new ids, times that nobody named, hashes. */
  async likeness(): Promise<string> {
    const told = this.tables.filter(
      (name) => !/^(audit_\w+|idempotency|app_user|decision_change)$/.test(name),
    );
    const parts = told.map(
      (name) => `select '${name}' as name, x::text as row from (select to_jsonb(t) as x from ${name} t) t`,
    );
    const [rows, log] = await Promise.all([
      this.database.rows<{ name: string; row: string }>(parts.join(" union all ")),
      this.database.rows<{ row: string }>(
        `select (e.body - 'at' - 'request')::text as row from audit_entry e join audit_chain c on c.id = e.chain_id
         where c.kind = 'changes' and e.tenant_id is not null order by e.tenant_id, e.seq`,
      ),
    ]);
    const lines = rows.map(({ name, row }) => this.#bare(`${name} ${row}`)).sort();
    return [...lines, "in this order:", ...log.map(({ row }) => this.#bare(row))].join("\n");
  }

  #bare(text: string): string {
    return text
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => (this.ids.has(id) ? id : "new"))
      .replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, (time) => (time.startsWith('"2099') ? time : '"a time"'))
      .replaceAll(/"\\\\x[0-9a-f]*"/g, '"bytes"');
  }

  async #now(): Promise<Map<string, string>> {
    const rows = await this.database.rows<{ name: string; sum: string }>(this.digests);
    return new Map(rows.map(({ name, sum }) => [name, sum]));
  }
}

const idsIn = (text: string) => new Set(text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []);

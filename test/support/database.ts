import pg from "pg";

/** The database behind a permit, as its owner sees it: for looking, and for what no endpoint can bring about. */
export class Database {
  readonly #pool: pg.Pool;
  #fingerprint: string | null = null;

  constructor(readonly url: string) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: 4,
      options: "-c search_path=permit,public",
      allowExitOnIdle: true,
    });
    // Dropping the database breaks what is still connected.
    this.#pool.on("error", () => undefined);
  }

  async rows<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.#pool.query(sql, values)).rows as T[];
  }

  /** The first column of the only row. */
  async value<T = unknown>(sql: string, values: unknown[] = []): Promise<T> {
    const rows = await this.rows(sql, values);
    if (rows.length !== 1) throw new Error(`${rows.length} rows for: ${sql}`);
    return Object.values(rows[0] ?? {})[0] as T;
  }

  /** Statements of one transaction, as whoever `role` is, in that environment and tenant. */
  async within<T>(
    where: { role?: string; environment?: string; tenant?: string },
    work: (run: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>) => Promise<T>,
  ): Promise<T> {
    const client = await this.#pool.connect();
    try {
      await client.query("begin");
      await client.query(
        "select set_config('permit.environment', $1, true), set_config('permit.tenant', $2, true), set_config('role', $3, true)",
        [where.environment ?? "", where.tenant ?? "", where.role ?? "none"],
      );
      const result = await work(
        async (sql, values) => (await client.query(sql, values)).rows as Record<string, unknown>[],
      );
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback");
      throw error;
    } finally {
      client.release();
    }
  }

  async tables(): Promise<string[]> {
    const rows = await this.rows<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'permit' order by 1",
    );
    return rows.map(({ name }) => name);
  }

  /** What every table holds, but for the record of refusals, what is signed now and then, and the answers kept for retries. */
  async state(): Promise<string> {
    if (this.#fingerprint === null) {
      const parts = (await this.tables())
        .filter(
          (table) => !["idempotency", "login_ticket", "audit_checkpoint", "audit_signed"].includes(table),
        )
        .map((table) => {
          const rows =
            table === "audit_entry" || table === "audit_chain"
              ? `${table} x join audit_chain c on c.id = x.${table === "audit_entry" ? "chain_id" : "id"} and c.kind = 'changes'`
              : `${table} x`;
          return `select '${table}' as name, md5(string_agg(x::text, '|' order by x::text)) as sum, count(*) as rows from ${rows}`;
        });
      this.#fingerprint = `select string_agg(name || ' ' || rows || ' ' || coalesce(sum, '-'), E'\n' order by name) from (${parts.join(" union all ")}) t`;
    }
    return this.value<string>(this.#fingerprint);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

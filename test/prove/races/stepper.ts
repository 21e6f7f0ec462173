import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { PostgresDialect } from "kysely";
import pg from "pg";
import { createPermitOn, type HostOptions, type Permit } from "../../../src/api/permit.js";
import "../../../src/api/store/open-store.js";
import { storeOn } from "../../../src/api/store/store.js";

/**
 * Drives two acts statement by statement. Each statement that one of them sends to PostgreSQL is held until the
 * schedule lets it go; that one of them waits for a lock of the other's is learned from PostgreSQL itself.
 */
class Party {
  state: "working" | "held" | "executing" | "blocked" | "done" = "working";
  sql = "";
  backend = 0;
  #release = () => {};

  constructor(readonly changed: () => void) {}

  async statement<T>(sql: string, backend: number, execute: () => Promise<T>): Promise<T> {
    [this.sql, this.backend] = [sql, backend];
    await new Promise<void>((resolve) => {
      this.#release = resolve;
      this.#becomes("held");
    });
    return execute().finally(() => this.#becomes("working"));
  }

  release(): void {
    this.state = "executing";
    this.#release();
  }

  done(): void {
    this.#becomes("done");
  }

  #becomes(state: Party["state"]): void {
    this.state = state;
    this.changed();
  }
}

const acting = new AsyncLocalStorage<Party>();

/** What only the session itself can notice: nothing comes of sending it earlier or later. */
const isLocal = (sql: string) => /^(begin|select set_config)/.test(sql);

/** A server whose statements can be held. */
export async function openStepped(connectionString: string, options: HostOptions): Promise<Permit> {
  const pool = new pg.Pool({ connectionString, max: 12 });
  pool.on("error", () => undefined);
  const connect = async () => {
    const client = await pool.connect();
    const backend = Number((client as unknown as { processID: number }).processID);
    const query = (sql: string, values: unknown[]) => {
      const party = acting.getStore();
      const execute = () => client.query(sql, values);
      return party ? party.statement(sql, backend, execute) : execute();
    };
    return { query, release: () => client.release() };
  };
  const dialect = new PostgresDialect({ pool: { connect, end: () => pool.end() } as never });
  const silent = () => Promise.resolve({ stop: () => Promise.resolve() });
  return createPermitOn(await storeOn(dialect, silent), options);
}

/** Which of two goes next, wherever both could: 0 or 1. */
export type Choose = () => 0 | 1;

export class Stepper {
  readonly #monitor: pg.Pool;

  constructor(connectionString: string) {
    this.#monitor = new pg.Pool({ connectionString, max: 1 });
    this.#monitor.on("error", () => undefined);
  }

  close(): Promise<void> {
    return this.#monitor.end();
  }

  async run<T>(acts: readonly [() => Promise<T>, () => Promise<T>], choose: Choose): Promise<[T, T]> {
    let wake = () => {};
    const parties = [new Party(() => wake()), new Party(() => wake())] as const;
    const answers = Promise.all(
      acts.map((act, n) => acting.run(parties[n]!, act).finally(() => parties[n]!.done())),
    );
    // What fails is told by who awaits it, at the end.
    answers.catch(() => undefined);
    const change = () => new Promise<void>((resolve) => (wake = resolve));
    for (;;) {
      await this.#settled(parties, change);
      const held = parties.filter(({ state }) => state === "held");
      const [first, second] = held;
      if (!first) {
        if (parties.every(({ state }) => state === "done")) break;
        await sleep(1);
      } else {
        const local = held.find(({ sql }) => isLocal(sql));
        (local ?? (second ? parties[choose()] : first)).release();
      }
    }
    return (await answers) as [T, T];
  }

  /** Returns once each of them is held, done, or waits for the other. */
  async #settled(parties: readonly Party[], change: () => Promise<void>): Promise<void> {
    for (const each of parties) {
      if (each.state !== "blocked" || (await this.#isBlocked(each))) continue;
      // It may have gone on while PostgreSQL was asked.
      if (each.state === "blocked") each.state = "executing";
    }
    for (;;) {
      const next = change();
      if (parties.some(({ state }) => state === "working")) {
        await next;
        continue;
      }
      const executing = parties.find(({ state }) => state === "executing");
      if (!executing) return;
      await Promise.race([next, sleep(2)]);
      if (
        executing.state === "executing" &&
        (await this.#isBlocked(executing)) &&
        executing.state === "executing"
      )
        executing.state = "blocked";
    }
  }

  async #isBlocked({ backend }: Party): Promise<boolean> {
    const { rows } = await this.#monitor.query<{ waits: boolean }>(
      "select cardinality(pg_blocking_pids($1)) > 0 as waits",
      [backend],
    );
    return rows[0]?.waits ?? false;
  }
}

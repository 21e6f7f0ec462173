import { readMoment, readUnread, type Moment } from "../store/decision-changes.js";
import type { Store } from "../store/store.js";
import { mark, never, since, within, type Mark } from "./elapsed.js";
import { follow } from "./follow.js";
import { load, type Facts } from "./load.js";

/** How current a decision point keeps itself; all in milliseconds. */
export interface Bounds {
  /** A check that comes later than that after the last confirmation lets the next one begin. */
  confirm: number;
  /** What has not been confirmed for that long allows nothing any more. */
  deny: number;
  /** How long a check waits for what is to be read first. */
  patience: number;
  /** How long additions are left to gather, where nothing is taken away. */
  gather: number;
}
export const usualBounds: Bounds = { confirm: 1_000, deny: 5_000, patience: 5_000, gather: 250 };

/** What is remembered of changes: see `DecisionPoints.tidy`. Whoever has read nothing for that long begins anew. */
const rememberedFor = 50 * 60_000;
/** A reading that takes longer is given up for another, unless it is of the whole environment. */
const readingFor = 15_000;
const loadingFor = 10 * 60_000;

interface State extends Facts {
  moment: Moment;
  readAt: Mark;
  /** The database's clock less this process's. */
  ahead: number;
}

/** What is to be told of an environment's keys, and of its end. */
export interface Heard {
  keysChanged(environment: string): void;
  ended(environment: string): void;
}

/** One environment as this process knows it: read whole once, then kept current by its changes. */
export class EnvironmentView {
  #state: State | null = null;
  #confirmed = never;
  #asked = mark();
  #reading: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #wantsAll = false;
  #turn = 0;
  #gathering: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly environment: string,
    readonly store: Store,
    readonly bounds: Bounds,
    readonly heard: Heard,
  ) {}

  /** What may be answered from right now, without waiting; `null` when something must be read first. */
  atHand(): State | null {
    const age = since(this.#confirmed);
    if (!this.#state || age > this.bounds.deny) return null;
    this.#asked = mark();
    if (age > this.bounds.confirm) this.catchUp().catch(() => undefined);
    return this.#state;
  }

  /** What may be answered from, read first where that is needed; `null` when it can't be had in time. */
  async current(): Promise<State | null> {
    this.#asked = mark();
    const began = mark();
    for (;;) {
      const state = this.atHand();
      if (state) return state;
      const left = this.bounds.patience - since(began);
      if (left <= 0) return null;
      try {
        await within(left, this.catchUp());
      } catch {
        return this.atHand();
      }
    }
  }

  get isLoaded(): boolean {
    return this.#state !== null;
  }

  get idleFor(): number {
    return since(this.#asked);
  }

  /** Nothing is answered before it has been confirmed anew. */
  distrust(): void {
    this.#confirmed = never;
  }

  /** Additions are left to gather a little. */
  gather(): void {
    this.#gathering ??= unreferenced(
      setTimeout(() => {
        this.#gathering = undefined;
        this.catchUp().catch(() => undefined);
      }, this.bounds.gather),
    );
  }

  forget(): void {
    clearTimeout(this.#gathering);
    this.#turn += 1;
    this.#state = null;
  }

  /**
   * Reads on; what was committed before the call is in memory when it resolves. With `taking`, additions alone are left
   * for a little later.
   */
  catchUp(taking: "taking" | "all" = "all"): Promise<void> {
    if (taking === "all") this.#wantsAll = true;
    if (!this.#reading) return this.#begin();
    // What is under way may have begun before the commit that the caller means.
    this.#next ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        return this.#begin();
      });
    return this.#next;
  }

  #begin(): Promise<void> {
    const all = this.#wantsAll;
    this.#wantsAll = false;
    const turn = ++this.#turn;
    const bound = this.#state ? readingFor : loadingFor;
    const reading = within(bound, this.#read(turn, all)).finally(() => {
      if (this.#reading === reading) this.#reading = null;
    });
    this.#reading = reading;
    return reading;
  }

  async #read(turn: number, all: boolean): Promise<void> {
    const asked = mark();
    const before = this.#state && since(this.#state.readAt) < rememberedFor ? this.#state : null;
    const finish = await this.store.asReader({ environment: this.environment, tenant: null }, async (trx) => {
      const unread = before && (await readUnread(trx, this.environment, before.moment.snapshot));
      const isSame = unread?.database === before?.moment.database;
      if (!before || !unread || !isSame || unread.changes.some(cannotBeNamed)) {
        const moment = await readMoment(trx);
        const facts = await load(trx, this.environment);
        return () => {
          this.heard.keysChanged(this.environment);
          this.#state = { ...facts, moment, readAt: asked, ahead: moment.clock - asked.wall };
        };
      }
      const { changes, ...moment } = unread;
      if (changes.some(({ kind }) => kind === "environment")) return () => this.heard.ended(this.environment);
      if (!all && changes.length > 0 && !changes.some(({ takes }) => takes)) return () => this.gather();
      const bringIn = changes.length > 0 ? await follow(trx, this.environment, changes) : () => undefined;
      return () => {
        if (changes.some(({ kind }) => kind === "key")) this.heard.keysChanged(this.environment);
        bringIn(before);
        Object.assign(before, { moment, readAt: asked, ahead: moment.clock - asked.wall });
      };
    });
    // What was given up meanwhile must not undo what others have read since.
    if (turn !== this.#turn) return;
    this.#confirmed = asked;
    finish();
  }
}

const cannotBeNamed = ({ kind, names }: { kind: string; names: unknown }) =>
  names === null && kind !== "schema" && kind !== "key" && kind !== "environment";

function unreferenced<Timer extends ReturnType<typeof setTimeout>>(timer: Timer): Timer {
  timer.unref?.(); // A browser's timer is a number.
  return timer;
}

import { Fault } from "../management/fault.js";
import { keyBySecret, type ApiKey } from "../management/scope.js";
import { forgetChanges, readMoment } from "../store/decision-changes.js";
import type { Store } from "../store/store.js";
import { mark, since, within, type Mark } from "./elapsed.js";
import { EnvironmentView, usualBounds, type Bounds } from "./environment-view.js";
import { Feed } from "./feed.js";
import type { Wait } from "./wait.js";

const keyRememberedFor = 60_000;
const mostKeys = 10_000;
const forgottenAfter = 60 * 60_000;

interface KnownKey {
  key: ApiKey & { environment: string };
  since: Mark;
}

/** What this process knows of environments to answer checks from. One that is never asked about costs nothing. */
export class DecisionPoints {
  readonly #views = new Map<string, EnvironmentView>();
  /** By secret: what hangs on it for a minute at most is not worth a hash with every check. */
  readonly #keys = new Map<string, KnownKey>();
  #keyChanges = 0;
  readonly #bounds: Bounds;
  readonly #feed: Feed;
  #rememberedSince: { at: Mark; snapshot: string } | null = null;

  constructor(
    readonly store: Store,
    bounds: Partial<Bounds> = {},
  ) {
    this.#bounds = { ...usualBounds, ...bounds };
    this.#feed = new Feed(store, (environment, takes) => {
      for (const view of this.#loaded(environment))
        if (takes) view.catchUp().catch(() => undefined);
        else view.gather();
    });
  }

  /** The environment of a request's key: 401 without a key, 403 with one that is not valid, or of no one environment. */
  async open(secret: string | null): Promise<EnvironmentView> {
    return this.viewOf((await this.keyOf(secret)).environment);
  }

  /** The key itself, refused in the same way. */
  async keyOf(secret: string | null): Promise<KnownKey["key"]> {
    if (secret === null)
      throw new Fault(401, "UNAUTHORIZED", "An API key is needed: Authorization: Bearer <key>.");
    const known = this.#keys.get(secret);
    if (known && since(known.since) < keyRememberedFor && !hasEnded(known.key)) return known.key;
    return this.#lookUp(secret);
  }

  viewOf(environment: string): EnvironmentView {
    let view = this.#views.get(environment);
    if (!view) {
      this.#feed.open();
      view = new EnvironmentView(environment, this.store, this.#bounds, {
        keysChanged: (of) => this.#forgetKeys(of),
        ended: (of) => this.#forget(of),
      });
      this.#views.set(environment, view);
    }
    return view;
  }

  /** Has an environment in memory before a write that is to be seen arriving in it. */
  async expect(environment: string, wait: Wait): Promise<void> {
    if (environment !== "" && wait.isAsked) await this.viewOf(environment).current();
  }

  /**
   * After a commit of this process: what it took away counts before this resolves; what it added, too, within the time
   * that is waited. Empty stands for every environment. Rejects with 424 where that was asked for and time ran out.
   */
  async written(
    environment: string,
    wait: Wait = { seconds: 10, fails: false, isAsked: false },
  ): Promise<void> {
    for (const view of this.#loaded(environment)) {
      const reading = this.#inTime(view, wait);
      if (!(await reading) && wait.fails)
        throw new Fault(
          424,
          "UNEXPECTED_ERROR",
          "The change is stored, but has not reached the decision point in time.",
        );
    }
  }

  async #inTime(view: EnvironmentView, { seconds }: Wait): Promise<boolean> {
    try {
      if (seconds === 0) await within(10_000, view.catchUp("taking"));
      else
        await within(
          seconds * 1000,
          untilDone(() => view.catchUp(), seconds === Infinity),
        );
      return true;
    } catch {
      // It may have taken something away: nothing is answered from memory before it has been read.
      view.distrust();
      return false;
    }
  }

  /** Forgets environments that nobody asks about, and changes that everybody has read. Now and then. */
  async tidy(): Promise<void> {
    for (const [environment, view] of this.#views)
      if (view.idleFor > forgottenAfter) this.#forget(environment);
    const before = this.#rememberedSince;
    if (before && since(before.at) < forgottenAfter) return;
    const at = mark();
    const { snapshot } = await this.store.asReader({ environment: "", tenant: null }, readMoment);
    this.#rememberedSince = { at, snapshot };
    if (before)
      await this.store.asOwner({ environment: "", tenant: null }, (trx) =>
        forgetChanges(trx, before.snapshot),
      );
  }

  async close(): Promise<void> {
    for (const environment of this.#views.keys()) this.#forget(environment);
    await this.#feed.close();
  }

  async #lookUp(secret: string): Promise<KnownKey["key"]> {
    const keyChanges = this.#keyChanges;
    const began = mark();
    const key = await keyBySecret(this.store, secret).catch((error: unknown) => {
      if (error instanceof Fault && error.status === 401)
        throw new Fault(403, "FORBIDDEN_ACCESS", "This API key is not valid.");
      throw error;
    });
    const { environment } = key;
    if (environment === null)
      throw new Fault(403, "FORBIDDEN_ACCESS", "Checks need an API key of one environment.");
    // Only what was looked up after the environment had been read: from then on the feed tells of the key's end.
    if (this.#views.get(environment)?.isLoaded && keyChanges === this.#keyChanges) {
      if (this.#keys.size >= mostKeys) this.#keys.clear();
      this.#keys.set(secret, { key: { ...key, environment }, since: began });
    }
    return { ...key, environment };
  }

  #loaded(environment: string): EnvironmentView[] {
    if (environment === "") return [...this.#views.values()];
    const view = this.#views.get(environment);
    return view ? [view] : [];
  }

  #forgetKeys(environment: string): void {
    this.#keyChanges += 1;
    for (const [secret, { key }] of this.#keys)
      if (key.environment === environment) this.#keys.delete(secret);
  }

  #forget(environment: string): void {
    this.#views.get(environment)?.forget();
    this.#views.delete(environment);
    this.#forgetKeys(environment);
  }
}

const hasEnded = ({ ends }: ApiKey) => ends !== null && ends.getTime() <= Date.now();

/** Without a limit, what fails is tried again. */
async function untilDone(work: () => Promise<void>, again: boolean): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!again) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

import { isDeepStrictEqual } from "node:util";
import { verifyTrail } from "../../../scripts/audit-verify/verify-trail.js";
import { sweep } from "../../../src/api/store/sweep.js";
import { openStore } from "../../../src/api/store/open-store.js";
import { Chance } from "../../support/random-input.js";
import type { Operation } from "../../support/api-description.js";
import { Asking, commandOf, type Asked } from "./asking.js";
import { disallowed } from "./allowed.js";
import { possibleIn, weighted } from "./choice.js";
import { moveClock } from "./clock.js";
import { everywhere } from "./closure.js";
import { House } from "./house.js";
import { leading, mayLook } from "./looking.js";
import { meantBy } from "./meant.js";
import { operatorActs, operatorMethods, type Meant } from "./operator.js";
import { Promises } from "./promises.js";
import { unrecorded, unrecordedRules } from "./recorded.js";
import { readRights, type Rights } from "./rights.js";
import type { Scene } from "./scene.js";
import { changedBy, differing, Reader, type State } from "./state.js";
import { live, someDelegation, someGuardrails, witness } from "./tenants.js";

/** One sequence of acts in a house of its own, and what was found wrong after each of them. */

export interface Report {
  operations: number;
  violations: string[];
  /** By command: how often it changed something, and how often it was refused. */
  commands: Map<string, { allowed: number; refused: number }>;
  /** Roles at places, and how many of them lay beyond C when it began. */
  reach: { all: number; beyond: number };
}

export async function runSequence(seed: number, length: number): Promise<Report> {
  const house = await House.open();
  try {
    const sequence = new Sequence(house, new Chance(seed));
    await sequence.begin();
    for (let n = 0; n < length && sequence.report.violations.length === 0; n += 1) await sequence.step();
    await sequence.end();
    return sequence.report;
  } finally {
    await house.close();
  }
}

class Sequence {
  readonly report: Report = {
    operations: 0,
    violations: [],
    commands: new Map(),
    reach: { all: 0, beyond: 0 },
  };
  readonly #reader: Reader;
  #asking!: Asking;
  #state!: State;
  #rights!: Rights;
  #promises!: Promises;
  #tenants!: ReadonlyMap<string, string>;
  #roles!: ReadonlyMap<string, string>;
  #instances!: readonly string[];
  #operations!: readonly Operation[];

  constructor(
    readonly house: House,
    readonly chance: Chance,
  ) {
    this.#reader = new Reader(house.database);
  }

  async begin(): Promise<void> {
    const { house, chance } = this;
    const { database } = house;
    const pairs = async (sql: string) =>
      new Map((await database.rows<{ key: string; id: string }>(sql)).map(({ key, id }) => [key, id]));
    this.#tenants = await pairs("select key, id from tenant order by key");
    this.#roles = await pairs(
      "select coalesce(s.key || ':', '') || r.key as key, r.id from role r left join resource s on s.id = r.resource_id order by 1",
    );
    this.#instances = (
      await database.rows<{ place: string }>(
        "select r.key || ':' || i.key as place from resource_instance i join resource r on r.id = i.resource_id order by 1",
      )
    ).map(({ place }) => place);
    const configurations = await database.rows<{
      id: string;
      type: Asking["configurations"][number]["type"];
    }>("select id, type from element_configuration order by key");
    this.#promises = new Promises(database, this.#tenants);
    const environment = await database.value<string>("select id from environment");
    this.#asking = new Asking(house, chance, environment, configurations);
    this.#operations = house.description.operations.filter(({ path }) => path !== "/live");
    await this.#asking.learn(this.#operations, this.#id(live[0]));
    if (chance.happens(0.6)) {
      // In half of these nobody at all acts by the levels, so that much is given by nobody.
      const roles = chance.happens(0.5) ? ["owner", "manager", "lead"] : [];
      const limits = roles.flatMap((role) => live.map((tenant) => someDelegation(chance, role, tenant)));
      const delegations = [...limits, someDelegation(chance), someDelegation(chance)];
      this.#rights = await readRights(database, [...this.#tenants.values()]);
      await house.permit.define({
        delegations,
        meant: this.#meant(delegations),
        tenants: Object.fromEntries(
          live.map((key) => [key, { name: `The ${key} company`, guardrails: someGuardrails(chance) }]),
        ),
      });
    }
    this.#state = await this.#reader.state();
    await this.#operatorActed();
    for (const key of live) {
      const all = everywhere(this.#rights, this.#id(key));
      this.report.reach.all += all.length;
      this.report.reach.beyond += all.filter((each) => this.#promises.isBeyond(this.#id(key), each)).length;
    }
  }

  async step(): Promise<void> {
    const { chance, house } = this;
    this.report.operations += 1;
    const turn = chance.number();
    if (turn < 0.04) await this.#operator();
    else if (turn < 0.06) await this.#clock();
    else if (turn < 0.065) {
      await house.stop();
      await house.start();
    } else if (turn < 0.08) await this.#login();
    else await this.#request();
  }

  async end(): Promise<void> {
    if (this.report.violations.length > 0) return;
    const { faults } = await verifyTrail((sql, values) => this.house.database.rows(sql, values));
    this.#found("the end", faults);
  }

  #isDone(route: string): boolean {
    return (this.report.commands.get(commandOf.get(route) ?? "")?.allowed ?? 0) > 0;
  }

  async #request(): Promise<void> {
    const { chance } = this;
    const isReading = chance.happens(0.2);
    const tenant = chance.happens(0.7) ? live[0] : live[1];
    const operation = weighted(
      chance,
      this.#operations.filter(({ method }) => (method === "GET") === isReading),
      possibleIn(this.#state, this.#id(tenant)),
      (route) => (this.#isDone(route) ? 0.5 : 2 + this.report.operations / 15),
    );
    const asked = await this.#asking.ask(
      operation,
      this.#scene(`${operation.method} ${operation.path}`, tenant),
    );
    const before = this.#state;
    const wrote = await this.#judge(before, asked);
    if (wrote && asked.isOnce) await this.#retry(asked);
  }

  async #judge(before: State, asked: Asked): Promise<boolean> {
    const { route, answer, by, command, tenant } = asked;
    const after = (this.#state = await this.#reader.state());
    const { all, matters } = changedBy(before, after);
    const isAllowed = matters.length > 0;
    if (command !== null) this.#tally(command, isAllowed, answer.status);
    const what = `${route} as ${asked.isOperator ? "an operator" : this.#nameOf(by?.user)} at ${tenant}: ${asked.sent} answered ${answer.status}`;
    const isRefused = answer.status >= 400;
    this.#found(what, [
      ...(answer.status >= 500 ? [`it answered ${answer.status}`] : []),
      ...(isAllowed && isRefused ? [`refused, and changed ${matters.join(", ")}`] : []),
      ...(isAllowed && command === null && route !== "POST /session"
        ? [`reading changed ${matters.join(", ")}`]
        : []),
      ...this.#promises.elsewhere(all, tenant),
      ...this.#promises.shown(after, asked),
      ...unrecorded(before, after),
      ...unrecordedRules(asked, matters, after),
      ...disallowed(this.#rights, before, after),
      ...this.#promises.beyond(after),
      ...(by && !isRefused && command === null && !mayLook(this.#rights, before, by)
        ? ["S5 was shown to somebody who holds no right to look"]
        : []),
      ...(await this.#promises.standing()),
      ...(await this.#promises.counted(asked, by?.tenant)),
    ]);
    if (asked.isOperator && isAllowed) await this.#operatorActed();
    return isAllowed;
  }

  /** Sent again under its key, what was done is not done twice, and answered as before to whoever still may. */
  async #retry({ again, route, sent, answer }: Asked): Promise<void> {
    const before = this.#state;
    const repeated = await again();
    const after = (this.#state = await this.#reader.state());
    const { matters } = changedBy(before, after);
    this.#found(`${route} ${sent} again answered ${repeated.status}`, [
      ...(repeated.status >= 500 ? [`it answered ${repeated.status}`] : []),
      ...(matters.length > 0 ? [`a retry changed ${matters.join(", ")}`] : []),
      ...(repeated.status < 400 && !sameButSecrets(answer.text, repeated.text)
        ? ["a retry was answered otherwise"]
        : []),
    ]);
  }

  async #operator(): Promise<void> {
    const { chance, house } = this;
    const method = chance.of(operatorMethods(house.permit));
    const act = operatorActs[method];
    if (!act) throw new Error(`Nothing says how an operator uses ${method}().`);
    const before = this.#state;
    const done = await act(house.permit, chance, this.#meant).then(
      () => true,
      () => false,
    );
    const after = (this.#state = await this.#reader.state());
    this.#tally(`permit.${method}()`, done, done ? 200 : 409);
    await this.#operatorActed();
    this.#found(`the operator's ${method}()`, [
      ...(!done && differing(before, after).length > 0 ? ["it failed, and changed something"] : []),
      ...this.#promises.witnessed(differing(before, after)),
      ...(await this.#promises.standing()),
    ]);
  }

  /** Its rules may be others now. */
  async #operatorActed(): Promise<void> {
    this.#rights = await readRights(this.house.database, [...this.#tenants.values()]);
    this.#promises.begin(this.#rights, this.#state);
  }

  async #clock(): Promise<void> {
    const { chance, house } = this;
    await moveClock(
      house.database,
      this.#id(witness),
      chance.of(["20 minutes", "2 hours", "1 day", "8 days"]),
    );
    const moved = (this.#state = await this.#reader.state());
    if (chance.happens(0.5)) return;
    const store = await openStore(house.database.url);
    await sweep(store, this.#asking.environment).finally(() => store.close());
    const after = (this.#state = await this.#reader.state());
    this.#found("the sweep", [
      ...this.#promises.witnessed(differing(moved, after)),
      ...unrecorded(moved, after),
      ...(await this.#promises.standing()),
    ]);
  }

  async #login(): Promise<void> {
    const tenant = this.chance.of(live);
    const answer = await this.#asking.loginAs(this.#scene("POST /v2/auth/elements_login_as", tenant));
    const before = this.#state;
    const after = (this.#state = await this.#reader.state());
    this.#found(`a login by the API's key: ${answer.text}`, [
      ...(answer.status >= 500 ? [`it answered ${answer.status}`] : []),
      ...(differing(before, after).length > 0 ? ["it changed something"] : []),
    ]);
  }

  readonly #meant: Meant = (written) =>
    meantBy(written, this.#rights, new Map([...this.#roles].map(([key, id]) => [id, key])));

  #scene(route: string, tenant: string): Scene {
    const others = this.#state.people.filter((each) => each.tenant !== this.#id(tenant));
    const own = new Set(
      this.#state.people.flatMap((each) => (each.tenant === this.#id(tenant) ? [each.user] : [])),
    );
    return {
      chance: this.chance,
      state: this.#state,
      route,
      tenant: { id: this.#id(tenant), key: tenant },
      roles: this.#roles,
      leading: (verbs) => leading(this.#rights, this.#state, this.#id(tenant), verbs),
      links: this.house.mails.map(({ to, link, tenant: { key } }) => ({
        email: to,
        tenant: key,
        token: link.split("#invitation=")[1] ?? "",
      })),
      guest: null,
      operator: null,
      self: null,
      foreign: {
        people: others.map(({ user }) => user).filter((user) => !own.has(user)),
        invitations: this.#state.invitations.flatMap((each) =>
          each.tenant === this.#id(tenant) ? [] : [each.id],
        ),
        instances: this.#instances.filter((each) => !each.includes(tenant)),
      },
    };
  }

  #id(tenant: string): string {
    return this.#tenants.get(tenant) ?? "";
  }

  #nameOf(user: string | undefined): string {
    return this.#state.people.find((each) => each.user === user)?.key ?? "nobody";
  }

  #tally(command: string, isAllowed: boolean, status: number): void {
    const sums = this.report.commands.get(command) ?? { allowed: 0, refused: 0 };
    if (isAllowed) sums.allowed += 1;
    else if (status >= 400) sums.refused += 1;
    this.report.commands.set(command, sums);
  }

  #found(what: string, wrong: readonly string[]): void {
    this.report.violations.push(
      ...wrong.map((each) => `${each} (after ${this.report.operations} acts: ${what.slice(0, 700)})`),
    );
  }
}

/** A repeated answer leaves out what only the first may show. */
const sameButSecrets = (first: string, again: string) => {
  const bare = (text: string): object => ({ ...(JSON.parse(text) as object), link: null });
  return isDeepStrictEqual(bare(first), bare(again));
};

import type { Database } from "../../support/database.js";
import type { Asked } from "./asking.js";
import { Chains } from "./chains.js";
import { at, closure } from "./closure.js";
import type { Rights } from "./rights.js";
import { lasting, totals, wrongNow } from "./standing.js";
import type { State } from "./state.js";
import { live, marks, witness } from "./tenants.js";

/** What is asked of the tables after each act: S2, S3 and S4 of the property, the counters and the chains. */
export class Promises {
  readonly #chains: Chains;
  #within: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  #least = new Set<string>();
  /** Whoever has ever had a place there, by tenant and id. */
  readonly #ever = new Set<string>();

  /** What was sent there, in any request. */
  readonly #said = new Map<string, string>();

  constructor(
    readonly database: Database,
    /** Ids by key. */
    readonly tenants: ReadonlyMap<string, string>,
  ) {
    this.#chains = new Chains(database);
  }

  #id(tenant: string): string {
    return this.tenants.get(tenant) ?? "";
  }

  /** Whoever acts for the vendor begins a new C. */
  begin(rights: Rights, state: State): void {
    this.#within = new Map(live.map((key) => [this.#id(key), closure(rights, state, this.#id(key))]));
    this.#least = new Set();
  }

  isBeyond(tenant: string, given: string): boolean {
    return this.#within.get(tenant)?.has(given) === false;
  }

  /** S3: the witness is as it was. */
  witnessed(changed: readonly string[]): string[] {
    const id = this.#id(witness);
    return changed.filter((what) => what.endsWith(id)).map((what) => `S3 the witness changed: ${what}`);
  }

  /** S3: what is done in one tenant changes nothing of any other. */
  elsewhere(changed: readonly string[], tenant: string | null): string[] {
    const others = marks.filter((key) => key !== tenant).map((key) => this.#id(key));
    // What holds for all tenants may leak in each.
    const follows = tenant === null ? /^leak / : null;
    return changed
      .filter((what) => others.some((id) => what.endsWith(id)) && !follows?.test(what))
      .map((what) => `S3 it changed ${what}, which lies in another tenant`);
  }

  /** S3: no answer shows what bears the mark of another tenant, or one of its ids, unless the request named it. */
  shown({ people, invitations }: State, { route, sent, answer, tenant }: Asked): string[] {
    // Operators of all tenants see all.
    if (tenant === null) return [];
    const here = this.#id(tenant);
    for (const each of people) this.#ever.add(`${each.tenant} ${each.user}`);
    const ids = [
      ...people.map((each) => ({ tenant: each.tenant, id: each.user })),
      ...invitations,
      ...[...this.tenants.values()].map((id) => ({ tenant: id, id })),
    ].flatMap((each) => (each.tenant === here || this.#ever.has(`${here} ${each.id}`) ? [] : [each.id]));
    const text = answer.text.toLowerCase();
    const now = decodeURIComponent(sent).toLowerCase();
    this.#said.set(tenant, `${this.#said.get(tenant) ?? ""} ${now}`);
    // The log of a tenant tells what was asked there, and so what was named.
    const said = `${route} ${sent}`.includes("audit-log") ? (this.#said.get(tenant) ?? "") : now;
    return [...marks.filter((key) => key !== tenant), ...ids]
      .filter((secret) => text.includes(secret) && !said.includes(secret))
      .map((secret) => `S3 the answer shows ${secret}: ${around(answer.text, secret)}`);
  }

  /** S2: nobody holds or is promised what lies beyond C. */
  beyond({ held, invitations }: State): string[] {
    const promised = invitations
      .filter(({ status }) => status === "open")
      .flatMap(({ tenant, grants }) => grants.map((grant) => ({ tenant, ...grant })));
    return [...held, ...promised]
      .filter(({ tenant, role, place }) => this.#within.get(tenant)?.has(at(role, place)) === false)
      .map(({ role, place }) => `S2 ${role} at ${place} lies beyond what could be given`);
  }

  /** S4, the counters and the chains. */
  async standing(): Promise<string[]> {
    const { database } = this;
    const [wrong, holders, broken] = await Promise.all([
      database.rows<{ wrong: string }>(wrongNow),
      database.rows<{ words: string; least: number; is: number }>(lasting),
      this.#chains.faults(),
    ]);
    const tooFew = holders.filter(({ words, least, is }) => is < least && this.#least.has(words));
    for (const { words, least, is } of holders) if (is >= least) this.#least.add(words);
    return [
      ...wrong.map((each) => each.wrong),
      ...tooFew.map(({ words, is }) => `S4 least holders: ${words} has ${is}`),
      ...broken,
    ];
  }

  /** S3 again: totals are those of the tenant, and of no other. */
  async counted({ route, sent, answer }: Asked, tenant: string | undefined): Promise<string[]> {
    if (tenant === undefined || answer.status !== 200 || sent.includes("?")) return [];
    const [sums] = await this.database.rows<{ people: number; invitations: number }>(totals, [tenant]);
    const expected = route.startsWith("GET /people") ? sums?.people : sums?.invitations;
    if (!["GET /people", "GET /people/count", "GET /invitations"].includes(route)) return [];
    const { total } = JSON.parse(answer.text) as { total: number | null };
    return total === null || total === expected ? [] : [`it counts ${total} where there are ${expected}`];
  }
}

const around = (text: string, word: string) => {
  const at = text.toLowerCase().indexOf(word);
  return text.slice(Math.max(0, at - 150), at + 80);
};

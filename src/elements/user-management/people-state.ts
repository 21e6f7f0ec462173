import type { ReactiveControllerHost } from "lit";
import type { Session } from "../../api/wire.js";
import type { PeoplePage, PeopleQuery, Person } from "../../api/people/contract.js";
import type { UserManagementRoutes } from "../../api/user-management/contract.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { LiveQuery } from "../connection/live-query.js";
import { LiveRows } from "../connection/live-rows.js";
import { everybody, isNarrowed, type Narrowing, type Sort } from "./list-events.js";
import type { ListMessages } from "./messages.js";

const asItComes: Sort = { sort: "name", direction: "asc" };

/** The list of people as it is asked for: narrowed, sorted, with those who are selected. */
export class PeopleState {
  readonly rows: LiveRows<PeopleQuery, Person>;

  #host: ReactiveControllerHost;
  #connection: ElementConnection<UserManagementRoutes>;
  #narrowing = everybody;
  #sort = asItComes;
  #selection: ReadonlyMap<string, Person> = new Map();
  #seeded: unknown;
  /** How many there are in all: asked for while the list is narrowed, else the list knows. */
  #all: LiveQuery<"all", number>;
  #lastAll: number | null = null;

  constructor(host: ReactiveControllerHost, connection: ElementConnection<UserManagementRoutes>) {
    this.#host = host;
    this.#connection = connection;
    this.rows = new LiveRows<PeopleQuery, Person>(host, {
      list: "people",
      doorbell: connection,
      query: () => (connection.session ? this.#query() : undefined),
      load: async (query, place, signal) => {
        const page = await connection.send("GET /people", { query: { ...query, ...place }, signal });
        return { rows: page.people, next: page.next, total: page.total };
      },
      count: ({ search, role, status }, signal) =>
        this.#count({ ...(search && { search }), ...(role && { role }), ...(status && { status }) }, signal),
    });
    this.#all = new LiveQuery<"all", number>(host, {
      list: "people",
      doorbell: connection,
      question: () => (connection.session && isNarrowed(this.narrowing) ? "all" : undefined),
      ask: (_, signal) => this.#count({}, signal),
    });
  }

  get narrowing(): Narrowing {
    return this.#narrowing;
  }

  set narrowing(narrowing: Narrowing) {
    this.#narrowing = narrowing;
    this.#host.requestUpdate();
  }

  get sort(): Sort {
    return this.#sort;
  }

  set sort(sort: Sort) {
    this.#sort = sort;
    this.#host.requestUpdate();
  }

  get selection(): ReadonlyMap<string, Person> {
    return this.#selection;
  }

  set selection(selection: ReadonlyMap<string, Person>) {
    this.#selection = selection;
    this.#host.requestUpdate();
  }

  /** Before each update: takes what the session brought along, and knows the people selected as they are now. */
  follow(session: Session | undefined): void {
    const page = session?.first_page as PeoplePage | undefined;
    if (page && page !== this.#seeded && !isNarrowed(this.#narrowing) && this.#sort === asItComes) {
      this.rows.seed({ rows: page.people, next: page.next, total: page.total });
    }
    this.#seeded = page ?? this.#seeded;
    if (!session) this.#selection = new Map();
    if (this.#selection.size === 0) return;
    const now = new Map(this.#selection);
    for (const person of this.rows.rows()) if (now.has(person.user)) now.set(person.user, person);
    this.#selection = now;
  }

  deselect(users: readonly string[]): void {
    this.selection = new Map([...this.#selection].filter(([user]) => !users.includes(user)));
  }

  /** "7", "1 of 7", or "… of 7" while it is being counted. */
  countWords({ list, format }: ListMessages): string {
    const words = (count: number | null): string => (count === null ? list.counting : format.number(count));
    const { total } = this.rows;
    if (isNarrowed(this.#narrowing))
      return list.matches(words(total), words(this.#all.answer ?? this.#lastAll));
    this.#lastAll = total;
    return words(total);
  }

  async #count(query: Pick<PeopleQuery, "search" | "role" | "status">, signal: AbortSignal): Promise<number> {
    return (await this.#connection.send("GET /people/count", { query, signal })).total;
  }

  #query(): PeopleQuery {
    const { search, roles, statuses } = this.#narrowing;
    return {
      ...(search && { search }),
      ...(roles.length > 0 && { role: [...roles] }),
      ...(statuses.length > 0 && { status: [...statuses] }),
      ...this.#sort,
    };
  }
}

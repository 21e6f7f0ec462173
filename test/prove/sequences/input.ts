import type { Operation } from "../../support/api-description.js";
import type { Schema, Schemas } from "../../support/json-schema.js";
import { someLimits } from "./limits.js";
import {
  heldRole,
  someAddress,
  someInstance,
  someInvitation,
  someLeaks,
  someLink,
  someMark,
  someMoment,
  someRequest,
  someRole,
  someUser,
  someWritten,
  type Scene,
} from "./scene.js";

/**
 * Input is drawn from the contract of a route: its shape from the schema, and what a field means from this table, by the
 * name it has there. A field that the contract has and this table has not fails the run by its name, so that a new
 * command is either tried or missed.
 */
type Object_ = Readonly<Record<string, unknown>>;
type Field = (scene: Scene, beside: Object_, schema: Schema) => unknown;

const versionOf: Field = ({ state, tenant, chance }, { user, delegation }) => {
  const written = state.delegations.find(({ id }) => id === delegation);
  if (written) return written.version - (chance.happens(0.1) ? 1 : 0);
  const person = state.people.find((each) => each.tenant === tenant.id && each.user === user);
  return (person?.version ?? 1) - (chance.happens(0.1) ? 1 : 0);
};
/** Until when the invitation that was looked at is open. */
const expiryOf: Field = ({ state, chance }, { invitation }) => {
  const found = state.invitations.find(({ id }) => id === invitation);
  const ahead = chance.happens(0.1) ? 60_000 : 0;
  return new Date(Math.round((found?.expires ?? state.now) + ahead)).toISOString();
};
const words: Field = ({ chance }) => chance.of(["Head of everything", "Because", "Something else"]);

export const fields: Readonly<Record<string, Field>> = {
  user: someUser,
  version: versionOf,
  invitation: someInvitation,
  instance: someInstance,
  request: someRequest,
  delegation: someWritten,
  mark: someMark,
  person: someUser,
  email: someAddress,
  token: someLink,
  justification: words,
  dry_run: ({ chance }) => chance.happens(0.1),
  name: words,
  agrees: ({ chance }) => chance.happens(0.8),
  kind: ({ chance }, _, { enum: kinds }) => chance.of(kinds as string[]),
  show: ({ chance }, _, { enum: lists }) => chance.of(lists as string[]),
  title: words,
  phone: ({ chance }) => `+44 ${chance.below(1000)}`,
  attributes: ({ chance }) =>
    chance.of([
      { department: chance.of(["Design", "Legal", "Finance", "None"]) },
      { badge: chance.below(100) },
      { clearance: "high" },
      { department: null, badge: 7 },
    ]),
  ends_at: someMoment,
  expires_at: expiryOf,
  type: ({ chance }, _, { enum: types }) => chance.of(types as string[]),
  element: ({ chance }) => chance.of(["team", "activity", "sharing"]),
  tenant: ({ tenant }) => tenant.key,
  with_first_page: ({ chance }) => chance.happens(0.7),
  // Of what is asked for in queries.
  search: ({ chance }) => chance.of(["a", "o", "guest", "quetzal", "alder", "birch", "document"]),
  role: ({ chance, roles }) => chance.of([...roles.values()]),
  status: ({ chance }) => chance.of(["active", "suspended"]),
  sort: ({ chance }, _, { enum: sorts }) => chance.of(sorts as string[]),
  direction: ({ chance }) => chance.of(["asc", "desc"]),
  cursor: () => undefined,
  offset: ({ chance }) => chance.below(20),
  limit: ({ chance }) => 1 + chance.below(100),
  actor: someUser,
  target: someUser,
  action: ({ chance }) => chance.of(["role.grant", "user.invite", "user.remove"]),
  outcome: ({ chance }) => chance.of(["done", "refused"]),
  from: () => "2020-01-01T00:00:00Z",
  to: () => "2099-01-01T00:00:00Z",
  format: ({ chance }) => chance.of(["json", "csv"]),
};

/** Items of lists that mean something only as a whole. */
export const items: Readonly<Record<string, (scene: Scene, beside: Object_) => unknown>> = {
  grant: (scene, { user }) =>
    withEnd(scene, scene.chance.happens(0.2) ? heldRole(scene, user) : someRole(scene)),
  revoke: (scene, { user }) => heldRole(scene, user),
  roles: (scene) => withEnd(scene, someRole(scene)),
  // Of people that delegates may edit although limits read them.
  attributes: ({ chance }) => chance.of(["department", "badge", "clearance", "nothing"]),
};

/** What is made as a whole, whatever its shape. */
const wholes: Readonly<Record<string, (scene: Scene) => unknown>> = {
  limits: someLimits,
  leaks: someLeaks,
  // Nobody says so before it was refused: see `asking.ts`.
  meant: () => [],
};

function withEnd(scene: Scene, role: { role: string; instance?: string }) {
  return scene.chance.happens(0.25) ? { ...role, ends_at: someMoment(scene) } : role;
}

/** How often a field that may be left out is there. */
const oftener: Readonly<Record<string, number>> = {
  justification: 0.85,
  version: 0.4,
  expires_at: 0.5,
  tenant: 1,
  user: 0.1,
  instance: 0.2,
  invitation: 1,
  element: 0.3,
  person: 1,
  grant: 0.8,
  revoke: 0.5,
};

/** Of these one is named, and not both. */
const eitherOr: readonly string[] = ["person", "invitation"];

export class Input {
  /** What the path names. */
  readonly #named: Record<string, unknown> = {};

  constructor(
    readonly schemas: Schemas,
    readonly scene: Scene,
  ) {}

  body({ input }: Operation): unknown {
    return input && this.#object(this.schemas.resolve(input), this.#named);
  }

  path({ path }: Operation): string {
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      this.#named[name] = this.#field(name, {}, {});
      return encodeURIComponent(String(this.#named[name]));
    });
  }

  query({ query }: Operation): string {
    const pairs = query
      .filter(({ name }) => ["format", "search"].includes(name) || this.scene.chance.happens(0.15))
      .map(({ name, schema }) => [name, this.#field(name, {}, this.schemas.resolve(schema))])
      .filter((pair): pair is [string, string | number] => pair[1] !== undefined);
    const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
    return text === "" ? "" : `?${text}`;
  }

  #object({ properties, required }: Schema, above: Object_ = {}): Object_ {
    const made: Record<string, unknown> = {};
    const all = Object.entries((properties ?? {}) as Record<string, Schema>);
    const one = this.scene.chance.of(eitherOr);
    const isEither = eitherOr.every((name) => all.some(([other]) => other === name));
    for (const [name, schema] of all) {
      if (isEither && eitherOr.includes(name) && name !== one) continue;
      const isNeeded = ((required ?? []) as string[]).includes(name);
      const isAsking = this.scene.route === "POST /requests" && name === "revoke";
      if (!isNeeded && !this.scene.chance.happens(isAsking ? 0.1 : (oftener[name] ?? 0.5))) continue;
      made[name] = this.#value(name, this.schemas.resolve(schema), { ...above, ...made });
    }
    return made;
  }

  #value(name: string, schema: Schema, beside: Object_): unknown {
    const { chance } = this.scene;
    const whole = wholes[name];
    if (whole) return whole(this.scene);
    if (schema["type"] !== "array") {
      if (schema["properties"]) return this.#object(schema, beside);
      return this.#field(name, beside, schema);
    }
    const count = 1 + (chance.happens(0.25) ? chance.below(3) : 0);
    const least = Number(schema["minItems"] ?? 0);
    const list = Array.from({ length: Math.max(count, least) }, () => this.#item(name, schema, beside));
    return [...new Map(list.map((each) => [identityOf(each), each])).values()];
  }

  #item(name: string, schema: Schema, beside: Object_): unknown {
    const item = this.schemas.resolve(schema["items"] as Schema);
    const made = items[name];
    if (made) return made(this.scene, beside);
    return item["type"] === "object" ? this.#object(item, beside) : this.#field(name, beside, item);
  }

  #field(name: string, beside: Object_, schema: Schema): unknown {
    const field = fields[name];
    if (!field) throw new Error(`Nothing says what "${name}" of ${this.scene.route} may be.`);
    return field(this.scene, beside, schema);
  }
}

/** One request names nobody twice. */
function identityOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "user" in value ? value.user : JSON.stringify(value);
}

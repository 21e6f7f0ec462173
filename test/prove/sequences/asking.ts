import { randomUUID } from "node:crypto";
import { commands, type CommandName } from "../../../src/api/commands.js";
import { features } from "../../../src/api/permit.js";
import type { SessionClaims } from "../../../src/api/sessions/tokens.js";
import { elementTypes, type ElementType } from "../../../src/api/wire.js";
import type { Operation } from "../../support/api-description.js";
import type { Chance } from "../../support/random-input.js";
import type { Answer, House } from "./house.js";
import { Input } from "./input.js";
import type { Scene } from "./scene.js";
import type { Person, State } from "./state.js";
import { guests } from "./tenants.js";

/** Which command a route sends, by the routes' own word. */
export const commandOf: ReadonlyMap<string, string | null> = new Map(
  [...features.endpoints, ...features.hostEndpoints].map(({ route, action }) => [route, action]),
);

export interface Asked {
  route: string;
  command: string | null;
  /** Who asked in which tenant; `null` for whoever has no session. */
  by: { user: string; tenant: string; type: ElementType } | null;
  /** Key of the tenant it is about: a link leads to the one it was sent from. `null`: an operator, for all of them. */
  tenant: string | null;
  isOperator: boolean;
  sent: string;
  answer: Answer;
  /** It carries a key by which it is known again. */
  isOnce: boolean;
  /** Sends the very same request again. */
  again(): Promise<Answer>;
}

interface Configuration {
  id: string;
  type: ElementType;
}

/** The elements whose sessions a route takes: those that it has not refused. */
const takes = new Map<string, Set<ElementType>>();

/** Sends requests as many actors, each with a token as the server gave it to them once: most are still good, some are not. */
export class Asking {
  readonly #old: { token: string; by: NonNullable<Asked["by"]> }[] = [];
  #keys = 0;

  constructor(
    readonly house: House,
    readonly chance: Chance,
    readonly environment: string,
    readonly configurations: readonly Configuration[],
  ) {}

  /** Asks each route once for each type, as somebody whom there is not: who they are is asked only later. */
  async learn(operations: readonly Operation[], tenant: string): Promise<void> {
    if (takes.size > 0) return;
    for (const { id, type } of this.configurations) {
      const claims = { environment: this.environment, tenant, user: randomUUID(), configuration: id, type };
      const token = await this.house.token({ ...claims, instance: null, verbs: [], epoch: 1 });
      for (const { method, path } of operations) {
        const some = path.replaceAll(/\{\w+\}/g, randomUUID());
        const input = method === "GET" ? undefined : {};
        const answer = await this.house.send(method, some, input, { authorization: `Bearer ${token}` });
        if (isForAnother(answer)) this.#fits(`${method} ${path}`, type, false);
      }
    }
  }

  async ask(operation: Operation, scene: Scene): Promise<Asked> {
    const route = `${operation.method} ${operation.path}`;
    const command = commandOf.get(route) ?? null;
    const isHost = features.hostEndpoints.some((each) => each.route === route) || route === "POST /session";
    const guest = isHost ? this.#guest(route, scene) : null;
    const operator = this.#operates(route)
      ? { tenant: this.chance.happens(0.75) ? scene.tenant.id : null }
      : null;
    const { by, headers } = isHost
      ? { by: null, headers: { as: `${guest?.key}@${guest?.tenant}`, "permit-element": "1" } }
      : operator
        ? { by: null, headers: await this.#operatorSession(operator, scene) }
        : await this.#session(route, scene);
    const input = new Input(this.house.description.inputs, {
      ...scene,
      operator,
      guest: guest?.email ?? null,
      self: by?.user ?? null,
    });
    const path = input.path(operation) + input.query(operation);
    let body = operation.input === null ? undefined : input.body(operation);
    const key =
      command !== null && !isHost && this.chance.happens(0.4)
        ? { "idempotency-key": `once-${(this.#keys += 1)}` }
        : {};
    const send = () => this.house.send(operation.method, path, body, { ...headers, ...key });
    let answer = await send();
    const leaking = leaksIn(answer);
    if (leaking.length > 0 && this.chance.happens(0.5)) {
      body = { ...(body as object), meant: leaking, justification: "They are meant" };
      answer = await send();
    }
    const sent = `${path} ${JSON.stringify(body ?? {})}`;
    const linked = scene.links.find(({ token }) => sent.includes(token))?.tenant ?? scene.tenant.key;
    const tenant = operator?.tenant === null ? null : linked;
    const isOnce = "idempotency-key" in key;
    return { route, command, by, tenant, isOperator: operator !== null, sent, answer, isOnce, again: send };
  }

  /** The host's backend gets a session for one of its users by its key. */
  async loginAs({ chance, state, tenant }: Scene): Promise<Answer> {
    const { key } = chance.of(state.people);
    const input = { user_id: key, tenant_id: tenant.key, element_type: chance.of(elementTypes) };
    return this.house.send("POST", "/v2/auth/elements_login_as", input, {
      authorization: `Bearer ${chance.happens(0.9) ? this.house.apiKey : "permit_key_of_nobody"}`,
    });
  }

  #guest(route: string, { chance, state, tenant }: Scene) {
    const open = state.invitations.filter(
      (each) => each.tenant === tenant.id && each.status === "open" && each.expires > state.now,
    );
    const isInvited = guests.filter(({ email }) => open.some((each) => each.email === email));
    if (route !== "POST /session" && isInvited.length > 0 && chance.happens(0.9))
      return { ...chance.of(isInvited), tenant: tenant.key };
    const { key, email } = chance.of(state.people.filter((each) => each.tenant === tenant.id));
    return chance.happens(0.8)
      ? { key, email: email ?? "", tenant: tenant.key }
      : { ...chance.of(guests), tenant: tenant.key };
  }

  /** A new token for one who acts here, or an old one of somebody who may have lost every right meanwhile. */
  async #session(route: string, scene: Scene) {
    const { chance, state, tenant } = scene;
    const mine = this.#old.filter(({ by }) => by.tenant === tenant.id && this.#fits(route, by.type));
    if (mine.length > 0 && chance.happens(0.3)) {
      const { token, by } = chance.of(mine);
      return { by, headers: { authorization: `Bearer ${token}` } };
    }
    const person = this.#actor(scene, state);
    const types = elementTypes.filter((each) => this.configurations.some(({ type }) => type === each));
    const type = chance.of(types.filter((each) => this.#fits(route, each) || chance.happens(0.03)));
    const configuration = this.configurations.find((each) => each.type === type);
    if (!configuration) throw new Error(`No element of type ${type} is configured.`);
    const { user, epoch } = person;
    const claims: SessionClaims = {
      environment: this.environment,
      tenant: tenant.id,
      user,
      configuration: configuration.id,
      type,
      instance:
        type === "role-assignment" && chance.happens(0.3)
          ? `document:${tenant.key}-${1 + chance.below(2)}`
          : null,
      verbs: features.kinds[type].verbs,
      epoch,
    };
    const token = await this.house.token(claims);
    const by = { user, tenant: tenant.id, type };
    this.#old.push({ token, by });
    return { by, headers: { authorization: `Bearer ${token}` } };
  }

  /** What operators alone may send they mostly do; what is open to delegates too comes from either. */
  #operates(route: string): boolean {
    if (!/ \/delegations\b/.test(route)) return false;
    return this.chance.happens(commandOf.get(route) ? 0.92 : 0.5);
  }

  async #operatorSession(operator: { tenant: string | null }, { tenant }: Scene) {
    const bound = operator.tenant === null ? {} : { tenant: tenant.key };
    const { token } = await this.house.permit.operatorSession({ name: "Vera of the vendor", ...bound });
    return { authorization: `Bearer ${token}` };
  }

  #fits(route: string, type: ElementType, still = true): boolean {
    const fitting = takes.get(route) ?? new Set(elementTypes);
    takes.set(route, fitting);
    if (!still) fitting.delete(type);
    return fitting.has(type);
  }

  /** Mostly somebody whose roles let them act. */
  #actor({ chance, tenant, leading, route }: Scene, state: State): Person {
    if (chance.happens(0.03)) return chance.of(state.people);
    const here = state.people.filter((each) => each.tenant === tenant.id);
    const asking = here.filter(({ user }) =>
      state.requests.some((each) => each.requester === user && each.status === "open"),
    );
    if (route.endsWith("/withdraw") && asking.length > 0) return chance.of(asking);
    if (route === "POST /requests" && chance.happens(0.7)) return chance.of(here);
    const command = commandOf.get(route) as CommandName | null | undefined;
    const able = leadingHere(here, leading(command ? commands[command].verbs : []), route, state);
    return chance.of(able.length > 0 && chance.happens(0.85) ? able : here);
  }
}

/** Those who may; of requests, nobody who has asked for one. */
function leadingHere(here: readonly Person[], users: readonly string[], route: string, { requests }: State) {
  const isAnothers = ({ user, tenant }: Person) =>
    !route.endsWith("/review") ||
    requests.every((each) => each.tenant !== tenant || each.status !== "open" || each.requester !== user);
  return here.filter((each) => users.includes(each.user) && isAnothers(each));
}

const isForAnother = ({ status, text }: Answer) =>
  status === 403 && text.includes("This session is for another element");

/** Paths that an operator is told about, and then may say are meant. */
function leaksIn({ status, text }: Answer): { role: string; via: string; gives: string }[] {
  if (status !== 409 || !text.includes('"leak"')) return [];
  const { reasons = [] } = JSON.parse(text) as { reasons?: { path?: [string, string, string] }[] };
  return reasons.flatMap(({ path }) => (path ? [{ role: path[0], via: path[1], gives: path[2] }] : []));
}

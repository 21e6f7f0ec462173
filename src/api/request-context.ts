import { watching } from "./commands.js";
import type { AttributeSource } from "./decision/index.js";
import type { DecisionPoints } from "./decision-point/decision-points.js";
import { apply } from "./delegation/apply.js";
import { decide } from "./delegation/decide.js";
import { listedRoles, liveAssignments } from "./delegation/holdings.js";
import type { Act, Facts, Invitation, Judgement, Person, Place, Refusal } from "./delegation/types.js";
import { Refused, notFound } from "./errors.js";
import type { Bells } from "./live/bells.js";
import type { RateLimit } from "./rate-limit.js";
import { verifySession, type SessionClaims, type SessionKey } from "./sessions/tokens.js";
import {
  readFacts,
  readRules,
  type Concerns,
  type Configuration,
  type InvitationRecord,
  type PersonRecord,
  type Rules,
} from "./store/read-facts.js";
import type { RequestRecord } from "./store/requests.js";
import { isEnvironmentGone } from "./store/environment.js";
import type { Store, Trx } from "./store/store.js";

/** A user the host vouches for. */
export interface HostUser {
  /** The host's own stable key of the user. */
  key: string;
  email?: string | null;
  /** The host has verified the address. Invitations are accepted for verified addresses only. */
  emailVerified?: boolean;
  name?: string | null;
}

/** An invitation to send. The link is a secret of the recipient's: send it, do not log it. */
export interface InvitationMail {
  to: string;
  link: string;
  tenant: { key: string; name: string };
  invitedBy: string;
  roles: string[];
  expiresAt: Date;
}

/** What all endpoints of one permit share. */
export interface Server {
  store: Store;
  /** Where the host's own users are; sessions and keys name their own. */
  environment: string;
  /** The environment made at first start, whatever the request is about: the host's own. */
  defaultEnvironment: string;
  sessionKey: SessionKey;
  /** What the secrets of API keys are derived from. */
  apiKeySecret: Uint8Array;
  session: (request: Request) => Promise<{ user: HostUser; tenant?: string | null } | null>;
  acceptUrl: string;
  /** Where browsers reach this server; `null`: where the request at hand did. */
  publicUrl: string | null;
  /** Origins of pages that may open elements of this server. */
  appOrigins: readonly string[];
  /** Fetches the keys of an identity provider. */
  fetchKeys: (url: string, init: RequestInit) => Promise<Response>;
  sendInvitation: ((mail: InvitationMail) => Promise<void>) | null;
  requests: RateLimit;
  /** Requests of API keys. */
  keyRequests: RateLimit;
  refusals: RateLimit;
  bells: Bells;
  /** What the host's checks are answered from. */
  decisions: DecisionPoints;
  /** The host's own source of attributes for checks. */
  attributes: AttributeSource | null;
  /** Answers a script of the elements by its file name, or null for what is no such file. */
  scripts: (name: string, request: Request) => Promise<Response | null>;
}

/** One request of an element, inside its transaction. */
export interface Context {
  requestId: string;
  trx: Trx;
  server: Server;
  claims: SessionClaims;
  rules: Rules;
  configuration: Configuration;
  facts: Facts;
  people: ReadonlyMap<string, PersonRecord>;
  invitations: ReadonlyMap<string, InvitationRecord>;
  requests: ReadonlyMap<string, RequestRecord>;
  actor: PersonRecord;
  /** Roles that the element shows this actor; all others are masked. */
  visible: ReadonlySet<string>;
  judge: Judge;
}

/** May this session's element show its actor anything of the tenant, or of that instance? */
export const judgeWatching = ({ judge, configuration }: Context, place: Place): Judgement =>
  judge(watching[configuration.type](place));

/** Whether this actor may look at the tenant as a whole, and not only at single instances. */
export const seesTenant = (context: Context): boolean =>
  judgeWatching(context, null).decision.outcome === "allowed";

/** Judges one act after another, each on the state that the ones before it leave. */
export interface Judge {
  (act: Act, about?: { users?: readonly string[]; email?: string }): Judgement;
  /** What would be said now, of a person as given; leaves nothing behind. */
  peek(act: Act, person?: Person): Judgement;
}

/** The instance that a session was opened for. */
export const placesOf = ({ instance }: SessionClaims): string[] => (instance === null ? [] : [instance]);

export const newRequestId = (): string => crypto.randomUUID();

export function bearerOf(request: Request): string | null {
  const [scheme, token] = (request.headers.get("authorization") ?? "").split(" ");
  return scheme?.toLowerCase() === "bearer" && token ? token : null;
}

export async function authenticate(
  server: Server,
  request: Request,
): Promise<SessionClaims & { expiresAt: Date }> {
  const token = bearerOf(request);
  if (token === null) throw new Refused("unauthenticated", "A session is needed.");
  return verifySession(server.sessionKey, token);
}

/** The same server, in the environment that a session or a key is for. */
export const within = (server: Server, environment: string): Server => ({ ...server, environment });

/** Reads what the guard must know for this session, and sees that the session still stands. */
export async function openContext(
  server: Server,
  trx: Trx,
  claims: SessionClaims,
  requestId: string,
  concerns: Concerns,
  more: { bulk: number; justification: string | null },
): Promise<Context> {
  const rules = await readRules(trx);
  if (!rules) throw (await isEnvironmentGone(trx)) ? outOfDate() : notFound();
  const asker = askerOf(claims);
  const { facts, people, invitations, requests } = await readFacts(trx, rules, asker, concerns, more);
  const actor = people.get(claims.user);
  const configuration = rules.configurations.find(
    ({ id, type }) => id === claims.configuration && type === claims.type,
  );
  if (!actor || actor.epoch !== claims.epoch || !configuration) {
    throw outOfDate();
  }
  const visible = visibleRoles(rules, configuration, facts, actor);
  return {
    requestId,
    trx,
    server: within(server, claims.environment),
    claims,
    rules,
    configuration,
    facts,
    people,
    invitations,
    requests,
    actor,
    visible,
    judge: judging(facts, visible),
  };
}

const outOfDate = () => new Refused("session_expired", "This session is no longer valid.");

const askerOf = ({ user, tenant, configuration, verbs }: SessionClaims) => ({
  kind: "delegate" as const,
  user,
  session: { tenant, configuration, verbs: new Set(verbs) },
});

/** The same request, knowing some requests besides, and everybody they have to do with. */
export async function concerning(context: Context, requests: readonly string[]): Promise<Context> {
  const { trx, rules, claims, visible } = context;
  const more = { bulk: context.facts.counts.bulk, justification: context.facts.justification };
  const read = await readFacts(trx, rules, askerOf(claims), { requests }, more);
  return { ...context, ...read, judge: judging(read.facts, visible) };
}

/** Roles on a level of the element, and those that the actor's own delegations list. */
function visibleRoles(rules: Rules, configuration: Configuration, facts: Facts, actor: Person): Set<string> {
  const shown = configuration.levels.filter(({ level }) => level !== "HIDDEN").map(({ role }) => role);
  const held = new Set(liveAssignments(actor, facts.now).map(({ role }) => role));
  const own = rules.delegations.filter(
    ({ role, elementType, source }) =>
      source === "written" && held.has(role) && (elementType === null || elementType === configuration.type),
  );
  return new Set([...shown, ...own.flatMap((delegation) => [...listedRoles(facts, delegation)])]);
}

/** The same request, knowing what leads to an instance besides what its people hold. */
export function about(context: Context, derivations: Facts["derivations"]): Context {
  const facts = { ...context.facts, derivations };
  return { ...context, facts, judge: judging(facts, context.visible) };
}

/** `visible`: the roles that whoever is answered may know of; reasons name no other. */
export function judging(facts: Facts, visible: ReadonlySet<string> | null = null): Judge {
  const decideFor = (given: Facts, act: Act) => masked(decide(given, act), facts, visible);
  const people = new Map(facts.people);
  const invitations = new Map(facts.invitations);
  const byEmail = new Map<string, Set<Person | Invitation>>();
  const index = (each: Person | Invitation) => {
    if (each.email !== null) byEmail.set(each.email, (byEmail.get(each.email) ?? new Set()).add(each));
  };
  for (const each of [...people.values(), ...invitations.values()]) index(each);
  let counts = facts.counts;
  const asking = facts.actor.kind === "delegate" ? [facts.actor.person.user] : [];

  const judge: Judge = (act, { users = [], email } = {}) => {
    const invitation =
      "invitation" in act && typeof act.invitation === "string" ? invitations.get(act.invitation) : undefined;
    const request =
      "request" in act && typeof act.request === "string" ? facts.requests?.get(act.request) : undefined;
    const asked = act.act === "ask" ? act.request.act : request?.act;
    const invited = asked?.act === "invite" ? asked.invitation.email : null;
    const sameAddress = [email, invitation?.email, invited].flatMap((each) => [
      ...(each ? (byEmail.get(each) ?? []) : []),
    ]);
    const named = [act, asked].flatMap((each) => (each && "user" in each ? [each.user] : []));
    const agreed = [request, invitation].flatMap((each) => each?.agreed ?? []);
    const concerned = [
      ...asking,
      ...users,
      ...named,
      ...(request ? [request.requester] : []),
      ...agreed.map(({ reviewer }) => reviewer),
      ...sameAddress.flatMap((each) => ("user" in each ? each.user : [])),
    ];
    const open = sameAddress.flatMap((each) => ("id" in each ? each.id : []));
    const row: Facts = {
      ...facts,
      counts,
      people: only(people, concerned),
      invitations: only(invitations, open),
    };
    const judgement = decideFor(row, act);
    if (judgement.changes.length > 0) {
      const after = apply(row, judgement.changes);
      counts = after.counts;
      for (const person of after.people.values()) people.set(person.user, person);
      for (const each of after.invitations.values()) {
        const before = invitations.get(each.id);
        if (before) byEmail.get(each.email)?.delete(before);
        invitations.set(each.id, each);
        index(each);
      }
    }
    return judgement;
  };
  judge.peek = (act, person) => {
    const about = new Map(
      [...asking.flatMap((user) => people.get(user) ?? []), ...(person ? [person] : [])].map((each) => [
        each.user,
        each,
      ]),
    );
    // Asked in general, a place may stand for any of its kind.
    const { places: _, ...general } = facts;
    return decideFor(
      { ...general, counts: { ...counts, bulk: 0 }, people: about, invitations: new Map() },
      act,
    );
  };
  return judge;
}

function masked(judgement: Judgement, { roles }: Facts, visible: ReadonlySet<string> | null): Judgement {
  const { decision } = judgement;
  if (decision.outcome === "allowed" || visible === null) return judgement;
  const isHidden = (role: string) => roles.has(role) && !visible.has(role);
  const reasons = decision.reasons.map((reason): Refusal => {
    const { role, names = [], ...rest } = reason;
    if (![...names, ...(role === undefined ? [] : [role])].some(isHidden)) return reason;
    return { ...rest, message: "It concerns a role that you can't see." };
  });
  return { ...judgement, decision: { ...decision, reasons } };
}

function only<T>(all: ReadonlyMap<string, T>, keys: readonly string[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const key of keys) {
    const value = all.get(key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
}

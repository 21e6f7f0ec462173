import { isAdministrative, listedRoles } from "../delegation/holdings.js";
import { isOfType } from "../delegation/reach.js";
import {
  verbs,
  type Act,
  type Grant,
  type Person,
  type Place,
  type Refusal,
  type Verb,
} from "../delegation/types.js";
import type { Context } from "../request-context.js";
import { reasonsOf, toReason } from "../settle.js";
import { peopleWhoHold } from "../store/people.js";
import type { Reason, Role, Session } from "../wire.js";
import { reviewersHelp } from "./reviewers.js";

/**
 * What the screen may offer, by the same guard that judges the command: a control is grey exactly when the command
 * would be refused, with the same words.
 */

/** Verbs that user management offers. A session for it carries these and no others. */
export const userManagementVerbs: readonly Verb[] = verbs.filter(
  (verb) => !["request.review", "audit.export", "delegation.edit"].includes(verb),
);

/** Somebody who has just come and holds nothing: whom a verb can be used on if it can be used on anybody. */
const newcomer = (status: Person["status"]): Person => ({
  user: "newcomer",
  name: "Somebody new",
  email: null,
  emailVerified: false,
  status,
  known: true,
  attributes: {},
  assignments: [],
  version: 0,
});

const onPerson: Partial<Record<Verb, (user: string) => Act>> = {
  "user.suspend": (user) => ({ act: "suspend", user }),
  "user.reactivate": (user) => ({ act: "reactivate", user }),
  "user.remove": (user) => ({ act: "remove", user }),
  "user.edit-profile": (user) => ({ act: "edit-profile", user, profile: {} }),
  "user.edit-attributes": (user) => ({ act: "edit-attributes", user, attributes: {} }),
};

/** Refusals that say "nowhere and on nobody", as against "not this role" or "not this person". */
const general = new Set([
  "verb_not_given",
  "verb_not_in_session",
  "place_out_of_reach",
  "not_active_here",
  "tenant_suspended",
]);

/**
 * Where a role is given, if the element gives it at all: in the tenant, or on the instance that is asked about. Where
 * role assignment asks about none, any of its kind stands for all.
 */
function placeFor(
  { configuration }: Context,
  { resource }: { resource: string | null },
  instance: string | null,
): Place | undefined {
  if (resource === null) return instance === null ? null : undefined;
  if (instance !== null) return isOfType(instance, resource) ? instance : undefined;
  return configuration.type === "role-assignment" ? anyOf(resource) : undefined;
}

const anyOf = (resource: string) => `${resource}:any`;

/** Verbs this actor may not use here at all, or not on that instance. */
export function refusedVerbs(
  context: Context,
  roles: readonly Role[],
  instance: string | null = context.claims.instance,
): Session["refused"] {
  const refused: Session["refused"] = {};
  for (const [verb, act] of entries(onPerson)) {
    const status = verb === "user.reactivate" ? "suspended" : "active";
    const reasons = judgeOn(context, newcomer(status), act("newcomer"));
    const reason = reasons.find(({ code }) => general.has(code));
    if (reason) refused[verb] = toReason(reason);
  }
  const giving = roles.flatMap((role) => {
    const place = placeFor(context, role, instance);
    return place === undefined ? [] : [{ ...role, place }];
  });
  const firstReason = giving.find(({ cannot_give }) => cannot_give)?.cannot_give;
  const invites = giving.map(({ id, place }) =>
    barring(lasting(inviteReasons(context, { role: id, place, ends: soonest(context) }))),
  );
  if (invites.every((reasons) => reasons.length > 0))
    refused["user.invite"] = firstOf(invites.flat()) ?? noRoles;
  const canChange = giving.some(({ id, place }) =>
    ["grant", "revoke"].some(
      (how) =>
        barring(changeReasons(context, holding(id, place, how === "revoke"), id, how === "grant", place))
          .length === 0,
    ),
  );
  if (!canChange) refused["role.grant"] = firstReason ?? noRoles;
  const audit = reasonsOf(context.judge({ act: "audit.read" }))[0];
  if (audit) refused["audit.read"] = toReason(audit);
  return refused;
}

const noRoles: Reason = { code: "no_roles", limit: "roles", message: "There is no role that you may give." };

const holding = (role: string, place: Place, held: boolean): Person => ({
  ...newcomer("active"),
  assignments: held ? [{ role, place, begins: 0, ends: null }] : [],
});

/** Verbs this actor may not use on that person. */
export function refusedOn(
  context: Context,
  person: Person,
  session: Session["refused"],
  instance: string | null,
): Session["refused"] {
  const refused: Session["refused"] = {};
  for (const [verb, act] of entries(onPerson)) {
    if (
      (verb === "user.suspend" && person.status === "suspended") ||
      (verb === "user.reactivate" && person.status === "active")
    )
      continue;
    const reason = session[verb] ?? firstOf(judgeOn(context, person, act(person.user)));
    if (reason) refused[verb] = reason;
  }
  const change = session["role.grant"] ?? cannotChange(context, person, instance);
  if (change) refused["role.grant"] = change;
  return refused;
}

/** Why no role of this person can be changed; null if one can. */
function cannotChange(context: Context, person: Person, instance: string | null): Reason | null {
  let first: Reason | null = null;
  for (const role of context.visible) {
    const known = context.rules.roles.get(role);
    const place = known && placeFor(context, known, instance);
    if (place === undefined) continue;
    const held = person.assignments.some((each) => each.role === role && each.place === place);
    const reasons = changeReasons(context, person, role, !held, place);
    if (barring(reasons).length === 0) return null;
    if (!first || reasons.some(({ code }) => code === "person_out_of_reach" || code === "oneself"))
      first = firstOf(reasons);
  }
  return first;
}

function changeReasons(
  context: Context,
  person: Person,
  role: string,
  give: boolean,
  place: Place,
): readonly Refusal[] {
  const ends = soonest(context);
  const act: Act = give
    ? { act: "change-roles", user: person.user, grant: [{ role, place, ends }], revoke: [] }
    : { act: "change-roles", user: person.user, grant: [], revoke: [{ role, place }] };
  return lasting(judgeOn(context, person, act));
}

/** What the form can't mend by asking for an end or for a reason. */
const lasting = (reasons: readonly Refusal[]) =>
  reasons.filter(({ needs }) => needs !== "end" && needs !== "justification");

/** What keeps somebody from even asking: the agreement of others can be asked for in the form itself. */
const barring = (reasons: readonly Refusal[]) => reasons.filter(({ needs }) => needs !== "approval");

/** Why this role can't be given to that person (now, with the best end), or taken from them. */
export function roleChoice(
  context: Context,
  person: Person,
  role: string,
  place: Place,
): { cannot_give: Reason | null; cannot_take: Reason | null } {
  const held = person.assignments.find((each) => each.role === role && each.place === place);
  const without: Person = { ...person, assignments: person.assignments.filter((each) => each !== held) };
  const withIt: Person = held
    ? person
    : { ...person, assignments: [...person.assignments, { role, place, begins: 0, ends: null }] };
  return {
    cannot_give: firstOf(changeReasons(context, without, role, true, place)),
    cannot_take: firstOf(changeReasons(context, withIt, role, false, place)),
  };
}

/** The roles this element shows, each with why the actor may not give it to somebody new, by invitation. */
export const rolesOf = (context: Context): Role[] => shownRoles(context, inviteReasons);

/**
 * The roles this element shows, each with why the actor may not give it to a person of the tenant: on that instance,
 * if one is asked about.
 */
export const rolesToGive = (context: Context, instance: string | null = context.claims.instance): Role[] =>
  shownRoles(context, grantReasons, instance);

function shownRoles(
  context: Context,
  reasonsFor: (context: Context, grant: Grant) => readonly Refusal[],
  instance: string | null = null,
): Role[] {
  const shown = [...context.rules.roles.values()].filter(({ id }) => context.visible.has(id));
  return shown.map((role): Role => {
    const anywhere = role.resource === null ? null : anyOf(role.resource);
    const place = placeFor(context, role, instance) ?? anywhere;
    const reasons = reasonsFor(context, { role: role.id, place, ends: null });
    const needsEnd = reasons.some(({ needs }) => needs === "end");
    const latest = Math.min(...reasons.flatMap(({ latestEnd }) => latestEnd ?? []));
    const remaining = needsEnd
      ? reasonsFor(context, { role: role.id, place, ends: soonest(context) })
      : reasons;
    return {
      id: role.id,
      key: role.key,
      name: role.name,
      description: role.description,
      resource: role.resource,
      administrative: isAdministrative(context.facts, role.id),
      permissions: [...role.gives].map((permission) => context.rules.actions[permission] ?? permission),
      cannot_give: firstOf(remaining.filter(({ needs }) => needs !== "justification")),
      must_end: needsEnd,
      latest_end: latest === Infinity ? null : new Date(latest).toISOString(),
    };
  });
}

/** Adds to each refused role what would help: roles that would pass, and people who could give it. */
export async function withHelp(context: Context, roles: readonly Role[]): Promise<Role[]> {
  const passing = (resource: string | null) =>
    roles.filter((each) => each.cannot_give === null && each.resource === resource).map(({ id }) => id);
  const known = new Map<string, Pick<Reason, "people">>();
  const help = reviewersHelp(context);
  const helped: Role[] = [];
  for (const role of roles) {
    if (!role.cannot_give) {
      helped.push(role);
      continue;
    }
    // Many roles are given by the same few: those are looked for once.
    const givers = giversOf(context, role.id);
    const key = givers.join(" ");
    const who = known.get(key) ?? (await whoHolds(context, givers));
    known.set(key, who);
    const [reason = role.cannot_give] = await help([role.cannot_give]);
    const cannot_give = { ...reason, passing_roles: passing(role.resource), ...who };
    helped.push({ ...role, cannot_give });
  }
  return helped;
}

/** The address stands for nobody: what is refused for its domain does not concern the role. */
function inviteReasons(context: Context, grant: Grant): readonly Refusal[] {
  const domain = context.rules.delegations.flatMap(({ domains }) => domains.allow ?? [])[0] ?? "example.com";
  const invitation = {
    id: "probe",
    email: `somebody-new@${domain}`,
    grants: [grant],
    expires: context.facts.now + 1,
  };
  return reasonsOf(context.judge.peek({ act: "invite", invitation })).filter(
    ({ limit }) => limit !== "domains" && limit !== "targets",
  );
}

function grantReasons(context: Context, grant: Grant): readonly Refusal[] {
  const act: Act = { act: "change-roles", user: "newcomer", grant: [grant], revoke: [] };
  return judgeOn(context, newcomer("active"), act).filter(({ limit }) => limit !== "targets");
}

/** The roles whose holders may give that role. */
function giversOf({ facts }: Context, role: string): readonly string[] {
  const givers = facts.delegations.filter(
    (each) =>
      each.verbs.has("role.grant") && each.approval.length === 0 && listedRoles(facts, each).has(role),
  );
  return [...new Set(givers.map((each) => each.role))];
}

async function whoHolds({ trx }: Context, roles: readonly string[]): Promise<Pick<Reason, "people">> {
  if (roles.length === 0) return {};
  const { names, total } = await peopleWhoHold(trx, roles);
  return total > 0 ? { people: { names, total } } : {};
}

/** A day from now, or the actor's own end if that comes first. */
function soonest({ facts, actor }: Context): number {
  const ends = actor.assignments.flatMap((each) =>
    each.ends === null || each.ends <= facts.now ? [] : [each.ends],
  );
  return Math.min(facts.now + 86_400_000, ...ends);
}

function judgeOn(context: Context, person: Person, act: Act): readonly Refusal[] {
  return reasonsOf(context.judge.peek(act, person));
}

const firstOf = (reasons: readonly Refusal[]): Reason | null => (reasons[0] ? toReason(reasons[0]) : null);

function entries<K extends string, V>(record: Partial<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][];
}

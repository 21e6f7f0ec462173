import type {
  Act,
  Assignment,
  Facts,
  Grant,
  Instant,
  Place,
  Verb,
} from "../../../src/api/delegation/types.js";
import { after, subject } from "./after.js";
import { heldAt, holds, live, moments, standing, type Held } from "./holding.js";

/** One "change (person, role, scope)" for which "one delegation that allows it taken whole" must be found. */
export interface Ask {
  verb: Verb;
  role: string | null;
  place: Place;
  /** Gives the role until then (`null`: open-ended), or gives nothing. */
  gives: { until: Instant | null } | null;
  /** It follows from what was asked for. */
  follows?: boolean;
  /** It is an assignment, no derivation. */
  direct?: boolean;
  /** What is asked for is so already. */
  again?: boolean;
}

const plain = (verb: Verb): Ask => ({ verb, role: null, place: null, gives: null });

/** What is asked for in so many words. */
export function asked(facts: Facts, act: Act): Ask[] {
  const grants =
    "invitation" in act &&
    typeof act.invitation === "string" &&
    facts.invitations.get(act.invitation)?.grants;
  switch (act.act) {
    case "view":
      return [{ ...plain("user.view"), place: act.place ?? null }];
    case "audit.read":
    case "audit.export":
      return [plain(act.act)];
    case "edit-profile":
    case "edit-attributes":
    case "suspend":
    case "reactivate":
    case "remove":
      return [plain(`user.${act.act}`)];
    case "leave":
    case "admit":
    case "requests":
    case "ask":
    case "review":
    case "withdraw":
    case "own-limits":
      return [];
    case "invite":
      return act.invitation.grants.map((grant) => give("user.invite", grant));
    case "renew":
      // Ambiguous: does passing an offer on anew give? Decided, as the stricter: yes.
      return (grants || []).map((grant) => give("invitation.resend", grant));
    case "accept":
      return acceptance(facts, act.accepter, grants || []);
    case "cancel": {
      const left = (grants || []).filter(({ role }) => facts.roles.has(role));
      return left.length === 0
        ? [plain("invitation.cancel")]
        : left.map((grant) => take("invitation.cancel", grant));
    }
    case "change-roles": {
      const standingNow = (subject(facts, act)?.assignments ?? []).filter((a) => standing(a, facts.now));
      return [
        ...act.revoke.map((held) => take("role.revoke", held)),
        ...act.grant.map((grant) => bring(grant, standingNow)),
      ];
    }
  }
}

const give = (verb: Verb, { role, place, ends }: Grant): Ask => ({
  verb,
  role,
  place,
  gives: { until: ends },
});
const take = (verb: Verb, { role, place }: Held): Ask => ({ verb, role, place, gives: null });
const within = (end: Instant | null, other: Instant | null) =>
  other === null || (end !== null && end <= other);

/** "Accepting is judged as a grant by the inviter at that moment", also of what the accepter has. */
function acceptance(facts: Facts, accepter: string, grants: readonly Grant[]) {
  const has = facts.people.get(accepter)?.assignments.filter((a) => standing(a, facts.now)) ?? [];
  return grants.map((grant) => {
    const had = has.find((a) => a.role === grant.role && a.place === grant.place);
    return { ...give("user.invite", grant), again: had !== undefined && within(grant.ends, had.ends) };
  });
}

/**
 * "Extending is a grant from now." Ambiguous: which verb shortens. Decided: it takes, as a revoke does. And is it a
 * grant to give what somebody has? Decided, as the stricter: yes, or the answer would tell anybody who asks what a
 * person holds that they "can't see".
 */
function bring(grant: Grant, standingNow: readonly Assignment[]): Ask {
  const had = standingNow.find((a) => a.role === grant.role && a.place === grant.place);
  if (!had) return give("role.grant", grant);
  if (had.ends === grant.ends) return { ...give("role.grant", grant), again: true };
  return within(grant.ends, had.ends) ? take("role.revoke", grant) : give("role.extend", grant);
}

/**
 * "Any act after which somebody holds *more* (a revoke can do that: suppressed derivations) is also judged as a
 * grant of that more." More is what is held at some moment from now on and was not going to be; the suspended hold
 * nothing.
 * Ambiguous: is what follows from a role that is given another grant? Decided: no, "what a role can give counts in
 * full (derivations)" where it is given. So it counts if it follows from what was held all along.
 */
export function more(facts: Facts, act: Act): Ask[] {
  const person = subject(facts, act);
  if (!person || !["change-roles", "accept", "reactivate"].includes(act.act)) return [];
  const had = person.status === "active" ? person.assignments : [];
  const then = after(facts, act, person);
  const has = then.status === "active" ? then.assignments : [];
  const given = asked(facts, act).filter((ask) => ask.gives !== null);
  const times = moments(facts.now, had, has);
  const found = new Map<string, Ask>();
  times.forEach((t, i) => {
    const before = heldAt(had, facts.derivations, t);
    const direct = has.filter((a) => live(a, t));
    const news = direct.filter((a) => !given.some((g) => same(g, a)) && !holds(before, a));
    const all = direct.filter((a) => !given.some((g) => same(g, a)) && holds(before, a));
    const derived = heldAt(all, facts.derivations, t, direct).filter((one) => !holds(before, one));
    for (const { role, place } of [...news, ...derived]) {
      const ask = give("role.grant", { role, place, ends: times[i + 1] ?? null });
      found.set(`${role}@${place}`, { ...ask, follows: true, direct: holds(news, { role, place }) });
    }
  });
  return [...found.values()];
}

const same = (a: { role: string | null; place: Place }, b: Held) => a.role === b.role && a.place === b.place;

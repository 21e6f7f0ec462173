import type { Clause } from "../../support/guard-without.js";

/** Section 3 and the guardrails: each rule with the clauses that keep it, and what is left without each. */

const of = (file: string) => (keeps: string, text: string, leaves: string) => ({ keeps, file, text, leaves });
const rule = of("rules.ts");
const guard = of("decide.ts");
const held = of("holdings.ts");
const found = of("resolve.ts");
const passing = of("passing-on.ts");
const rail = of("guardrails.ts");
const counted = of("tally.ts");
const gained = of("gains.ts");
const roles = of("propose-roles.ts");
const invitation = of("propose-invitation.ts");
const conjunct = (keeps: string, text: string): Clause => passing(`3: passing on: ${keeps}`, text, "true");

export const clausesOfRules: readonly Clause[] = [
  guard("1: the tenant is active", "!tenant.active", "false"),
  guard("1: the session is for this tenant", "session && session.tenant !== tenant.id", "false"),
  guard("1: there is a session", 'if (!session) return misfits("no_session", "A session is needed.");', ""),
  guard("1: but for accepting", 'if (act === "accept") return null;', ""),
  guard("1: the actor is active here", 'person.status === "active" && (act', "(act"),
  guard("1: the actor holds something", "|| liveAssignments(person, now).length > 0)", "|| true)"),
  found("1: the person is here", 'person && person.status !== "absent"', "person"),
  found(
    "1: the instance lies in this tenant",
    "place !== null && facts.places && !facts.places.has(place)",
    "false",
  ),
  found("1: the role can be held there", "if (!fits(role, place)) {", "if (false) {"),
  found(
    "1: tenant roles in the tenant",
    "resource === null ? place === null : place",
    "resource === null ? true : place",
  ),
  found("1: the end is to come", "ends !== null && !isToCome(facts, ends)", "false"),
  found("1: the end is a time", "Number.isFinite(moment) &&", ""),
  found("1: each role once", "new Set(keys).size < keys.length", "false"),
  found("1: the invitation is open", 'status === "open"\n', "true\n"),
  roles("1: what is taken is held", "!heldOf(facts, person, { role: id, place }).held", "false"),
  roles("1: the end is after the begin", "ends !== null && ends <= held.begins", "false"),
  of("propose.ts")("1: attributes are defined", "unknown !== undefined", "false"),
  of("propose.ts")("1: nobody is suspended twice", 'person.status === "suspended"', "false"),
  of("propose.ts")("1: nobody comes back who is there", 'person.status === "active"', "false"),

  rule(
    "2: the session includes the verb",
    "|| actor.session.verbs.has(verb)) return null;",
    "|| true) return null;",
  ),
  rule("2: the actor holds the delegation's role", "role === by.role &&", ""),
  rule(
    "2: the delegation is for this element",
    "(session === null || elementType === null || elementType === session.elementType) &&",
    "",
  ),
  rule(
    "2: the levels are of this configuration",
    "(session === null || configuration === null || configuration === session.configuration)",
    "true",
  ),
  held("2: roles that have begun", "assignment.begins <= now &&", ""),
  held("2: roles that have not ended", "ends !== null && ends <= now", "false"),
  held(
    "2: of an active person",
    'person.status === "active" ? person.assignments.filter((each) => isLive(each, now)) : []',
    "person.assignments.filter((each) => isLive(each, now))",
  ),
  rule(
    "2: a role that is gone is in no list",
    "return giving.has(verb)\n      ? {",
    "return false\n      ? {",
  ),
  guard(
    "2: one delegation, taken whole",
    "if (refusals.length === 0) return delegation.id;",
    "if (rules.every((rule) => delegationsFor(facts, step).some((one) => rule(facts, step, { ...one, actor, after }) === null))) return delegation.id;",
  ),

  rule("3: hold: all that a role gives", "[...role.gives].find(", "[...role.permissions].find("),
  held(
    "3: hold: held on that same instance",
    "if (assignment.place !== null && assignment.place !== place) continue;",
    "",
  ),
  held("3: hold: held as long as it is given", "if (!lastsUntil(assignment, end)) continue;", ""),
  of("step.ts")("3: inviting is giving", '"user.invite",', ""),
  of("step.ts")("3: a new link is giving", '"invitation.resend",', ""),
  of("step.ts")("3: extending is giving", '"role.extend",', ""),
  passing("3: passing on: held as long as it is given", ".filter((by) => lastsUntil(by, ends))", ""),
  passing("3: passing on: all that is reachable", "if (within) queue.push({ role: id, held: within });", ""),
  passing("3: passing on: wherever it is reachable", "JSON.stringify([role, held])", "role"),
  passing(
    "3: passing on: only what is passed on is reachable",
    "if (!theirs.delegation.passingOn) continue;",
    "",
  ),
  passing(
    "3: passing on: one covers it whole",
    "own.some((mine) => covers(facts, mine, theirs))",
    "[...theirs.delegation.verbs].every((verb) => own.some((mine) => covers(facts, mine, { ...theirs, delegation: { ...theirs.delegation, verbs: new Set([verb]) } })))",
  ),
  conjunct("element", "(mine.elementType === null || mine.elementType === theirs.elementType)"),
  conjunct("configuration", "(mine.configuration === null || mine.configuration === theirs.configuration)"),
  conjunct("verbs", "within(theirs.verbs, mine.verbs)"),
  conjunct("roles", "within(listedRoles(facts, theirs), listedRoles(facts, mine))"),
  conjunct("hold or bind", '(theirs.mode === "hold" || mine.mode === "bind")'),
  conjunct("passing on", "(!theirs.passingOn || mine.passingOn)"),
  conjunct("where it is held", "(!their.held.tenant || my.held.tenant)"),
  conjunct("instances", "reachesWithin(reachOf(theirs, their.held), reachOf(mine, my.held))"),
  conjunct("the tenant", "(!inner.tenant || outer.tenant)"),
  conjunct("types", "within(inner.types, outer.types)"),
  conjunct("named instances", "inner.instances.every((place) => reaches(outer, place))"),
  conjunct("target attributes", "narrowsLike(theirs.targets.attributes, mine.targets.attributes)"),
  conjunct("target groups", "withinOrAll(theirs.targets.groups, mine.targets.groups)"),
  conjunct("target domains", "withinOrAll(theirs.targets.domains, mine.targets.domains)"),
  conjunct("having to end", "(!mine.time.mustEnd || theirs.time.mustEnd || theirs.time.longest !== null)"),
  conjunct("longest time", "atMost(theirs.time.longest, mine.time.longest)"),
  conjunct("open invitations", "atMost(theirs.counts.openInvitations, mine.counts.openInvitations)"),
  conjunct("size of a bulk", "atMost(theirs.counts.bulk, mine.counts.bulk)"),
  conjunct("grants per hour", "atMost(theirs.counts.grantsPerHour, mine.counts.grantsPerHour)"),
  conjunct("seats", "atMost(theirs.counts.seats, mine.counts.seats)"),
  conjunct("holders", "atMost(theirs.counts.holders.get(role) ?? null, most)"),
  conjunct("allowed domains", "withinOrAll(theirs.domains.allow, mine.domains.allow)"),
  conjunct("refused domains", "within(mine.domains.refuse, theirs.domains.refuse)"),
  conjunct(
    "domains to ask about",
    "within(mine.domains.ask, [...theirs.domains.ask, ...theirs.domains.refuse])",
  ),
  conjunct("roles to agree on", "within(asked.roles, their.roles)"),
  conjunct("how many agree", "their.count >= asked.count"),
  conjunct("who agrees", "within(their.reviewers, asked.reviewers)"),
  conjunct("justification", "(!mine.justification || theirs.justification)"),
  conjunct("attributes", "within(theirs.attributes, mine.attributes)"),

  rule("4: administrative roles", "|| isAdministrative(facts, role)", ""),
  rule(
    "4: only administrative ones, but for edits",
    "(editing.has(verb) || isAdministrative(facts, role))",
    "true",
  ),
  rule("4: all roles, for edits", "editing.has(verb) ||", ""),
  rule("4: editing a profile is an edit", '"user.edit-profile", ', ""),
  rule("4: editing attributes is an edit", ', "user.edit-attributes"', ""),
  rule(
    "4: also while suspended or before they begin",
    "unended(person, facts.now).some(",
    "liveAssignments(person, facts.now).some(",
  ),
  held(
    "4: who may only look is not administrative",
    "[...each.verbs].some((verb) => !watching.has(verb))",
    "true",
  ),
  rule("4: never oneself", "person.user === self.user ||", ""),
  rule("4: nor a second identity", "|| (isSameAddress && person.emailVerified && self.emailVerified)", ""),
  rule("4: a second identity is vouched for", "&& person.emailVerified &&", "&&"),
  rule("4: and so is the first", "&& self.emailVerified)", ")"),
  rule("4: nor the own address", "    : isSameAddress;", "    : false;"),

  rule("5: no grant beyond the own end", "lastsUntil(by, step.ends)", "true"),
  held("5: open-ended needs open-ended", "(end !== null && end <= ends)", "(end === null || end <= ends)"),
  held("5: an end by the own end", "end !== null && end <= ends", "end !== null"),
  roles(
    "5: extending is a grant, shortening is not",
    'lastsUntil(held, ends) ? "role.revoke" : "role.extend"',
    '"role.revoke"',
  ),

  guard("7: what is gained is judged", "stepsOfGains(facts, after, steps);", "[] as Step[];"),
  guard("7: only what is given is named", "&& giving.has(each.verb)", ""),
  guard("7: no end can be brought for it", 'needs === undefined || needs === "end"', "needs === undefined"),
  gained("7: what comes back is gained", "[...given, ...withDerived(", "[...withDerived("),
  gained("7: what is revealed is gained", "...withDerived(kept, direct, facts.derivations)]", "]"),
  gained("7: also later", "...moments.filter((at) => at > now)", ""),
  gained(
    "7: what follows from a grant counts with it",
    "filter(([key]) => had.has(key))",
    "filter(() => true)",
  ),
  held(
    "7: what hides a role does so on that object only",
    "unlessDirect && suppressed.has(object)",
    "unlessDirect && suppressed.size > 0",
  ),
  held(
    "7: not every derivation is hidden",
    "unlessDirect && suppressed.has(object)",
    "suppressed.has(object)",
  ),

  of("propose.ts")(
    "leaving: only a person",
    'if (facts.actor.kind !== "delegate") return refuse("nobody", "tenant", "Only a person can leave.");',
    'if (facts.actor.kind !== "delegate") return { changes: [], steps: [] };',
  ),
  guard("leaving: needs no role", 'act === "leave" ||', ""),
  guard(
    "guardrails: whoever acts",
    "if (changes.length > 0) reasons",
    'if (changes.length > 0 && facts.actor.kind === "delegate") reasons',
  ),

  invitation("invitations: an invitation promises something", "if (grants.length === 0)", "if (false)"),
  invitation("invitations: to an address", "domainOf(email) === null", "false"),
  invitation(
    "invitations: to somebody who is not here",
    'each.email === email && each.status !== "absent"',
    "false",
  ),
  invitation("invitations: once", "open && facts.now < open.expires", "false"),
  invitation("invitations: by somebody", "resolve.inviterOf(facts.actor) === null", "false"),
  invitation("invitations: accepted with its address", "person.email !== email ||", ""),
  invitation("invitations: which is vouched for", "|| !person.emailVerified", ""),
  invitation("invitations: before it expires", "!resolve.isToCome(facts, expires)) {", "false) {"),
  invitation("invitations: not by somebody suspended", 'person.status === "suspended"', "false"),
  invitation("invitations: by the inviter's rights", "!isInviter(facts.actor, invitation)", "false"),
  invitation("invitations: who is that person", "inviter.user === actor.person.user &&", ""),
  invitation("invitations: and still here", '&& actor.person.status === "active"', ""),
  invitation("invitations: or that key", "inviter.apiKey === actor.apiKey &&", ""),
  invitation("invitations: which still stands", "&&\n    inviterStands", ""),
  invitation(
    "invitations: one role that fails fails all",
    'steps: promises(facts, grants, "user.invite", { person }),',
    'steps: promises(facts, grants, "user.invite", { person }).slice(0, 1),',
  ),
  invitation(
    "invitations: cancelling nothing needs the verb too",
    "promised.length > 0 ? promised : [{}]",
    "promised",
  ),

  rail("least holders", "(binds || was >= count) && is < count && is < was", "false"),
  rail("least holders: once it was satisfied", "(binds || was >= count) &&", "was >= count &&"),
  rail("least holders: as soon as it is satisfied", "(binds || was >= count) &&", "binds &&"),
  rail("least holders: a fresh tenant may be below", "(binds || was >= count) &&", ""),
  rail("least holders: nothing else is held up", "&& is < was) {", ") {"),
  counted("least holders: active ones", 'status === "active" &&', ""),
  counted("least holders: known ones", "&& known)", ")"),
  counted("least holders: begun", "isLive(each, now) &&", ""),
  counted("least holders: without end", "&& each.ends === null", ""),
  rail("seats", "after.counts.seats > seats &&", "false &&"),
  rail("seats: nothing else is held up", "&& after.counts.seats > before.counts.seats", ""),
  counted("seats: open invitations", "+ open.filter(({ email }) => !addresses.has(email)).length", ""),
  rail("most holders", "is > count && is > was", "false"),
  rail("most holders: nothing else is held up", "&& is > was) {", ") {"),
  counted("most holders: promises", ", ...open.map(({ grants }) => grants)]", "]"),
  rail("exclusive roles", "together.size > 1 &&", "false &&"),
  rail("exclusive roles: nothing else is held up", "&& added.some(({ role }) => roles.has(role))", ""),
  rail("exclusive roles: only those", ".filter((role) => roles.has(role))", ""),
  rail("ceiling: all that a role gives", "[...gives].some((each) => !ceiling.has(each))", "false"),
  rail("ceiling: what is not known", "gives === undefined ||", "gives !== undefined &&"),
  rail("who comes back is given everything anew", "was && !comesBack ?", "was ?"),
  rail("longer is more", "&& lastsUntil(held, grant.ends)", ""),
  rail("elsewhere is more", "grant.place === held.place &&", ""),
  rail("promises count", "return [...people, ...invitations];", "return people;"),
];

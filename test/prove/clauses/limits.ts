import type { Clause } from "../../support/guard-without.js";

/** Section 2 of the design: each row with the clauses that keep it, and what is left without each. */

const of = (file: string) => (keeps: string, text: string, leaves: string) => ({ keeps, file, text, leaves });
const limit = of("limits.ts");
const rule = of("rules.ts");
const held = of("holdings.ts");
const reach = of("reach.ts");

export const clausesOfLimits: readonly Clause[] = [
  rule("verbs: the delegation carries the verb", "verbs.has(verb) &&", ""),
  rule("roles: the delegation lists the role", "listedRoles(facts, delegation).has(role.id)", "true"),
  held("roles: none are listed by default", "ids.has(id) ||", "ids.size === 0 || ids.has(id) ||"),
  held(
    "roles: by attributes only where those are given",
    "where !== null && matchesAll(attributes, where)",
    "where === null || matchesAll(attributes, where)",
  ),
  of("attribute-match.ts")("roles and targets: no attribute at all is nobody", "matches.length > 0 &&", ""),
  of("attribute-match.ts")("roles and targets: all attributes, not one", "matches.every(", "matches.some("),
  of("attribute-match.ts")(
    "roles and targets: nothing inherited counts",
    "Object.hasOwn(attributes, name) &&",
    "",
  ),
  of("attribute-match.ts")(
    "roles and targets: equality",
    "value === attributes[name]",
    "String(value) === String(attributes[name])",
  ),
  rule(
    "hold or bind: hold holds",
    'if (!givesRole(step) || delegation.mode === "bind") return null;\n  const { role } = step;',
    "if (true) return null;\n  const { role } = step as never;",
  ),
  rule(
    "hold or bind: bind binds",
    '|| delegation.mode === "bind") return null;\n  const { role } = step;',
    ") return null;\n  const { role } = step;",
  ),
  rule("passing on: is not meant by default", "|| delegation.passingOn) return null", ") return null"),
  rule(
    "passing on: a role that carries a delegation needs it",
    "!carriesDelegation(facts, step.role.id) ||",
    "true ||",
  ),

  limit(
    "targets: by attributes",
    "attributes === null || (who !== null && matchesAll(who.attributes, attributes))",
    "true",
  ),
  limit("targets: by attributes, as they are", "!matches(person) ||", ""),
  limit("targets: by attributes, as they become", "|| !matches(becomes)", ""),
  limit(
    "targets: somebody new has no attributes",
    "(who !== null && matchesAll(who.attributes, attributes))",
    "(who === null || matchesAll(who.attributes, attributes))",
  ),
  limit(
    "targets: by group",
    'if (groups && !(person && isInOneOf(facts, person, groups))) return refuse("group");',
    "",
  ),
  limit("targets: by that very group", "&& groups.includes(each.place)", ""),
  limit("targets: by group, now", "&& isLive(each, now)", ""),
  limit(
    "targets: somebody new is in no group",
    "!(person && isInOneOf(facts, person, groups))",
    "person && !isInOneOf(facts, person, groups)",
  ),
  limit(
    "targets: by domain",
    'domains && !includesDomain(domains, claimed) ? refuse("mail domain") : null',
    "null",
  ),
  limit(
    "targets: by a domain that is vouched for",
    "person && !person.emailVerified ? null : domainOf(email)",
    "domainOf(email)",
  ),

  rule(
    "instances: the place is reached",
    "|| reaches(reachOf(delegation, reachFrom(by.place)), place);",
    "|| true;",
  ),
  reach("instances: the tenant only where it is said", "held.tenant && places.tenant", "held.tenant"),
  reach("instances: the tenant only from the tenant", "held.tenant && places.tenant", "places.tenant"),
  reach("instances: types only from the tenant", "held.tenant ? places.types : []", "places.types"),
  reach(
    "instances: named ones only from the tenant",
    "held.tenant ? places.instances : []",
    "places.instances",
  ),
  reach("instances: the own one only with `own`", "places.own ? held.instances : []", "held.instances"),
  reach("instances: what is reached by type only with `own`", "places.own ? held.types : []", "held.types"),
  reach(
    "instances: that very instance",
    "instances.includes(place)",
    "instances.some((each) => place.startsWith(each))",
  ),
  reach("instances: that very type", "place.startsWith(`${type}:`)", "place.startsWith(type)"),
  reach("instances: one with a name", "place.length > type.length + 1 &&", ""),

  limit("time: a grant must end", "time.mustEnd || time.longest !== null", "time.longest !== null"),
  limit("time: a longest asks for an end", "time.mustEnd || time.longest !== null", "time.mustEnd"),
  limit("time: the longest", "return step.ends > latestEnd", "return false"),

  limit(
    "counts: open invitations",
    "exceeds(counts.openInvitations, facts.counts.openInvitations, after.counts.openInvitations)",
    "false",
  ),
  limit("counts: size of one bulk", "counts.bulk !== null && facts.counts.bulk > counts.bulk", "false"),
  limit(
    "counts: grants per hour",
    "giving.has(verb) && exceeds(counts.grantsPerHour, facts.counts.grantsLastHour, after.counts.grantsLastHour)",
    "false",
  ),
  limit("counts: own seats", "exceeds(counts.seats, facts.counts.seats, after.counts.seats)", "false"),
  limit(
    "counts: own holders",
    "exceeds(most, facts.counts.holders.get(id) ?? 0, after.counts.holders.get(id) ?? 0)",
    "false",
  ),
  limit(
    "counts: only what an act makes worse",
    "most != null && after > most && after > before",
    "most != null && after > most",
  ),
  of("apply.ts")("counts: a grant counts", "      grants += 1;\n        break;", "      break;"),
  of("apply.ts")("counts: extending counts", "if (!lastsUntil(assignment, each.ends)) grants += 1;", ""),
  of("apply.ts")("counts: each promise counts", "grants += promised.length;", ""),
  of("apply.ts")("counts: inviting anew counts", '&& each.status === "accepted"', ""),
  of("apply.ts")("counts: accepting counts nothing more", "(isForOthers ? 0 : grants)", "grants"),

  limit(
    "domains: allowed ones",
    "domains.allow === null || includesDomain([...domains.allow, ...domains.ask], domain)",
    "true",
  ),
  limit(
    "domains: refused ones",
    "domain === null || includesDomain(domains.refuse, domain)",
    "domain === null",
  ),
  limit(
    "domains: what is no address",
    "domain === null || includesDomain(domains.refuse, domain)",
    "includesDomain(domains.refuse, domain)",
  ),
  limit("domains: ones to ask about", "inviting(verb) && includesDomain(domains.ask, domain) &&", "false &&"),
  limit("domains: invitations", 'verb === "user.invite" ||', ""),
  limit("domains: new links", '|| verb === "invitation.resend"', ""),
  of("mail-domain.ts")(
    "domains: no subdomain, none that ends alike",
    "each.toLowerCase() === domain",
    "domain.endsWith(each.toLowerCase())",
  ),
  of("mail-domain.ts")(
    "domains: in capitals on the list",
    "each.toLowerCase() === domain",
    "each === domain",
  ),
  of("mail-domain.ts")("domains: in capitals in the address", "?.[1]?.toLowerCase()", "?.[1]"),

  limit("approval", "filter(({ more }) => more > 0)", "filter(() => false)"),
  limit("justification: is asked for", "delegation.justification && !watching", "false && !watching"),
  limit("justification: is more than blanks", '.trim() === ""', '=== ""'),
  limit("justification: not for looking", "&& !watching.has(verb)", ""),
  limit(
    "attributes",
    "attributes.find((key) => !delegation.attributes.has(key))",
    "attributes.find(() => false)",
  ),
];

import type { AttributeMatch, Delegation as Judged } from "../delegation/types.js";
import { invalidFields } from "../errors.js";
import type { OperatorContext } from "../operators.js";
import type { StoredLimits } from "../store/limits.js";
import { instancesBy } from "../store/instances.js";
import type { DelegationLimits } from "./contract.js";

/** What a delegation limits, between the words of the wire and those of the tables and the guard. */

const day = 86_400_000;

/** As the writer takes it. */
export function toStored(given: DelegationLimits): { limits: StoredLimits; roles: readonly string[] } {
  const { roles, targets, places, time, counts, domains, approval, justification, attributes } = given;
  return {
    roles: [...new Set(roles.ids)],
    limits: {
      where: roles.where && roles.where.map(toMatch),
      targets: { ...targets, attributes: targets.attributes && targets.attributes.map(toMatch) },
      places,
      time: {
        mustEnd: time.must_end,
        longest: time.longest_days === null ? null : Math.round(time.longest_days * day),
      },
      counts: {
        openInvitations: counts.open_invitations,
        bulk: counts.bulk,
        grantsPerHour: counts.grants_per_hour,
        seats: counts.seats,
        holders: Object.fromEntries(counts.holders.map(({ role, most }) => [role, most])),
      },
      domains,
      approval,
      justification,
      attributes,
    },
  };
}

/** As the wire says it; roles that may not be seen are left out. */
export function toWire(delegation: Judged, isVisible: (role: string) => boolean): DelegationLimits {
  const { time, counts, domains, targets, places } = delegation;
  const visible = (roles: Iterable<string>) => [...roles].filter(isVisible);
  return {
    element_type: delegation.elementType as DelegationLimits["element_type"],
    verbs: [...delegation.verbs],
    roles: { ids: visible(delegation.roles.ids), where: matches(delegation.roles.where) },
    mode: delegation.mode,
    passing_on: delegation.passingOn,
    targets: {
      attributes: matches(targets.attributes),
      groups: list(targets.groups),
      domains: list(targets.domains),
    },
    places: { ...places, types: [...places.types], instances: [...places.instances] },
    time: { must_end: time.mustEnd, longest_days: time.longest === null ? null : time.longest / day },
    counts: {
      open_invitations: counts.openInvitations,
      bulk: counts.bulk,
      grants_per_hour: counts.grantsPerHour,
      seats: counts.seats,
      holders: visible(counts.holders.keys()).map((role) => ({ role, most: counts.holders.get(role) ?? 0 })),
    },
    domains: { allow: list(domains.allow), ask: [...domains.ask], refuse: [...domains.refuse] },
    approval: delegation.approval.map(({ roles, count, reviewers }) => ({
      roles: visible(roles),
      count,
      reviewers: visible(reviewers),
    })),
    justification: delegation.justification,
    attributes: [...delegation.attributes],
  };
}

const toMatch = ({ attribute, in: values }: { attribute: string; in: AttributeMatch["in"][number][] }) => ({
  name: attribute,
  in: values,
});
const matches = (all: readonly AttributeMatch[] | null) =>
  all && all.map(({ name, in: values }) => ({ attribute: name, in: [...values] }));
const list = (all: readonly string[] | null) => all && [...all];

/** What is named and not there is refused by name, and nothing done. */
export async function refuseUnknown(
  { rules, trx, claims }: OperatorContext,
  given: DelegationLimits,
  role?: string,
) {
  const types = new Set([...rules.roles.values()].flatMap(({ resource }) => resource ?? []));
  const attributes = new Set(rules.attributes.map(({ key }) => key));
  const instances = [...given.places.instances, ...(given.targets.groups ?? [])];
  // Without a tenant an instance may be anybody's: of its type at least there must be roles.
  const known = new Set(
    claims.tenant === null
      ? instances.filter((place) => types.has(place.slice(0, place.indexOf(":"))))
      : (await instancesBy(trx, instances)).keys(),
  );
  const isRole = (id: string) => rules.roles.has(id);
  const named: [path: string, what: string, names: readonly string[], isKnown: (name: string) => boolean][] =
    [
      ["role", "role", role === undefined ? [] : [role], isRole],
      ["roles.ids", "role", given.roles.ids, isRole],
      ["counts.holders", "role", given.counts.holders.map(({ role }) => role), isRole],
      [
        "approval",
        "role",
        given.approval.flatMap(({ roles, reviewers }) => [...roles, ...reviewers]),
        isRole,
      ],
      ["places.types", "resource type", given.places.types, (type) => types.has(type)],
      ["places.instances", "instance", given.places.instances, (place) => known.has(place)],
      ["targets.groups", "instance", given.targets.groups ?? [], (place) => known.has(place)],
      ["attributes", "attribute", given.attributes, (key) => attributes.has(key)],
      [
        "targets.attributes",
        "attribute",
        (given.targets.attributes ?? []).map(({ attribute }) => attribute),
        (key) => attributes.has(key),
      ],
    ];
  const fields = named.flatMap(([path, what, names, isKnown]) =>
    names.filter((name) => !isKnown(name)).map((name) => ({ path, message: `There is no ${what} ${name}.` })),
  );
  if (fields.length > 0)
    throw invalidFields(
      fields,
      fields.map(({ message }) => message),
    );
}

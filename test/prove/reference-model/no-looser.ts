import type { Delegation, Facts } from "../../../src/api/delegation/types.js";
import { lists } from "./delegation.js";

const subset = <T>(a: Iterable<T>, b: Iterable<T>) => [...a].every((one) => new Set(b).has(one));
const atMost = (a: number | null, b: number | null) => b === null || (a !== null && a <= b);
const narrower = (a: readonly string[] | null, b: readonly string[] | null) =>
  b === null || (a !== null && subset(a, b));
const listed = (facts: Facts, d: Delegation) => [...facts.roles.keys()].filter((id) => lists(d, facts, id));

/** Each limit of section 2, compared: `own` refuses nothing that `d` allows. What can't be compared is looser. */
export const noLooser = (facts: Facts, own: Delegation, d: Delegation) =>
  (own.elementType === null || own.elementType === d.elementType) &&
  (own.configuration === null || own.configuration === d.configuration) &&
  subset(d.verbs, own.verbs) &&
  subset(listed(facts, d), listed(facts, own)) &&
  (own.mode === "bind" || d.mode === "hold") &&
  (own.passingOn || !d.passingOn) &&
  narrower(d.targets.groups, own.targets.groups) &&
  narrower(d.targets.domains, own.targets.domains) &&
  (own.targets.attributes === null ||
    JSON.stringify(own.targets.attributes) === JSON.stringify(d.targets.attributes)) &&
  (!own.time.mustEnd || d.time.mustEnd || d.time.longest !== null) &&
  atMost(d.time.longest, own.time.longest) &&
  (["openInvitations", "bulk", "grantsPerHour", "seats"] as const).every((count) =>
    atMost(d.counts[count], own.counts[count]),
  ) &&
  [...own.counts.holders].every(([role, most]) => atMost(d.counts.holders.get(role) ?? null, most)) &&
  everyDomain(own, d).every((domain) => openness(d.domains, domain) <= openness(own.domains, domain)) &&
  own.approval.every((asked) =>
    d.approval.some(
      (one) =>
        subset(asked.roles, one.roles) && one.count >= asked.count && subset(one.reviewers, asked.reviewers),
    ),
  ) &&
  (d.justification || !own.justification) &&
  subset(d.attributes, own.attributes);

const everyDomain = (...both: Delegation[]) => [
  "any.other",
  ...both.flatMap(({ domains: { allow, ask, refuse } }) => [...(allow ?? []), ...ask, ...refuse]),
];

/** 2: may be invited, 1: with approval, 0: not. What refuses comes before what asks, and that before what allows. */
export function openness({ allow, ask, refuse }: Delegation["domains"], domain: string) {
  if (refuse.includes(domain)) return 0;
  if (ask.includes(domain)) return 1;
  return allow === null || allow.includes(domain) ? 2 : 0;
}

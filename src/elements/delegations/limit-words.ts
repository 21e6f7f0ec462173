import type { DelegationLimits } from "../../api/delegations/contract.js";
import type { DialogMessages } from "./dialog-messages.js";
import { nameOf, type Shown } from "./names.js";

export type Group = keyof DialogMessages["groups"];
type Match = NonNullable<DelegationLimits["targets"]["attributes"]>[number];
type Sentences = (limits: DelegationLimits, words: DialogMessages, shown: Shown) => string[];

const maybe = (condition: unknown, words: () => string): string[] => (condition ? [words()] : []);

function matches(all: readonly Match[], { limits, format }: DialogMessages): string {
  return format.list(all.map(({ attribute, in: values }) => limits.match(attribute, values.map(String))));
}

/** Each limit in plain sentences, group by group. */
const sentences: Record<Group, Sentences> = {
  element: ({ element_type: type }, { limits, elements }) => [
    type === null ? limits.anyElement : limits.oneElement(elements[type] ?? type),
  ],
  verbs: ({ verbs }, { limits, verbs: words }) => [limits.verbs(verbs.map((verb) => words[verb]))],
  roles: ({ roles, mode, passing_on }, words, shown) => [
    words.limits.roles(roles.ids.map((id) => nameOf(shown, id))),
    ...maybe(roles.where, () => words.limits.where(matches(roles.where ?? [], words))),
    words.limits[mode],
    passing_on ? words.limits.passingOn : words.limits.noPassingOn,
  ],
  places: ({ places: { tenant, types, instances, own } }, { limits }) => {
    const said = [
      ...maybe(tenant, () => limits.tenant),
      ...maybe(types.length > 0, () => limits.types(types)),
      ...maybe(instances.length > 0, () => limits.instances(instances)),
      ...maybe(own, () => limits.own),
    ];
    return said.length > 0 ? said : [limits.nowhere];
  },
  targets: ({ targets: { attributes, groups, domains } }, words) => {
    const said = [
      ...maybe(attributes, () => words.limits.targets(matches(attributes ?? [], words))),
      ...maybe(groups, () => words.limits.groups(groups ?? [])),
      ...maybe(domains, () => words.limits.targetDomains(domains ?? [])),
    ];
    return said.length > 0 ? said : [words.limits.anybody];
  },
  time: ({ time: { must_end, longest_days } }, { limits }) => {
    const said = [
      ...maybe(must_end, () => limits.mustEnd),
      ...maybe(longest_days !== null, () => limits.longest(longest_days ?? 0)),
    ];
    return said.length > 0 ? said : [limits.openEnded];
  },
  counts: ({ counts }, { limits }, shown) => [
    ...maybe(counts.open_invitations !== null, () => limits.openInvitations(counts.open_invitations ?? 0)),
    ...maybe(counts.bulk !== null, () => limits.bulk(counts.bulk ?? 0)),
    ...maybe(counts.grants_per_hour !== null, () => limits.grantsPerHour(counts.grants_per_hour ?? 0)),
    ...maybe(counts.seats !== null, () => limits.seats(counts.seats ?? 0)),
    ...counts.holders.map(({ role, most }) => limits.holdersOf(nameOf(shown, role), most)),
  ],
  domains: ({ domains: { allow, ask, refuse } }, { limits }) => [
    ...maybe(allow, () => limits.allow(allow ?? [])),
    ...maybe(ask.length > 0, () => limits.ask(ask)),
    ...maybe(refuse.length > 0, () => limits.refuse(refuse)),
  ],
  approval: ({ approval }, { limits }, shown) => {
    const names = (ids: readonly string[]): string[] => ids.map((id) => nameOf(shown, id));
    return approval.map(({ roles, count, reviewers }) =>
      limits.approval(names(roles), count, names(reviewers)),
    );
  },
  justification: ({ justification }, { limits }) => maybe(justification, () => limits.justification),
  attributes: ({ attributes }, { limits }, shown) => {
    const label = (key: string): string => shown.attributes.find((each) => each.key === key)?.label ?? key;
    return maybe(attributes.length > 0, () => limits.attributes(attributes.map(label)));
  },
};

export const groups = Object.keys(sentences) as Group[];

export const sentencesOf = (
  group: Group,
  limits: DelegationLimits,
  words: DialogMessages,
  shown: Shown,
): string[] => sentences[group](limits, words, shown);

/** The groups in which two differ, each with what was and what is. */
export function differences(
  before: DelegationLimits,
  after: DelegationLimits,
  words: DialogMessages,
  shown: Shown,
): { group: Group; taken: string[]; added: string[] }[] {
  return groups
    .map((group) => {
      const [then, now] = [before, after].map((limits) => sentencesOf(group, limits, words, shown)) as [
        string[],
        string[],
      ];
      return {
        group,
        taken: then.filter((said) => !now.includes(said)),
        added: now.filter((said) => !then.includes(said)),
      };
    })
    .filter(({ taken, added }) => taken.length + added.length > 0);
}

import type { Definition, ImportedPerson, Permit } from "../../../src/api/index.js";
import type { Chance } from "../../support/random-input.js";
import { definition } from "../../support/acme.js";

/**
 * Two tenants in which everything happens, and one that is frozen, as a witness. Whatever lies in one of them bears its
 * mark: its name stands in every name, address and key, so that an answer shows by one word whose it is.
 */
export const live = ["alder", "birch"] as const;
export const witness = "quetzal";
export const marks: readonly string[] = [...live, witness];

const instancesOf = (tenant: string) => [
  `folder:${tenant}-plans`,
  `document:${tenant}-1`,
  `document:${tenant}-2`,
];

/** What does not vary from one sequence to the next: the app of the other tests, with a team lead, for these tenants. */
const app: Definition = {
  ...definition,
  roles: {
    ...definition.roles,
    lead: {
      name: "Team lead",
      permissions: ["document:share"],
      extends: ["viewer"],
      attributes: { tier: "team" },
    },
    // On no level, and held by nobody.
    founder: { name: "Founder", permissions: ["document:delete"], extends: ["owner"] },
  },
  tenants: Object.fromEntries(
    marks.map((key) => [key, { name: `The ${key} company`, guardrails: { least: { owner: 1 } } }]),
  ),
  instances: marks.flatMap((tenant) => instancesOf(tenant).map((instance) => ({ instance, tenant }))),
  tuples: marks.map((tenant) => ({
    tenant,
    subject: `folder:${tenant}-plans`,
    relation: "parent",
    object: `document:${tenant}-1`,
  })),
  delegations: [
    ...(definition.delegations ?? []),
    {
      role: "lead",
      verbs: [
        "user.view",
        "user.invite",
        "invitation.resend",
        "invitation.cancel",
        "role.grant",
        "role.revoke",
      ],
      roles: { keys: ["viewer", "editor"] },
      mode: "bind",
      targets: { attributes: { department: "Design" } },
      time: { must_end: true, longest_days: 60 },
    },
  ],
};

const peopleOf = (tenant: string): ImportedPerson[] =>
  (
    [
      ["olivia", "active", "owner"],
      ["oscar", "active", "owner"],
      ["maria", "active", "manager"],
      ["milo", "active", "manager", "billing"],
      ["lena", "active", "lead"],
      ["ana", "active", "editor"],
      ["dora", "active", { role: "owner", instance: `document:${tenant}-1` }],
      ["kim", "active", "viewer", { role: "keeper", instance: `folder:${tenant}-plans` }],
      ["victor", "active", "viewer"],
      ["mei", "active", "viewer", "support"],
      ["sam", "suspended", "editor"],
      ["rita", "suspended", "manager"],
    ] as const
  ).map(([key, status, ...roles], n) => ({
    key: `${key}-${tenant}`,
    name: `${key} of ${tenant}`,
    email: `${key}@${tenant}.example`,
    status,
    roles,
    attributes: { department: n % 2 ? "Design" : "Legal" },
  }));

/** Somebody who has a place in both tenants, and so bears no mark. */
const inBoth: ImportedPerson = { key: "noor", name: "Noor", email: "noor@both.example", roles: ["viewer"] };

/** Users of the app without a place anywhere: who is invited comes from among them. */
export const guests = Array.from({ length: 12 }, (_, n) => ({
  key: `guest-${n}`,
  name: `Guest ${n}`,
  email: `guest-${n}@new.example`,
}));

export const known: ReadonlyMap<string, { name?: string; email?: string }> = new Map(
  [...marks.flatMap(peopleOf), inBoth, ...guests].map((each) => [each.key, each]),
);

export async function settle(permit: Permit): Promise<void> {
  await permit.define(app);
  for (const tenant of marks) await permit.importPeople(tenant, peopleOf(tenant));
  for (const tenant of live) await permit.importPeople(tenant, [inBoth]);
}

type WrittenDelegation = NonNullable<Definition["delegations"]>[number];

const roleNames = ["owner", "manager", "lead", "billing", "editor", "viewer", "support", "founder"];
const onDocuments = ["document:owner", "document:writer", "document:reader"];
const verbs = [
  ...["user.view", "user.invite", "invitation.resend", "invitation.cancel", "role.grant", "role.revoke"],
  ...["role.extend", "user.edit-profile", "user.edit-attributes", "user.suspend", "user.reactivate"],
  ...["user.remove", "request.review", "audit.read", "audit.export"],
] as NonNullable<WrittenDelegation["verbs"]>;

/** Limits as a vendor might write them for one of the live tenants, or for both. */
export function someDelegation(
  chance: Chance,
  role = chance.of(roleNames.slice(0, -1)),
  tenant = chance.of(live),
): WrittenDelegation {
  const some = <T>(from: readonly T[], probability: number) => from.filter(() => chance.happens(probability));
  return {
    role,
    tenant,
    verbs: chance.happens(0.5) ? verbs : ["user.view", ...some(verbs.slice(1), 0.6)],
    roles: {
      keys: [...some(roleNames, chance.of([0.2, 0.5])), ...some(onDocuments, 0.5)],
      where: chance.happens(0.2) ? { tier: "team" } : null,
    },
    mode: chance.of(["hold", "bind"]),
    passing_on: chance.happens(0.5),
    places: {
      tenant: chance.happens(0.85),
      types: some(["document", "folder"], 0.4),
      instances: some([`document:${tenant}-2`], 0.3),
      own: chance.happens(0.3),
    },
    ...(chance.happens(0.2) && { time: { must_end: true, longest_days: chance.of([1, 30]) } }),
    ...(chance.happens(0.2) && { targets: { attributes: { department: "Design" } } }),
    ...(chance.happens(0.2) && { justification: true }),
    ...(chance.happens(0.2) && { counts: { bulk: 1, open_invitations: 2, grants_per_hour: 20 } }),
    attributes: some(["department", "badge"], 0.5),
  };
}

/** Guardrails that the tenant of every sequence begins within, most of the time tightly. */
export function someGuardrails(
  chance: Chance,
): NonNullable<NonNullable<Definition["tenants"]>[string]["guardrails"]> {
  return {
    seats: chance.happens(0.6) ? 14 + chance.below(4) : null,
    least: chance.happens(0.8) ? { owner: 1, ...(chance.happens(0.3) && { manager: 1 }) } : {},
    most: chance.happens(0.5) ? { owner: 3, lead: 2 } : {},
    exclusive: chance.happens(0.4) ? [["billing", "support"]] : [],
    ceiling: null,
  };
}

import type { DelegationLimits } from "../../../src/api/delegations/contract.js";
import type { Scene } from "./scene.js";
import { someDelegation } from "./tenants.js";

/** Limits as an operator would send them: those of the definitions, with ids for names, and seldom passing on. */
export function someLimits({ chance, roles, tenant, operator }: Scene): Partial<DelegationLimits> {
  const {
    verbs,
    mode,
    roles: given,
    places,
    time,
    targets,
    counts,
    justification,
    attributes,
  } = someDelegation(chance);
  const isOwn = operator?.tenant === tenant.id;
  return {
    verbs: [...(verbs ?? [])],
    mode: mode ?? "hold",
    passing_on: chance.happens(0.3),
    roles: {
      ids: (given?.keys ?? []).flatMap((key) => roles.get(key) ?? []),
      where: given?.where ? [{ attribute: "tier", in: ["team"] }] : null,
    },
    places: {
      tenant: places?.tenant ?? true,
      types: [...(places?.types ?? [])],
      instances: isOwn && chance.happens(0.3) ? [`document:${tenant.key}-2`] : [],
      own: places?.own ?? false,
    },
    targets: {
      attributes: targets?.attributes ? [{ attribute: "department", in: ["Design"] }] : null,
      groups: null,
      domains: null,
    },
    ...(time && { time: { must_end: true, longest_days: time.longest_days ?? null } }),
    ...(counts && {
      counts: { open_invitations: 2, bulk: 1, grants_per_hour: 20, seats: null, holders: [] },
    }),
    justification: justification ?? false,
    attributes: [...(attributes ?? [])],
  };
}

import { verbs, type Delegation, type Verb } from "./types.js";

/** The short form: an element's roles on levels, compiled to delegations of that element's configuration. */

export type Level = "LEVEL_1" | "LEVEL_2" | "LEVEL_3" | "LEVEL_4" | "HIDDEN";

export interface Levels {
  configuration: string;
  elementType: string;
  roles: readonly { role: string; resource: string | null; level: Level }[];
  /** Attributes that delegates may edit where nothing narrower is written. */
  attributes: readonly string[];
}

const everyVerb: readonly Verb[] = verbs.filter((verb) => verb !== "delegation.edit");
const listing: Record<Level, { verbs: readonly Verb[]; levels: readonly Level[] } | null> = {
  LEVEL_1: { verbs: everyVerb, levels: ["LEVEL_1", "LEVEL_2", "LEVEL_3", "LEVEL_4"] },
  LEVEL_2: { verbs: everyVerb, levels: ["LEVEL_2", "LEVEL_3", "LEVEL_4"] },
  LEVEL_3: { verbs: ["user.view"], levels: [] },
  LEVEL_4: null,
  HIDDEN: null,
};

/** Written delegations of a role replace the compiled ones. */
export function compileLevels(
  { configuration, elementType, roles, attributes }: Levels,
  written: ReadonlySet<string>,
): Delegation[] {
  return roles.flatMap(({ role, level }): Delegation[] => {
    const lists = listing[level];
    if (lists === null || written.has(role)) return [];
    const listed = roles.filter((each) => lists.levels.includes(each.level));
    return [
      {
        id: `levels:${configuration}:${role}`,
        role,
        elementType,
        configuration,
        source: "levels",
        verbs: new Set(lists.verbs),
        roles: { ids: new Set(listed.map((each) => each.role)), where: null },
        mode: "bind",
        passingOn: true,
        targets: { attributes: null, groups: null, domains: null },
        places: {
          tenant: true,
          types: [...new Set(listed.flatMap(({ resource }) => resource ?? []))],
          instances: [],
          own: false,
        },
        time: { mustEnd: false, longest: null },
        counts: { openInvitations: null, bulk: null, grantsPerHour: null, seats: null, holders: new Map() },
        domains: { allow: null, ask: [], refuse: [] },
        approval: [],
        justification: false,
        attributes: new Set(lists.verbs.includes("user.edit-attributes") ? attributes : []),
      },
    ];
  });
}

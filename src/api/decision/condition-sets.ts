import { compileConditions, type Holds } from "./conditions/compile.js";
import type { ConditionSet, Permission, Rule, Schema } from "./types.js";

export interface CompiledSet {
  readonly id: string;
  readonly key: string;
  readonly type: ConditionSet["type"];
  readonly resource: string | null;
  /** Its own conditions and those of all above it. */
  readonly holds: Holds;
}

/** A rule whose sets are there and fit together. */
export interface CompiledRule {
  readonly users: { set: CompiledSet } | { role: string };
  readonly resources: { set: CompiledSet } | { resource: string };
}

export interface CompiledRules {
  readonly sets: readonly CompiledSet[];
  readonly byPermission: ReadonlyMap<Permission, readonly CompiledRule[]>;
}

export function compileRules({
  conditionSets,
  rules,
}: Pick<Schema, "conditionSets" | "rules">): CompiledRules {
  const byId = new Map(conditionSets.map((set) => [set.id, set]));
  const own = new Map(conditionSets.map((set) => [set.id, compileConditions(set.conditions).holds]));
  const sets = new Map(
    [...byId.values()].map((set): [string, CompiledSet] => {
      const line = withParents(byId, set)?.map(({ id }) => own.get(id));
      const holds: Holds = (subject) => line?.every((each) => each?.(subject)) === true;
      return [set.id, { ...set, holds }];
    }),
  );
  const byPermission = new Map<Permission, CompiledRule[]>();
  for (const rule of rules) {
    const compiled = compileRule(sets, rule);
    const others = byPermission.get(rule.permission);
    if (compiled && others) others.push(compiled);
    else if (compiled) byPermission.set(rule.permission, [compiled]);
  }
  return { sets: [...sets.values()], byPermission };
}

/** The set and all above it; `undefined` when one of them is missing, of another kind, or above itself. */
function withParents(sets: ReadonlyMap<string, ConditionSet>, set: ConditionSet): ConditionSet[] | undefined {
  const line = new Set([set]);
  for (let last = set; last.parent !== null;) {
    const parent = sets.get(last.parent);
    if (!parent || line.has(parent) || parent.type !== set.type || parent.resource !== set.resource)
      return undefined;
    line.add(parent);
    last = parent;
  }
  return [...line];
}

function compileRule(sets: ReadonlyMap<string, CompiledSet>, rule: Rule): CompiledRule | undefined {
  const type = rule.permission.slice(0, rule.permission.indexOf(":"));
  const users = "role" in rule.users ? rule.users : ofType(sets, rule.users.set, "userset");
  const resources =
    "resource" in rule.resources ? rule.resources : ofType(sets, rule.resources.set, "resourceset");
  if (!users || !resources) return undefined;
  const about = "resource" in resources ? resources.resource : resources.set.resource;
  return about === type ? { users, resources } : undefined;
}

function ofType(sets: ReadonlyMap<string, CompiledSet>, id: string, type: ConditionSet["type"]) {
  const set = sets.get(id);
  return set?.type === type ? { set } : undefined;
}

import type { InstanceRecord, PlaceRecord } from "./facts.js";
import type { Goal } from "./goals.js";
import type { CompiledRole } from "./roles.js";
import type { Instant } from "./types.js";

/** A role that somebody holds directly on an instance, from which another follows. */
export interface Source {
  instance: InstanceRecord;
  role: CompiledRole;
}

/** Whether one of the goal's roles is held on the instance, directly or by derivation. */
export function reaches(place: PlaceRecord, instance: InstanceRecord, goal: Goal, now: Instant): boolean {
  for (const _source of sources(place, instance, goal, now)) return true;
  return false;
}

/** The direct roles that reach the goal, each once for every way of asking; backwards from the instance. */
export function* sources(
  place: PlaceRecord,
  start: InstanceRecord,
  goal: Goal,
  now: Instant,
): Generator<Source> {
  if (place.onInstances.size === 0 || start.tenant !== place.tenant) return;
  const open = [{ instance: start, goal }];
  const seen = new Set([keyOf(start, goal)]);
  for (let next = open.pop(); next; next = open.pop()) {
    const { instance } = next;
    const direct = place.onInstances.get(instance)?.at(now).roles ?? [];
    for (const role of direct) if (next.goal.roles.has(role)) yield { instance, role };
    for (const { relation, subject: type, unlessDirect, goal: further } of next.goal.steps) {
      if (unlessDirect && direct.length > 0) continue;
      for (const subject of instance.subjects.get(relation) ?? []) {
        const key = keyOf(subject, further);
        if (subject.type !== type || subject.tenant !== start.tenant || seen.has(key)) continue;
        seen.add(key);
        open.push({ instance: subject, goal: further });
      }
    }
  }
}

/** Goals are far fewer than that. */
const keyOf = (instance: InstanceRecord, goal: Goal) => instance.number * 2 ** 20 + goal.number;

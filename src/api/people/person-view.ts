import { hasMixedScripts } from "../mixed-scripts.js";
import { seesTenant, type Context } from "../request-context.js";
import { unended } from "../delegation/holdings.js";
import type { PersonRecord } from "../store/read-facts.js";
import type { Session } from "../wire.js";
import { refusedOn } from "./abilities.js";
import type { HeldRole, Person } from "./contract.js";

/**
 * A person as this actor may see them: roles that the element does not show are counted, never named. Whoever may
 * look at single instances only sees who somebody is, and nothing of their place in the tenant.
 */
export function viewPerson(
  context: Context,
  person: PersonRecord,
  refused: Session["refused"],
  instance: string | null = context.claims.instance,
): Person {
  const { facts, visible, configuration, actor, rules } = context;
  const isWhole = seesTenant(context);
  const held = isWhole ? unended(person, facts.now) : [];
  const shown = held.filter(({ role }) => visible.has(role));
  const onInstances = new Map<string, number>();
  for (const { role, place } of shown) {
    const resource = place === null ? null : rules.roles.get(role)?.resource;
    if (resource) onInstances.set(resource, (onInstances.get(resource) ?? 0) + 1);
  }
  return {
    user: person.user,
    key: person.key,
    name: person.name,
    email: person.email,
    mixed_script: person.email !== null && hasMixedScripts(person.email),
    status: person.status === "suspended" ? "suspended" : "active",
    you: person.user === actor.user,
    roles: shown.filter(({ place }) => place === null).map((assignment) => viewHeld(assignment, facts.now)),
    masked_roles: held.length - shown.length,
    instance_roles: [...onInstances].map(([resource, count]) => ({ resource, count })),
    attributes: Object.fromEntries(
      isWhole ? configuration.columns.map((key) => [key, person.attributes[key] ?? null]) : [],
    ),
    changed_at: new Date(person.changedAt).toISOString(),
    version: person.version,
    refused: refusedOn(context, person, refused, instance),
  };
}

export function viewHeld(
  { role, begins, ends }: { role: string; begins: number; ends: number | null },
  now: number,
): HeldRole {
  return {
    role,
    begins_at: begins > now ? new Date(begins).toISOString() : null,
    ends_at: ends === null ? null : new Date(ends).toISOString(),
  };
}

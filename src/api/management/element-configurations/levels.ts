import { sql } from "kysely";
import { z } from "zod";
import type { Level } from "../../delegation/levels.js";
import type { Trx } from "../../store/store.js";
import { invalidAt } from "../fault.js";
import type { Call } from "../operation.js";
import { asId } from "../scope.js";

/** The vendor's levels that a role can be put on; `UNCONFIGURED` is what somebody has who is on none. */
export const levels = [
  "LEVEL_1",
  "LEVEL_2",
  "LEVEL_3",
  "LEVEL_4",
  "HIDDEN",
] as const satisfies readonly Level[];

export const RolesToLevels = z.partialRecord(z.enum(levels), z.array(z.string().min(1).max(400)).max(1000));
type RolesToLevels = z.output<typeof RolesToLevels>;

/**
 * Puts roles on the levels of one configuration, in place of those that were there. A role is named by id or key, one
 * of a resource as `resource:role` or, where the configuration is about that resource, by its key alone.
 */
export async function putOnLevels(
  { trx, environment }: Pick<Call, "trx" | "environment">,
  configuration: string,
  given: RolesToLevels,
  resource: string | null,
): Promise<void> {
  const placed = new Map<string, Level>();
  for (const level of levels) {
    for (const [at, name] of (given[level] ?? []).entries()) {
      const loc = ["body", "roles_to_levels", level, at];
      const role = await roleNamed(trx, environment, name, resource);
      if (role === null) throw invalidAt(loc, "there is no such role");
      if ((placed.get(role) ?? level) !== level) throw invalidAt(loc, "a role is on one level only");
      placed.set(role, level);
    }
  }
  await sql`delete from role_level where environment_id = ${environment} and configuration_id = ${configuration}`.execute(
    trx,
  );
  for (const [role, level] of placed)
    await sql`insert into role_level (environment_id, configuration_id, role_id, level)
      values (${environment}, ${configuration}, ${role}, ${level})`.execute(trx);
}

/** `resource`: the one whose roles may be named by their keys alone. */
export async function roleNamed(
  trx: Trx,
  environment: string,
  name: string,
  resource: string | null,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select r.id
    from role r left join resource s on (s.environment_id, s.id) = (r.environment_id, r.resource_id)
    where r.environment_id = ${environment} and (r.id = ${asId(name)}::uuid or s.key || ':' || r.key = ${name}
      or (r.key = ${name} and (s.id is null or s.key = ${resource} or s.id = ${resource && asId(resource)}::uuid)))
    order by (s.key = ${resource} or s.id = ${resource && asId(resource)}::uuid) desc nulls last limit 1`.execute(
    trx,
  );
  return rows[0]?.id ?? null;
}

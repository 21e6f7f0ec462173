import { sql } from "kysely";
import { inWords, isWithin } from "../delegation/leaks.js";
import { applyRules } from "../store/delegations.js";
import { isUnmeant, keepLeaks, readMarks, readViews, stored, type RulesView } from "../store/leaks.js";
import type { Trx } from "../store/store.js";

/** A path of roles, or an attribute, that a definition says is meant. */
export interface MeantPath {
  tenant: string | null;
  role: string;
  via: string;
  gives: string;
  why: string;
}
export interface MeantAttribute {
  attribute: string;
  why: string;
}

/**
 * After rules have changed: what is meant is marked, and a delegation of the definition that leaks anew refuses the
 * whole of it. What leaks by anything else is suspended until an operator has looked at it.
 */
export async function judgeLeaks(
  trx: Trx,
  before: readonly RulesView[],
  {
    saved,
    paths,
    attributes,
  }: {
    /** Roles whose delegations the definition writes. */
    saved: ReadonlySet<string>;
    paths: readonly MeantPath[];
    attributes: readonly MeantAttribute[];
  },
): Promise<void> {
  const after = await readViews(trx, null);
  for (const { attribute, why } of attributes)
    await mark(trx, null, { role: null, via: null, gives: null, places: [], attribute, why });
  for (const { tenant, why, ...path } of paths) {
    const found = after
      .filter((view) => tenant === null || view.tenant?.id === tenant)
      .flatMap(({ leaks }) => leaks)
      .filter((leak) => leak.role === path.role && leak.via === path.via && leak.gives === path.gives);
    const places = [...new Set(found.flatMap((leak) => leak.places))];
    // A path along which nothing leaks any more stays unmarked: it may leak for another reason one day.
    if (found.length > 0) await mark(trx, tenant, { ...stored({ ...path, places }), attribute: null, why });
  }
  for (const { tenant, rules, leaks } of after) {
    const marks = await readMarks(trx, tenant?.id ?? null);
    const old = before.find((view) => view.tenant?.id === tenant?.id)?.leaks ?? [];
    const refused = leaks
      .filter(isUnmeant(marks))
      .filter(({ role, via }) => saved.has(role) || saved.has(via))
      .find((leak) => !old.some((each) => isWithin(leak, each)));
    if (refused)
      throw new Error(
        `${inWords(rules, refused)} If that is meant, say so in the definition: meant: { leaks: [{ role, via, gives, why }] }`,
      );
  }
  await keepLeaks(trx, after);
}

/** Once, so that a definition that is repeated writes nothing. */
async function mark(
  trx: Trx,
  tenant: string | null,
  what: {
    role: string | null;
    via: string | null;
    gives: string | null;
    places: readonly (string | null)[];
    attribute: string | null;
    why: string;
  },
): Promise<void> {
  const { rows } = await sql<{
    is_there: boolean;
    now: Date;
  }>`select clock_timestamp() as now, exists (select from meant
    where environment_id = current_environment() and tenant_id is not distinct from ${tenant}::uuid
      and role_id is not distinct from ${what.role}::uuid and via_id is not distinct from ${what.via}::uuid
      and gives_id is not distinct from ${what.gives}::uuid and attribute is not distinct from ${what.attribute}::text
      and places @> ${JSON.stringify(what.places)}::jsonb) as is_there`.execute(trx);
  const [found] = rows;
  if (!found || found.is_there) return;
  const entry = {
    body: {
      ...{ action: "delegation.mark-meant", outcome: "done", actor_kind: "operator", actor: null },
      ...(what.role !== null && { role: what.role }),
      after: {
        ...(what.attribute !== null && { attribute: what.attribute }),
        roles: [what.role, what.via, what.gives].flatMap((role) => (role === null ? [] : [{ role }])),
      },
    },
    people: { actor: "the app", justification: what.why },
  };
  await sql`select set_config('permit.tenant', ${tenant ?? ""}, true)`.execute(trx);
  await applyRules(trx, [{ change: "mark", ...what, by: "the app" }], [entry], found.now.getTime());
  await sql`select set_config('permit.tenant', '', true)`.execute(trx);
}

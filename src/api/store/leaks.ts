import { sql } from "kysely";
import { isWithin, leaks, type Leak } from "../delegation/leaks.js";
import type { Place } from "../delegation/types.js";
import { readEnvironmentRules, type EnvironmentRules } from "./read-facts.js";
import type { Trx } from "./store.js";

/** Leaks are found whenever rules change, and kept: a request only looks whether passing on is suspended. */

/** The rules as one tenant has them, or as all have that have none of their own, with every leak in them. */
export interface RulesView {
  tenant: { id: string; name: string } | null;
  rules: EnvironmentRules;
  leaks: readonly Leak[];
}

/** That somebody has said that a leak is meant, or that an attribute may be edited. */
export interface Mark {
  id: string;
  /** `null`: in every tenant. */
  tenant: string | null;
  leak: Leak | null;
  attribute: string | null;
  why: string;
  at: number;
  by: string;
}

/** Runs work as the server does within one tenant, or none, inside a transaction of the owner's. */
export async function within<T>(trx: Trx, tenant: string | null, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ tenant: string; role: string }>`
    select current_setting('permit.tenant') as tenant, current_setting('role') as role`.execute(trx);
  await enter(trx, tenant ?? "", "permit_server");
  const result = await work();
  await enter(trx, rows[0]?.tenant ?? "", rows[0]?.role ?? "none");
  return result;
}

const enter = (trx: Trx, tenant: string, role: string) =>
  sql`select set_config('permit.tenant', ${tenant}, true), set_config('role', ${role}, true)`.execute(trx);

/** All views that a change of a tenant's rules touches; one of the environment's touches them all. */
export async function readViews(trx: Trx, tenant: RulesView["tenant"]): Promise<RulesView[]> {
  const views: RulesView[] = [];
  for (const each of tenant ? [tenant] : [null, ...(await tenantsWithRules(trx))]) {
    const rules = await within(trx, each?.id ?? null, () => readEnvironmentRules(trx));
    views.push({ tenant: each, rules, leaks: leaks(rules) });
  }
  return views;
}

async function tenantsWithRules(trx: Trx) {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from tenants_with_rules()`.execute(
    trx,
  );
  return rows;
}

/** What is marked as meant in a tenant, or in all. */
export async function readMarks(trx: Trx, tenant: string | null): Promise<Mark[]> {
  const rows = await within(trx, tenant, () =>
    trx.selectFrom("meant").selectAll().orderBy("marked_at").execute(),
  );
  return rows.map(
    ({ id, tenant_id, role_id, via_id, gives_id, places, attribute, why, marked_at, marked_by }) => ({
      id,
      tenant: tenant_id,
      leak:
        role_id && via_id && gives_id
          ? { role: role_id, via: via_id, gives: gives_id, places: places.map(fromStored) }
          : null,
      attribute,
      why,
      at: marked_at.getTime(),
      by: marked_by,
    }),
  );
}

/** The mark that says a leak is meant, in that view. */
export const markOf = (marks: readonly Mark[], leak: Leak): Mark | undefined =>
  marks.find((mark) => mark.leak !== null && isWithin(leak, mark.leak));

export const isUnmeant = (marks: readonly Mark[]) => (leak: Leak) => markOf(marks, leak) === undefined;

/** Suspends passing on along every leak that nobody has marked as meant. */
export async function keepLeaks(trx: Trx, views: readonly RulesView[]): Promise<void> {
  const kept = [];
  for (const { tenant, leaks: found } of views) {
    const marks = await readMarks(trx, tenant?.id ?? null);
    kept.push({ tenant: tenant?.id ?? null, leaks: found.filter(isUnmeant(marks)).map(stored) });
  }
  await sql`select keep_leaks(${JSON.stringify(kept)}::jsonb)`.execute(trx);
}

export const stored = ({ places, ...leak }: Leak) => ({ ...leak, places: places.map(toStored) });

/** No text of the database holds a zero byte, and no instance an empty key. */
const toStored = (place: Place) => place?.replace(/:\0$/, ":") ?? null;
const fromStored = (place: Place) => place?.replace(/:$/, ":\0") ?? null;

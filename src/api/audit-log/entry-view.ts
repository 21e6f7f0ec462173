import type { Context } from "../request-context.js";
import type { AuditRow } from "../store/audit.js";
import { looksMixed } from "../mixed-scripts.js";
import type { AuditEntry } from "./contract.js";

const unseen = { id: null, name: "A role you can't see" };

/** An entry as this reader may see it: roles that the element does not show stay unnamed, wherever they stand. */
export function viewEntry(
  { rules, visible }: Context,
  { chain, seq, at, body, people }: AuditRow,
): AuditEntry {
  const named = (id: string) =>
    visible.has(id) ? { id, name: rules.roles.get(id)?.name ?? "A role that is gone" } : unseen;
  const isMasked = body.role !== undefined && !visible.has(body.role);
  return {
    id: `${chain}:${seq}`,
    at: new Date(at).toISOString(),
    action: body.action,
    outcome: body.outcome,
    actor: { kind: body.actor_kind, id: body.actor, name: people?.actor ?? "" },
    target:
      body.target === undefined && !people?.target
        ? null
        : {
            id: body.target ?? null,
            name: people?.target ?? "",
            mixed_script: looksMixed(people?.target ?? ""),
          },
    role: body.role === undefined ? null : named(body.role),
    instance: isMasked ? null : (body.place ?? null),
    before: withNames(people?.before ?? body.before ?? null, named),
    after: withNames(people?.after ?? body.after ?? null, named),
    allowed_by: (body.by ?? []).map((delegation) => byWords(rules, visible, delegation)),
    refused_because: (body.reasons ?? []).map((code, n) => ({ code, message: people?.reasons?.[n] ?? code })),
    justification: people?.justification ?? null,
    request_id: body.request ?? null,
  };
}

/** Lists of roles inside what was before and after: `{ roles: [{ role, … }] }`. */
function withNames(value: unknown, named: (id: string) => { name: string }): unknown {
  if (typeof value !== "object" || value === null || !("roles" in value) || !Array.isArray(value.roles))
    return value;
  const roles = (value.roles as { role: string; ends?: string | null }[]).map(({ role, ends }) => ({
    role: named(role).name,
    ...(ends && { ends }),
  }));
  // Limits of a delegation name roles that not every reader may know.
  const { limits: _, ...rest } = { limits: null, ...value };
  return { ...rest, roles };
}

/** Whose delegation it was: "Manager (levels)", "Team lead (written limits)". */
function byWords(rules: Context["rules"], visible: ReadonlySet<string>, id: string): string {
  const delegation = rules.delegations.find((each) => each.id === id);
  if (!delegation) return "Limits that are gone";
  const role = visible.has(delegation.role) ? rules.roles.get(delegation.role)?.name : undefined;
  return `${role ?? "A role you can't see"} (${delegation.source === "levels" ? "levels" : "written limits"})`;
}

import type { Role } from "../../api/wire.js";
import type { RoleGrant } from "../../api/people/contract.js";
import type { InviteAnswer } from "../../api/user-management/contract.js";
import { looksLikeAddress } from "../people/addresses.js";
import type { RoleOption } from "../people/role-plan.js";

/** One address to invite. A row is never changed, only replaced: an answer belongs to the row it was asked for. */
export interface InviteRow {
  readonly id: number;
  readonly email: string;
  readonly roles: readonly RoleGrant[];
}

export type AnswerRow = InviteAnswer["rows"][number];

/** What keeps a row from being judged at all. `twice` names the earlier row of the same address. */
export type Fault = { kind: "blank" | "address" | "roles" | "end" } | { kind: "twice"; of: number };

/** Faults by row id. */
export function faultsOf(rows: readonly InviteRow[], roles: readonly Role[]): Map<number, Fault> {
  const faults = new Map<number, Fault>();
  const places = new Map<string, number>();
  for (const [place, row] of rows.entries()) {
    const address = row.email.trim().normalize("NFKC").toLowerCase();
    const first = places.get(address);
    if (address === "") faults.set(row.id, { kind: "blank" });
    else if (!looksLikeAddress(address)) faults.set(row.id, { kind: "address" });
    else if (first !== undefined) faults.set(row.id, { kind: "twice", of: first + 1 });
    else if (row.roles.length === 0) faults.set(row.id, { kind: "roles" });
    else if (endRangeOf(row.roles, roles).required && !endOf(row.roles)) faults.set(row.id, { kind: "end" });
    if (first === undefined) places.set(address, place);
  }
  return faults;
}

/** What a first row gets: the last role that may be given and carries no rights over others, as the least of all. */
export function firstRoles(roles: readonly Role[]): RoleGrant[] {
  const least = roles.findLast((role) => role.resource === null && !role.administrative && !role.cannot_give);
  return least ? [grantOf(least)] : [];
}

export function inviteOptions(roles: readonly Role[], grants: readonly RoleGrant[]): RoleOption[] {
  const given = new Set(grants.map((grant) => grant.role));
  return roles
    .filter((role) => role.resource === null)
    .map((role) => ({
      role,
      state: given.has(role.id) ? "on" : "off",
      change: null,
      beginsAt: null,
      endsAt: null,
      endsDiffer: false,
      refusal: given.has(role.id) || role.cannot_give?.needs === "approval" ? null : role.cannot_give,
      approval: role.cannot_give?.needs === "approval" ? role.cannot_give : null,
      canBeAskedFor: false,
      end: null,
    }));
}

/** Switches a role over. All end together: when one must end, at the latest end that all of them allow. */
export function withRole(grants: readonly RoleGrant[], role: Role, roles: readonly Role[]): RoleGrant[] {
  if (grants.some((grant) => grant.role === role.id)) return grants.filter((grant) => grant.role !== role.id);
  const places = new Map(roles.map((other, place) => [other.id, place]));
  const added = [...grants, grantOf(role)].sort(
    (one, other) => (places.get(one.role) ?? 0) - (places.get(other.role) ?? 0),
  );
  if (endsDiffer(grants)) return added;
  const { max } = endRangeOf(added, roles);
  const end = endOf(grants) ?? (role.must_end ? role.latest_end : null);
  return withEndOfAll(added, end && earlier(end, max));
}

export function withEndOfAll(grants: readonly RoleGrant[], endsAt: string | null): RoleGrant[] {
  return grants.map((grant) => ({ ...grant, ends_at: endsAt }));
}

/** When all of them end, or null if none does or they differ. */
export function endOf(grants: readonly RoleGrant[]): string | null {
  return endsDiffer(grants) ? null : (grants[0]?.ends_at ?? null);
}

export function endsDiffer(grants: readonly RoleGrant[]): boolean {
  return new Set(grants.map((grant) => grant.ends_at ?? null)).size > 1;
}

/** The end that all of these roles allow. */
export function endRangeOf(
  grants: readonly RoleGrant[],
  roles: readonly Role[],
): { max: string | null; required: boolean } {
  const chosen = roles.filter((role) => grants.some((grant) => grant.role === role.id));
  const latest = chosen.flatMap((role) => role.latest_end ?? []);
  return {
    max: latest.length > 0 ? latest.reduce((one, other) => earlier(one, other)) : null,
    required: chosen.some((role) => role.must_end) && !endsDiffer(grants),
  };
}

export function sameGrants(one: readonly RoleGrant[], other: readonly RoleGrant[]): boolean {
  const written = (grants: readonly RoleGrant[]): string =>
    JSON.stringify(grants.map((grant) => [grant.role, grant.ends_at ?? null]).sort());
  return one === other || written(one) === written(other);
}

function grantOf(role: Role): RoleGrant {
  return { role: role.id, ends_at: role.must_end ? role.latest_end : null };
}

function earlier(one: string, other: string | null): string {
  return other !== null && new Date(other) < new Date(one) ? other : one;
}

import { html, nothing, type TemplateResult } from "lit";
import type { HeldRole } from "../../api/people/contract.js";
import type { Way } from "../../api/role-assignment/contract.js";
import type { Role } from "../../api/wire.js";
import type { AssignmentMessages } from "./messages.js";

type Roles = readonly Pick<Role, "id" | "name">[];

export function nameOfRole(id: string, roles: Roles): string {
  return roles.find((role) => role.id === id)?.name ?? "";
}

/** The names of the roles held, each once, in the order of the roles. */
export function rolesHeld(held: readonly { role: string }[], roles: Roles): string[] {
  const ids = new Set(held.map(({ role }) => role));
  return roles.filter(({ id }) => ids.has(id)).map(({ name }) => name);
}

/** "through Folder editor on Finance" */
export function wayWords({ how, via }: Way, { ways }: AssignmentMessages): string {
  return how === "direct" ? "" : ways[how](via ?? "");
}

/** From when and until when, or nothing. */
export function termOf(
  { begins_at, ends_at }: Pick<HeldRole, "begins_at" | "ends_at">,
  { common, format }: AssignmentMessages,
): TemplateResult | typeof nothing {
  if (!begins_at && !ends_at) return nothing;
  const words = [
    ...(begins_at ? [common.from(format.day(begins_at))] : []),
    ...(ends_at ? [common.until(format.day(ends_at))] : []),
  ].join(", ");
  return html`<span class="until" title=${format.moment(ends_at ?? begins_at ?? "")}>${words}</span>`;
}

/** The role that gives least. */
export const leastRole = (roles: readonly Role[]): Role | undefined =>
  [...roles].sort((one, other) => one.permissions.length - other.permissions.length)[0];

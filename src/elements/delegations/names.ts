import type { DelegationsView, LeakPath } from "../../api/delegations/contract.js";

export type Shown = DelegationsView;
export type ShownRole = DelegationsView["roles"][number];
export type ShownRow = DelegationsView["rows"][number];

export const roleOf = ({ roles }: Pick<Shown, "roles">, id: string): ShownRole | undefined =>
  roles.find((role) => role.id === id);

export const nameOf = (shown: Pick<Shown, "roles">, id: string): string => roleOf(shown, id)?.name ?? "";

export const rowOf = ({ rows }: Pick<Shown, "rows">, role: string): ShownRow | undefined =>
  rows.find((row) => row.role === role);

/** Roles in the whole tenant first, then those on instances, type by type. */
export function columnsOf({ roles }: Pick<Shown, "roles">): ShownRole[] {
  const types = [...new Set(roles.map(({ resource }) => resource))];
  const order = [null, ...types.filter((type) => type !== null)];
  return [...roles].sort((a, b) => order.indexOf(a.resource) - order.indexOf(b.resource));
}

/** Whether there is anything to tell of a row: levels that only let look on give nothing. */
export const saysSomething = ({ delegations, cells }: ShownRow): boolean =>
  delegations.some(({ source }) => source === "written") || cells.some(({ may }) => may);

export const pathKey = ({ role, via, gives }: LeakPath): string => `${role} ${via} ${gives}`;

/** The path as it goes back over the wire. */
export const pathOf = ({ role, via, gives }: LeakPath): LeakPath => ({ role, via, gives });

import type { AuditEntry } from "./contract.js";

/** The log as CSV (RFC 4180). What a spreadsheet would take for a formula is made text by an apostrophe before it. */

const columns: Readonly<Record<string, (entry: AuditEntry) => string>> = {
  time: ({ at }) => at,
  action: ({ action }) => action,
  outcome: ({ outcome }) => outcome,
  actor: ({ actor }) => actor.name || actor.kind,
  actor_kind: ({ actor }) => actor.kind,
  actor_id: ({ actor }) => actor.id ?? "",
  target: ({ target }) => target?.name ?? "",
  target_id: ({ target }) => target?.id ?? "",
  role: ({ role }) => role?.name ?? "",
  instance: ({ instance }) => instance ?? "",
  before: ({ before }) => (before === null ? "" : JSON.stringify(before)),
  after: ({ after }) => (after === null ? "" : JSON.stringify(after)),
  allowed_by: ({ allowed_by }) => allowed_by.join("; "),
  refused_because: ({ refused_because }) => refused_because.map(({ message }) => message).join("; "),
  justification: ({ justification }) => justification ?? "",
  request_id: ({ request_id }) => request_id ?? "",
  id: ({ id }) => id,
};

const line = (cells: readonly string[]) => `${cells.map(cellOf).join(",")}\r\n`;

function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvHead = line(Object.keys(columns));
export const csvRow = (entry: AuditEntry) => line(Object.values(columns).map((column) => column(entry)));

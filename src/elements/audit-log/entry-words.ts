import type { AuditEntry } from "../../api/audit-log/contract.js";
import type { AuditMessages } from "./messages.js";

/** What an action is called in a filter. */
export function actionLabel(action: string, { actions }: AuditMessages): string {
  return actions[action]?.label ?? action;
}

export function actorName({ actor }: AuditEntry, { entry }: AuditMessages): string {
  if (actor.name) return actor.name;
  return actor.id && actor.kind !== "operator" ? entry.erased : entry.kinds[actor.kind];
}

export function targetName({ target }: AuditEntry, { entry }: AuditMessages): string {
  return target ? target.name || entry.erased : entry.none;
}

export type SentencePart = { text: string } | { role: string } | { target: string };

/** What happened, as a sentence in parts: the names in it can be shown as more than text. */
export function sentenceOf(entry: AuditEntry, messages: AuditMessages): SentencePart[] {
  const words = messages.actions[entry.action];
  const sentence = words?.[entry.outcome === "done" ? "done" : "tried"] ?? entry.action;
  return sentence.split(/(\{(?:role|target)\})/).flatMap((part): SentencePart[] => {
    if (part === "{role}") return [{ role: entry.role?.name ?? messages.entry.aRole }];
    if (part === "{target}") return [{ target: targetName(entry, messages) }];
    return part ? [{ text: part }] : [];
  });
}

export function sentenceText(entry: AuditEntry, messages: AuditMessages): string {
  return sentenceOf(entry, messages)
    .map((part) => Object.values(part).join(""))
    .join("");
}

export interface Difference {
  label: string;
  before: string;
  after: string;
}

/** What was before and what after, key by key. */
export function differencesOf(entry: AuditEntry, messages: AuditMessages): Difference[] {
  const [before, after] = [recordOf(entry.before), recordOf(entry.after)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys
    .map((key) => ({
      label: labelOf(key, messages),
      before: valueWords(key, before[key], messages),
      after: valueWords(key, after[key], messages),
    }))
    .filter(({ before, after }) => before !== after);
}

/** The second line of a row: why it was refused, what it changed, or why it was done. */
export function summaryOf(entry: AuditEntry, messages: AuditMessages): string {
  if (entry.outcome === "refused") return entry.refused_because.map(({ message }) => message).join(" ");
  const { none, noEnd, changed, begun } = messages.entry;
  const changes = differencesOf(entry, messages)
    .filter(({ before, after }) => before !== none || after !== noEnd)
    .map(({ label, before, after }) =>
      before === none ? begun(label, after) : changed(label, before, after),
    );
  if (entry.justification) changes.push(`“${entry.justification}”`);
  if (entry.instance) changes.unshift(entry.instance);
  return changes.join(" · ");
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return {};
  return value as Record<string, unknown>;
}

function labelOf(key: string, { entry }: AuditMessages): string {
  return { ends: entry.ends, roles: entry.roles, expires: entry.expires }[key] ?? key;
}

function valueWords(key: string, value: unknown, { entry, format }: AuditMessages): string {
  if (key === "ends" && value === null) return entry.noEnd;
  if (value === undefined || value === null || value === "") return entry.none;
  if ((key === "ends" || key === "expires") && typeof value === "string") return format.day(value);
  if (key === "roles" && Array.isArray(value)) {
    const roles = (value as { role: string; ends?: string }[]).map(({ role, ends }) =>
      ends ? `${role} ${entry.until(format.day(ends))}` : role,
    );
    return roles.length > 0 ? format.list(roles) : entry.none;
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

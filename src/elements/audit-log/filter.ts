import type { AuditActivityQuery } from "../../api/audit-log/contract.js";

export const spans = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 };
export type Span = keyof typeof spans;
export type Outcome = "done" | "refused";

/** What narrows the log. Of people only the ids, so that an address with a filter in it names nobody. */
export interface Filter {
  actor: string | null;
  target: string | null;
  actions: readonly string[];
  outcome: Outcome | null;
  /** "The last day", as it was chosen; `from` is then reckoned from when it was. */
  last: Span | null;
  from: string | null;
  to: string | null;
}

export const everything: Filter = {
  actor: null,
  target: null,
  actions: [],
  outcome: null,
  last: null,
  from: null,
  to: null,
};

export function isNarrowed(filter: Filter): boolean {
  return JSON.stringify(filter) !== JSON.stringify(everything);
}

/** Without any time: null for all of it. */
export function lastly(last: Span | null, now = Date.now()): Pick<Filter, "last" | "from" | "to"> {
  return { last, from: last && new Date(now - spans[last]).toISOString(), to: null };
}

/** The filter as the server takes it. */
export function queryOf({ actor, target, actions, outcome, from, to }: Filter): AuditActivityQuery {
  return {
    ...(actor && { actor }),
    ...(target && { target }),
    ...(actions.length > 0 && { action: [...actions] }),
    ...(outcome && { outcome }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** As text in an address. */
export function toText(filter: Filter): string {
  const { actions, last, from, ...others } = filter;
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...others, last, from: last ? null : from }))
    if (value) text.set(name, value);
  for (const action of actions) text.append("action", action);
  return text.toString();
}

/** Out of an address, where anything may stand: what is none of ours is left out. */
export function fromText(text: string): Filter {
  const given = new URLSearchParams(text);
  const read = (name: string, form: RegExp): string | null => {
    const value = given.get(name) ?? "";
    return form.test(value) ? value : null;
  };
  const moment = (name: string): string | null => {
    const at = Date.parse(given.get(name) ?? "");
    return Number.isNaN(at) ? null : new Date(at).toISOString();
  };
  const last = read("last", /^(hour|day|week|month)$/) as Span | null;
  return {
    actor: read("actor", uuid),
    target: read("target", uuid),
    actions: given
      .getAll("action")
      .filter((action) => /^[a-z.-]{1,60}$/.test(action))
      .slice(0, 40),
    outcome: read("outcome", /^(done|refused)$/) as Outcome | null,
    ...(last ? lastly(last) : { last: null, from: moment("from"), to: moment("to") }),
  };
}

const uuid = /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/;

const parameter = "permit-audit";

export function readAddress(): Filter {
  return fromText(new URL(location.href).searchParams.get(parameter) ?? "");
}

/** Into the page's own address, in place: the way back still leads away from the page. */
export function writeAddress(filter: Filter): void {
  const url = new URL(location.href);
  const text = toText(filter);
  if (text) url.searchParams.set(parameter, text);
  else url.searchParams.delete(parameter);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

import type { Cell } from "../../api/delegations/contract.js";
import { refusalWords } from "../people/refusal.js";
import type { DelegationMessages } from "./messages.js";
import type { ShownRole } from "./names.js";

const mostLimits = 2;

/** The delegation that asks least, in a few words: what a cell says below its yes. */
export function limitsInShort({ by }: Cell, { matrix }: DelegationMessages): string {
  const [least] = [...by].sort((a, b) => a.limits.length - b.limits.length);
  if (!least) return "";
  const said = [...new Set(least.limits.map(({ words }) => words))];
  const shown = said.slice(0, said.length > mostLimits + 1 ? mostLimits : said.length);
  const rest = said.length - shown.length;
  return [...shown, ...(rest > 0 ? [matrix.more(rest)] : [])].join(", ");
}

/** Why not, in words. */
export const whyNot = (
  { why_not: reason }: Cell,
  words: DelegationMessages,
  roles: readonly ShownRole[],
): string => (reason ? refusalWords(reason, words, roles) : "");

import type { Cell } from "../../api/delegations/contract.js";
import { refusalWords } from "../people/refusal.js";
import type { DelegationMessages } from "./messages.js";
import type { ShownRole } from "./names.js";

type Limit = Cell["by"][number]["limits"][number];

const mostLimits = 2;
/** What is felt most stands first. */
const order: readonly Limit["limit"][] = [
  "end",
  "approval",
  "place",
  "justification",
  "domains",
  "targets",
  "counts",
  "hold",
];

/** The delegation that asks least, in a few words: what a cell says below its yes. */
export function limitsInShort({ by }: Cell, { matrix }: DelegationMessages): string {
  const [least] = [...by].sort((a, b) => a.limits.length - b.limits.length);
  if (!least) return "";
  const limits = [...least.limits].sort((a, b) => order.indexOf(a.limit) - order.indexOf(b.limit));
  const said = [...new Set(limits.map(({ words }) => words))];
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

import type { Question } from "./question.js";

/** "Allowed once something more is brought (approval, end, justification)." */
export type Thing = "approval" | "end" | "justification";
export type Things = ReadonlySet<Thing>;

/**
 * Ambiguous: which end? Decided: any that is to come, so the question is whether the nearest would do; an end that
 * was named and is too late is refused. And who can bring one? Decided: whoever names what is given, so not who renews
 * or accepts what was offered before, and not for what only follows.
 */
const names = new Set(["change-roles", "invite"]);
const canEnd = ({ act, ask }: Question) =>
  names.has(act.act) && !ask.follows && ask.gives !== null && ask.gives.until === null;

const justified = ({ facts }: Question) => (facts.justification ?? "").trim() !== "";

/** Every list of things that are not there yet and could be. */
export function couldBring(q: Question): Things[] {
  const lists: Things[] = [new Set(["approval"])];
  const orAlso = (thing: Thing) =>
    lists.push(...lists.map((one) => new Set([...one, thing])), new Set([thing]));
  if (canEnd(q)) orAlso("end");
  if (!justified(q)) orAlso("justification");
  return lists.filter((things) => [...things].every((thing) => q.brings?.has(thing) !== false));
}

export const bring = (q: Question, things: Things): Question => ({
  ...q,
  areEnough: things.has("approval"),
  ask: things.has("end") ? { ...q.ask, gives: { until: q.facts.now } } : q.ask,
  facts: things.has("justification") ? { ...q.facts, justification: "because" } : q.facts,
});

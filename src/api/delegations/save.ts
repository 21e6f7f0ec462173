import { inWords, isWithin, type Leak } from "../delegation/leaks.js";
import { invalidFields, Refused } from "../errors.js";
import type { OperatorContext } from "../operators.js";
import { applyRules, type RulesChange } from "../store/delegations.js";
import { isUnmeant, keepLeaks, stored, type RulesView } from "../store/leaks.js";
import type { Reason } from "../wire.js";
import type { Effects, LeakPath } from "./contract.js";
import { effectsOf, standingOf, type Standing } from "./effects.js";

/** What is written, as whom, and what it is about. */
export interface Writing {
  action: string;
  changes: readonly RulesChange[];
  /** The role whose delegation it is; `null` where none is saved. */
  role: string | null;
  before?: unknown;
  after?: unknown;
  meant: readonly LeakPath[];
  /** Why, in the operator's words. */
  justification: string | null;
}

/**
 * Writes rules, judges what leaks by them, keeps what is suspended, and tells what has changed. Refused is what leaks
 * anew, or along the role that is saved, and is not named as meant; then nothing is written. The refusal is answered
 * and not thrown, so that a dry run can tell it beside its effects.
 */
export async function write(
  context: OperatorContext,
  writing: Writing,
): Promise<{ refused: Refused | null; effects: Effects }> {
  const { trx, rules } = context;
  const before = await standingOf(context);
  await applyRules(trx, writing.changes, [entryOf(context, writing)], rules.now);
  const changed = await standingOf(context);
  const marked = marksFor(context, changed.views, writing);
  if (marked.length > 0)
    await applyRules(
      trx,
      marked,
      marked.map((mark) => markEntry(context, mark)),
      rules.now,
    );
  await keepLeaks(trx, changed.views);
  const after = await standingOf(context);
  const refused = leaksRefused(before, after, writing.role);
  return { refused, effects: await effectsOf(context, before, refused ? unsuspended(after) : after) };
}

/** What is refused is told as it would be, were it let through. */
const unsuspended = (standing: Standing): Standing => ({
  ...standing,
  views: standing.views.map((view) => {
    const suspended = { ...view.rules.suspended, passingOn: new Set<string>() };
    return { ...view, rules: { ...view.rules, suspended } };
  }),
});

/** The marks for what is named as meant; a path along which nothing leaks is refused by name. */
function marksFor(
  { claims }: OperatorContext,
  views: readonly RulesView[],
  { meant, justification }: Writing,
): (RulesChange & { change: "mark" })[] {
  return meant.map((path, n) => {
    const found = views.flatMap(({ leaks }) => leaks.filter((leak) => isPath(leak, path)));
    if (found.length === 0) {
      const message = "Nothing leaks along this path.";
      throw invalidFields([{ path: `meant.${n}`, message }], [message]);
    }
    if (justification === null) {
      const message = "Say why this is meant.";
      throw invalidFields([{ path: "justification", message }], [message]);
    }
    const leak = { ...path, places: [...new Set(found.flatMap(({ places }) => places))] };
    return { change: "mark", ...stored(leak), attribute: null, why: justification, by: claims.name };
  });
}

const isPath = (leak: Leak, path: LeakPath) =>
  leak.role === path.role && leak.via === path.via && leak.gives === path.gives;

function leaksRefused(before: Standing, after: Standing, role: string | null): Refused | null {
  const reasons = new Map<string, Reason>();
  for (const { tenant, rules, leaks } of after.views) {
    const old = before.views.find((view) => view.tenant?.id === tenant?.id)?.leaks ?? [];
    for (const leak of leaks.filter(isUnmeant(after.marks.get(tenant?.id ?? null) ?? []))) {
      const isNew = !old.some((each) => isWithin(leak, each));
      if (!isNew && leak.role !== role && leak.via !== role) continue;
      const words = inWords(rules, leak);
      const path = [leak.role, leak.via, leak.gives];
      if (!reasons.has(words)) reasons.set(words, { code: "leak", limit: "leak", message: words, path });
    }
  }
  const [first] = [...reasons.values()];
  return first ? new Refused("leak", first.message, { reasons: [...reasons.values()].slice(0, 50) }) : null;
}

function entryOf(
  { claims, requestId }: OperatorContext,
  { action, role, before, after, justification }: Writing,
) {
  return {
    body: {
      ...{ action, outcome: "done", request: requestId, actor_kind: "operator", actor: claims.apiKey },
      ...(role !== null && { role }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    },
    people: { actor: claims.name, ...(justification !== null && { justification }) },
  };
}

const markEntry = (context: OperatorContext, mark: RulesChange & { change: "mark" }) =>
  entryOf(context, {
    action: "delegation.mark-meant",
    changes: [],
    role: mark.role,
    after: {
      ...(mark.attribute !== null && { attribute: mark.attribute }),
      roles: [mark.role, mark.via, mark.gives].flatMap((role) => (role === null ? [] : [{ role }])),
    },
    meant: [],
    justification: mark.why,
  });

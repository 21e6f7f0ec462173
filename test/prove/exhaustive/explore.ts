import type { Act, Request } from "../../../src/api/delegation/types.js";
import { factsOf } from "./as-facts.js";
import { closure, invariants } from "./invariants.js";
import type { Scope } from "./scope.js";
import {
  canonical,
  everyNaming,
  keyOfAsked,
  nextDay,
  nextDayOfAsked,
  swept,
  type Asked,
  type State,
} from "./state.js";
import { Explorer, type Guard, type Transition } from "./transitions.js";

const ENDED: readonly Request["status"][] = ["granted", "refused", "cancelled", "expired"];
const ENOUGH = 5;

export interface Explored {
  /** A state with each request that can be open in it counts by itself. */
  states: number;
  transitions: number;
  tried: number;
  violations: readonly string[];
  acts: ReadonlyMap<Act["act"], number>;
}

/**
 * Every state there is, reached by acts that the guard allows, by the operator who edits the delegations, and by time;
 * each of them also with every request that can be asked for anywhere: no other act may look at one, so all meet.
 */
export function explore(scope: Scope, guard: Guard): Explored {
  const limit = Error.stackTraceLimit;
  // Most of what is tried is refused at once: to remember where would take longer than to decide.
  Error.stackTraceLimit = 0;
  try {
    return exploreAll(scope, guard);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function exploreAll(scope: Scope, guard: Guard): Explored {
  const explorer = new Explorer(scope, guard);
  const states: { state: State; depth: number; could: ReadonlySet<string> }[] = [];
  const requests: Asked[] = [];
  const seen = new Set<string>();
  const violations: string[] = [];
  const acts = new Map<Act["act"], number>();
  let pairs = 0;

  const visit = (state: State, depth: number) => {
    const key = canonical(state);
    if (seen.has(key) || depth > (scope.depth ?? Infinity)) return;
    seen.add(key);
    states.push({ state, depth, could: closure(factsOf(scope, state)) });
  };
  const open = (asked: Asked) => {
    for (const one of everyNaming(asked, scope.names.length)) {
      if (seen.has(keyOfAsked(one))) continue;
      seen.add(keyOfAsked(one));
      requests.push(one);
    }
  };
  const look = (transition: Transition, could: ReadonlySet<string>) => {
    acts.set(transition.act.act, (acts.get(transition.act.act) ?? 0) + 1);
    for (const [name, holds] of Object.entries(invariants)) {
      if (holds({ transition, could })) continue;
      const { act, before } = transition;
      const who = before.actor.kind === "delegate" ? before.actor.person.user : "operator";
      violations.push(
        `${name}: ${who} ${JSON.stringify(act)} with ${JSON.stringify([...before.people.values()])}`,
      );
    }
  };
  const from = ({ state, depth, could }: (typeof states)[number]) => {
    for (const transition of explorer.transitions(state)) {
      look(transition, could);
      visit(transition.to, depth + 1);
    }
    for (const asked of explorer.requests(state)) open(asked);
    scope.variants.forEach((_, variant) => visit({ ...state, variant }, depth));
    if (!scope.ending) return;
    visit(nextDay(state), depth);
    visit(swept(state), depth);
  };
  const meet = ({ state, depth, could }: (typeof states)[number], asked: Asked) => {
    pairs += 1;
    for (const transition of explorer.answers(state, asked)) {
      look(transition, could);
      visit(transition.to, depth + 1);
      if (transition.asked) open(transition.asked);
    }
    // Each way to end in turn: what comes of it must not hang on the rest.
    const ended = ENDED[pairs % ENDED.length] ?? "granted";
    for (const { act } of explorer.answers(state, asked, ended))
      violations.push(`${ended}, and yet ${act.act}`);
    if (!asked.hasExpired) open(nextDayOfAsked(asked));
  };

  visit(beginning(scope), 0);
  for (let looked = 0, met = 0; looked < states.length || met < requests.length;) {
    if (violations.length >= ENOUGH) break;
    const [state, asked] = [states[looked], requests[met]];
    if (asked) {
      for (const one of states.slice(0, looked)) meet(one, asked);
      met += 1;
    } else if (state) {
      from(state);
      for (const one of requests.slice(0, met)) meet(state, one);
      looked += 1;
    }
  }
  const transitions = [...acts.values()].reduce((sum, one) => sum + one, 0);
  return { states: states.length + pairs, transitions, tried: explorer.tried, violations, acts };
}

/** One owner, for good, of the first role. */
const beginning = ({ names, roles }: Scope): State => ({
  people: names.map((_, at) =>
    at === 0
      ? { status: "active", held: [{ role: roles[0]?.id ?? "", place: null, term: "lasting" }] }
      : { status: "absent", held: [] },
  ),
  invitation: null,
  variant: 0,
});

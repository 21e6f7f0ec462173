import { apply } from "../../../src/api/delegation/apply.js";
import type { decide } from "../../../src/api/delegation/decide.js";
import type { Act, Actor, Facts, Judgement, Person, Request } from "../../../src/api/delegation/types.js";
import { operator, standing } from "../../support/facts.js";
import { actsOf, everyRequest, onInvitation, staysSmall } from "./acts.js";
import { factsOf, heldOf, requestOf, stateOf } from "./as-facts.js";
import type { Scope } from "./scope.js";
import type { Asked, State } from "./state.js";

export type Guard = typeof decide;

/** What the guard lets somebody do in a state. */
export interface Transition {
  act: Act;
  /** By whose rights: who acts, the inviter who is accepted, the requester whom others agreed to; null: the operator. */
  giver: Person | null;
  /** Who agreed to it, where it was asked for. */
  agreed: readonly string[];
  before: Facts;
  after: Facts;
  by: readonly string[];
  to: State;
  /** The request as it is then, if it is open still. */
  asked: Asked | null;
}

/** The guard and all that is ever asked of it in a scope. */
export class Explorer {
  tried = 0;
  readonly #acts: readonly Act[];

  constructor(
    readonly scope: Scope,
    readonly guard: Guard,
  ) {
    this.#acts = actsOf(scope);
  }

  /** Every way on from a state that no request has to do with. */
  *transitions(state: State): Generator<Transition> {
    const base = factsOf(this.scope, state);
    for (const name of [...this.scope.names, null]) {
      const actor = actorOf(base, name);
      for (const act of this.#acts) {
        if (staysSmall(this.scope, state, act)) yield* this.#attempt(base, actor, act, state);
      }
      if (actor.kind === "delegate") yield* this.#attempt(base, actor, { act: "leave" }, state);
      if (!state.invitation) continue;
      for (const act of onInvitation) yield* this.#attempt(base, actor, act, state);
    }
    if (!state.invitation) return;
    // Acceptance is judged by the rights of the inviter.
    const { inviter } = state.invitation;
    const actor = actorOf(base, inviter === null ? null : (this.scope.names[inviter] ?? null));
    const standingFor = actor.kind === "delegate" ? { ...actor, session: null } : actor;
    const agreed = state.invitation.agreed.flatMap((one) => this.scope.names[one] ?? []);
    for (const accepter of [...this.scope.names, "witness"]) {
      yield* this.#attempt(base, standingFor, { act: "accept", invitation: "i1", accepter }, state, agreed);
    }
  }

  /** What may be asked for in a state. */
  *requests(state: State): Generator<Asked> {
    if (this.scope.asks === null) return;
    const base = { ...factsOf(this.scope, state), requests: new Map<string, Request>() };
    for (const [at, name] of this.scope.names.entries()) {
      for (const asked of everyRequest(this.scope, at)) {
        const { id, kind, act, expires } = requestOf(this.scope, asked);
        if (!staysSmall(this.scope, state, act)) continue;
        const { decision } = this.#ask(base, actorOf(base, name), {
          act: "ask",
          request: { id, kind, act, expires },
        });
        if (decision.outcome === "allowed") yield asked;
      }
    }
  }

  /** Every way on that answers or withdraws what is asked for, or anything that comes of it once it has ended. */
  *answers(state: State, asked: Asked, status: Request["status"] = "open"): Generator<Transition> {
    const request = requestOf(this.scope, asked, status);
    if (!staysSmall(this.scope, state, request.act)) return;
    const base = { ...factsOf(this.scope, state), requests: new Map([[request.id, request]]) };
    for (const name of [...this.scope.names, null]) {
      const actor = actorOf(base, name);
      for (const agrees of [true, false]) {
        yield* this.#attempt(base, actor, { act: "review", request: "r1", agrees }, state);
      }
      yield* this.#attempt(base, actor, { act: "withdraw", request: "r1" }, state);
    }
  }

  #ask(before: Facts, actor: Actor, act: Act): Judgement {
    this.tried += 1;
    const judgement = this.guard({ ...before, actor }, act);
    if (judgement.decision.outcome !== "allowed" && judgement.changes.length > 0) {
      throw new Error(`refused, and yet it would change something: ${JSON.stringify(act)}`);
    }
    return judgement;
  }

  *#attempt(
    base: Facts,
    actor: Actor,
    act: Act,
    state: State,
    agreed: readonly string[] = [],
  ): Generator<Transition> {
    const judgement = this.#ask(base, actor, act);
    const { changes, decision, granted } = judgement;
    if (decision.outcome !== "allowed" || changes.length === 0) return;
    const before: Facts = { ...base, actor };
    const after = apply(before, changes);
    const to = stateOf(this.scope, after, state.variant);
    if (!to) return;
    const giver = granted
      ? (base.people.get(granted.requester) ?? null)
      : actor.kind === "delegate"
        ? actor.person
        : null;
    const request = act.act === "review" ? after.requests?.get(act.request) : undefined;
    yield {
      ...{ act, giver, before, after, to },
      agreed: granted ? granted.agreed : agreed,
      by: granted ? granted.by : decision.by,
      asked: request?.status === "open" ? this.#askedOf(request) : null,
    };
  }

  #askedOf({ kind, requester, act, agreed }: Request): Asked {
    const { names } = this.scope;
    const [grant] = act.act === "invite" ? act.invitation.grants : act.grant;
    const whom = names.findIndex((name) =>
      act.act === "invite" ? act.invitation.email.startsWith(`${name}@`) : act.user === name,
    );
    if (!grant) throw new Error("What was asked for is gone.");
    return {
      ...{ kind, act: act.act, requester: names.indexOf(requester), whom, promised: heldOf(grant) },
      agreed: agreed.map(({ reviewer }) => names.indexOf(reviewer)),
      hasExpired: false,
    };
  }
}

function actorOf({ people }: Facts, name: string | null): Actor {
  const someone = name === null ? undefined : people.get(name);
  return someone ? { kind: "delegate", person: someone, session: standing } : operator;
}

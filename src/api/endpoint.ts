import type { z } from "@hono/zod-openapi";
import { commands, type CommandName } from "./commands.js";
import type { Judgement, Place, Refusal } from "./delegation/types.js";
import { invalid, notFound, Refused } from "./errors.js";
import { sha256 } from "./bytes.js";
import {
  authenticate,
  judgeWatching,
  openContext,
  placesOf,
  type Context,
  type Server,
} from "./request-context.js";
import type { Concerns } from "./store/read-facts.js";
import { readJson } from "./read-json.js";
import { recall, remember } from "./store/idempotency.js";
import { InstanceKey, type ElementType } from "./wire.js";
import { lock, type Trx } from "./store/store.js";
import { refusedAnswer, settle, type Explained, type NewTokens, type Settled } from "./settle.js";

/**
 * The spine that every element request passes through. A query reads; a command judges and changes: who asks → is it
 * well-formed → one transaction { locks → facts → guard → changes with their audit entries } → answer or refusal.
 * `run` of a command can answer only with what the guard judged, so neither guard nor audit can be left out.
 */

type Params = Record<string, string>;
type Schema = z.ZodType;

interface Route {
  /** `METHOD /path/{param}`, as the elements name it too. */
  route: string;
  summary: string;
  /** The types of element whose sessions may send it. */
  elements: readonly ElementType[];
  answer: Schema;
}

export interface Endpoint extends Omit<Route, "elements"> {
  input: Schema | null;
  query: Schema | null;
  /** What it does; `null` for what only reads. */
  action: CommandName | null;
  handle(server: Server, request: Request, params: Params, requestId: string): Promise<Response>;
}

/** An endpoint that asks the host who is signed in: for those who have no element session yet. */
export interface HostEndpoint {
  /** `POST /path`. */
  route: string;
  summary: string;
  input: Schema;
  answer: Schema;
  /** What it does; a command takes an `Idempotency-Key`. `null` for what only reads. */
  action: CommandName | null;
  handle(server: Server, request: Request, requestId: string): Promise<Response>;
}

interface QueryDefinition<Q extends Schema, A extends Schema> extends Route {
  query: Q;
  answer: A;
  concerns?: (query: z.output<Q>, params: Params) => Concerns;
  /** Refuses whoever may not watch what it shows; without it, what it shows is the whole tenant's. */
  mayWatch?: (context: Context, params: Params) => void;
  run: (context: Context, query: z.output<Q>, params: Params) => Promise<z.input<A>>;
}

/** A reading endpoint: its actor must be allowed to watch what its element shows. */
export function query<Q extends Schema, A extends Schema>(definition: QueryDefinition<Q, A>): Endpoint {
  const { route, summary, elements, answer, query: schema } = definition;
  return {
    route,
    summary,
    answer,
    input: null,
    query: schema,
    action: null,
    async handle(server, request, params, requestId) {
      const claims = await authenticate(server, request);
      server.requests.take(claims.user);
      if (!elements.some((each) => each === claims.type))
        throw new Refused("forbidden", "This session is for another element.");
      // Judged by its form alone, since no database could look for everything that may be typed.
      const { instance } = params;
      if (instance !== undefined && !isInstanceKey(instance)) throw notFound();
      const input = parse(schema, queryOf(request));
      const where = { environment: claims.environment, tenant: claims.tenant };
      const body = await server.store.asServer(where, async (trx) => {
        const concerns = definition.concerns?.(input, params) ?? {};
        const context = await openContext(server, trx, claims, requestId, concerns, {
          bulk: 0,
          justification: null,
        });
        if (definition.mayWatch) definition.mayWatch(context, params);
        else mayWatch(context, null);
        return definition.run(context, input, params);
      });
      return Response.json(body, { headers: { "cache-control": "no-store" } });
    },
  };
}

/** What a command came to: the judgements decide, the rest says how to put it. */
export interface Outcome<A> {
  judgements: readonly Judgement[];
  /** Puts a refusal of all of it otherwise than by the guard's own reasons. */
  refusal?: (reasons: readonly Refusal[]) => Refused;
  /**
   * The answer, with the tokens of invitations made anew, and with what a dry run says. `forget` strips secrets for
   * repeated answers.
   */
  answer: (tokens: NewTokens, explain: () => Explained) => A | Promise<A>;
  forget?: (answer: A) => A;
  /** After commit: what the outside world is told. What it returns replaces the answer. */
  afterwards?: (answer: A, tokens: NewTokens) => Promise<A>;
}

/** Whatever is done can be asked for with its reasons, without doing it. */
type Rehearsable = Schema & z.ZodType<{ dry_run?: boolean | undefined }>;

interface CommandDefinition<I extends Rehearsable, A extends Schema> extends Route {
  action: CommandName;
  input: I;
  answer: A;
  concerns: (input: z.output<I>, params: Params) => Concerns;
  /** Rows in this request, for the limit on the size of one bulk. */
  rows?: (input: z.output<I>) => number;
  run: (context: Context, input: z.output<I>, params: Params) => Promise<Outcome<z.input<A>>>;
}

/** A changing endpoint. */
export function command<I extends Rehearsable, A extends Schema>(
  definition: CommandDefinition<I, A>,
): Endpoint {
  const { route, summary, elements, answer, input: schema, action } = definition;
  return {
    route,
    summary,
    answer,
    input: schema,
    query: null,
    action,
    async handle(server, request, params, requestId) {
      const claims = await authenticate(server, request);
      server.requests.take(claims.user);
      if (!elements.some((each) => each === claims.type))
        throw new Refused("forbidden", "This session is for another element.");
      const { verbs } = commands[action];
      if (verbs.length > 0 && !verbs.some((verb) => claims.verbs.includes(verb))) throw notInSession();
      const raw = await bodyOf(request);
      const input = parse(schema, raw);
      const isDryRun = input.dry_run ?? false;
      const retry = await retryOf(request, {
        actor: claims.user,
        route,
        payload: JSON.stringify([params, raw]),
      });
      const where = { environment: claims.environment, tenant: claims.tenant };

      const done = await server.store.asServer(where, async (trx) => {
        await lock(trx);
        const concerns = definition.concerns(input, params);
        const context = await openContext(
          server,
          trx,
          claims,
          requestId,
          { ...concerns, places: [...(concerns.places ?? []), ...placesOf(claims)] },
          {
            bulk: definition.rows?.(input) ?? 1,
            justification: justificationOf(input),
          },
        );
        // Leaving alone needs no right, not even to look.
        const view = judgeWatching(context, claims.instance);
        if (verbs.length > 0 && view.decision.outcome !== "allowed")
          return { denied: await settle(context, action, { judgements: [view], answer: () => null }, false) };
        // Only now: who has lost the right is not told again what was answered before.
        const before = retry && (await recall(trx, retry));
        if (before) return { replayed: before };
        const outcome = await definition.run(context, input, params);
        const settled = await settle(context, action, outcome, isDryRun);
        const keep = async (own: Trx, given: z.input<A>) => {
          if (retry && settled.wrote) await remember(own, retry, outcome.forget?.(given) ?? given);
        };
        await keep(trx, settled.answer);
        return { outcome, settled, keep };
      });
      if ("denied" in done) return deny(done.denied, isDryRun);
      if ("replayed" in done) {
        const headers = { "cache-control": "no-store", "idempotent-replay": "true" };
        return Response.json(done.replayed, { headers });
      }

      const { outcome, settled, keep } = done;
      if (settled.wrote) await server.decisions.written(claims.environment);
      await settled.recordRefusals();
      if (settled.refusal) throw settled.refusal;
      let final = settled.answer;
      if (settled.wrote && outcome.afterwards) {
        final = await outcome.afterwards(settled.answer, settled.tokens);
        await server.store.asServer(where, (own) => keep(own, final));
      }
      return Response.json(final, { headers: { "cache-control": "no-store" } });
    },
  };
}

/** Whoever may not watch an instance hears the same whether it is there or not. */
export function mayWatch(context: Context, place: Place): void {
  const { decision } = judgeWatching(context, place);
  if (decision.outcome !== "allowed") throw refusedAnswer(decision.reasons);
  if (place !== null && !context.facts.places?.has(place)) throw notFound();
}

async function deny({ refusal, recordRefusals }: Settled<unknown>, isDryRun: boolean): Promise<never> {
  if (!isDryRun) await recordRefusals();
  throw refusal ?? new Refused("forbidden", "This is not allowed.");
}

const isInstanceKey = (text: string) => InstanceKey.safeParse(text).success && !text.includes("\0");

function notInSession(): Refused {
  const message = "This page's session does not include that.";
  return new Refused("forbidden", message, {
    reasons: [{ code: "verb_not_in_session", limit: "session", message }],
  });
}

export function parse<S extends Schema>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(parsed.error);
  return parsed.data;
}

export async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text();
  return text === "" ? {} : readJson(text);
}

export function queryOf(request: Request): Record<string, string | string[]> {
  const params = new URL(request.url).searchParams;
  const query: [string, string | string[]][] = [...new Set(params.keys())].map((key) => {
    const values = params.getAll(key);
    return [key, values.length > 1 ? values : (values[0] ?? "")];
  });
  return Object.fromEntries(query);
}

function justificationOf(input: unknown): string | null {
  const given =
    typeof input === "object" && input !== null && "justification" in input ? input.justification : null;
  return typeof given === "string" ? given : null;
}

export async function retryOf(
  request: Request,
  { actor, route, payload }: { actor: string; route: string; payload: string },
) {
  const key = retryKeyOf(request);
  return key === null ? null : { actor, route, key, payloadHash: await sha256(payload) };
}

export function retryKeyOf(request: Request): string | null {
  const key = request.headers.get("idempotency-key");
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new Refused("malformed", "An Idempotency-Key has 1 to 200 printable characters.");
  return key;
}

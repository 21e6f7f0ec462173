import { sql } from "kysely";
import { z } from "zod";
import { waitOf } from "../decision-point/wait.js";
import { bodyOf, queryOf } from "../endpoint.js";
import type { Server } from "../request-context.js";
import { readViews } from "../store/leaks.js";
import type { Trx } from "../store/store.js";
import { judgeLeaks } from "./define-leaks.js";
import { invalidInput } from "./fault.js";
import { keyOf, reach, requireAccess, requireLevel, type Access, type ApiKey, type Place } from "./scope.js";

/** One request of the management API, inside its transaction. */
export interface Call<Q = unknown, B = unknown> extends Place {
  server: Server;
  requestId: string;
  request: Request;
  trx: Trx;
  key: ApiKey;
  /** The names in the path, decoded: ids or keys. */
  params: Readonly<Record<string, string>>;
  query: Q;
  body: B;
  /** What the audit trail is to say of it besides who and what: the id of what it is about, the tenant whose chain it belongs to. */
  about: {
    target?: string;
    tenant?: string;
    before?: unknown;
    after?: unknown;
    people?: Record<string, unknown>;
  };
  /** Done once the transaction has been committed, before the answer. */
  afterwards: (() => Promise<void>)[];
  /** Done where it was refused, once everything has been taken back: refusals are recorded in a transaction of their own. */
  refused: (() => Promise<void>)[];
}

/** What an operation answers: a body, sent with 200, or one with a status of its own. */
export type Answer = Response | object | null;

interface Definition<Q extends z.ZodType, B extends z.ZodType> {
  /** `METHOD /v2/…/{param}`, as the vendor's description names it. */
  route: string;
  /** Needed beyond reach. By default `read` for GET, `write` for everything else. */
  access?: Access;
  /** The narrowest key that will do. Default: any that reaches the path. */
  level?: "organization" | "project" | "environment";
  query?: Q;
  body?: B;
  /** What the audit trail calls it; `null` for what only reads, or records itself. */
  action: string | null;
  /**
   * It changes what guard and elements judge by (roles, permissions, levels, conditions): it waits for every command in
   * flight, leaks are looked for again, and open elements look again.
   */
  changesRules?: boolean;
  run: (call: Call<z.output<Q>, z.output<B>>) => Promise<Answer>;
}

export interface Operation {
  route: string;
  /** `null` for what only reads, or records itself. */
  action: string | null;
  query: z.ZodType;
  handle(
    server: Server,
    request: Request,
    params: Record<string, string>,
    requestId: string,
  ): Promise<Response>;
}

/**
 * One operation of the management API: whose key → how far it reaches → is it well-formed → one transaction { locks →
 * work → audit entry } → answer. Nothing of what is asked for in vain is left behind.
 */
export function operation<Q extends z.ZodType = z.ZodType<unknown>, B extends z.ZodType = z.ZodType<unknown>>(
  definition: Definition<Q, B>,
): Operation {
  const { route, action, level, changesRules = false } = definition;
  const query: z.ZodType = definition.query ?? z.looseObject({});
  const body: z.ZodType = definition.body ?? z.unknown();
  const isRead = route.startsWith("GET ");
  return {
    route,
    action,
    query,
    async handle(server, request, params, requestId) {
      const key = await keyOf(server.store, request);
      server.keyRequests.take(key.id);
      requireAccess(key, definition.access ?? (isRead ? "read" : "write"));
      if (level) requireLevel(key, level);
      const asked = parseAs("query", query, queryOf(request));
      // Looked at only after the place is found: who may not reach it hears nothing of what would be wrong with it.
      const raw = isRead ? undefined : await bodyOf(request);
      const place = await server.store.asOwner({ environment: "", tenant: null }, (trx) =>
        reach(trx, key, params),
      );
      const given = isRead ? undefined : parseAs("body", body, raw);
      const wait = isRead ? null : waitOf(route, request);
      if (wait) await server.decisions.expect(place.environment, wait);
      const afterwards: (() => Promise<void>)[] = [];
      const refused: (() => Promise<void>)[] = [];
      const where = { environment: place.environment, tenant: null };
      const working = server.store.asOwner(where, async (trx) => {
        await sql`set local lock_timeout = '5s'`.execute(trx);
        if (!isRead && place.environment !== "") await lockEnvironment(trx, place.environment, changesRules);
        const before = changesRules ? await readViews(trx, null) : [];
        const call: Call = {
          ...place,
          server: { ...server, environment: place.environment },
          requestId,
          request,
          trx,
          key,
          params,
          query: asked,
          body: given,
          about: {},
          afterwards,
          refused,
        };
        const done = await definition.run(call as Call<z.output<Q>, z.output<B>>);
        if (changesRules) {
          await judgeLeaks(trx, before, { saved: new Set(), paths: [], attributes: [] });
          await announceRules(trx, place.environment);
        }
        if (action !== null) await record(call, action);
        return done;
      });
      const answer = await working.catch(async (error: unknown) => {
        for (const each of refused) await each();
        throw error;
      });
      for (const each of afterwards) await each();
      if (wait) await server.decisions.written(place.environment, wait);
      return toResponse(answer, request.method);
    },
  };
}

export const parseAs = (where: "body" | "query", schema: z.ZodType, value: unknown): unknown => {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(where, parsed.error);
  return parsed.data;
};

export async function lockEnvironment(trx: Trx, environment: string, isExclusive: boolean): Promise<void> {
  const lock = isExclusive ? sql`pg_advisory_xact_lock` : sql`pg_advisory_xact_lock_shared`;
  await sql`select ${lock}(hashtextextended('permit:' || ${environment}::uuid, 0))`.execute(trx);
}

export async function announceRules(trx: Trx, environment: string): Promise<void> {
  const lists = ["session", "people", "invitations", "requests", "delegations"];
  await sql`select pg_notify('permit', ${JSON.stringify({ environment, tenant: null, lists })})`.execute(trx);
}

/** What concerns no environment stands in a chain of the organization's. */
async function record(
  { trx, key, requestId, organization, environment, about }: Call,
  action: string,
): Promise<void> {
  const { target, tenant, before, after, people } = about;
  const entry = {
    body: {
      action,
      outcome: "done",
      request: requestId,
      actor_kind: "operator",
      actor: key.id,
      ...(target !== undefined && { target }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    },
    people: { actor: key.name, ...people },
  };
  await sql`select append_audit(${environment || organization}, ${tenant ?? null}, 'changes', clock_timestamp(),
    ${JSON.stringify([entry])}::jsonb)`.execute(trx);
}

export function toResponse(answer: Answer, method: string): Response {
  if (answer instanceof Response) return answer;
  const headers = { "cache-control": "no-store" };
  if (answer === null) return new Response(null, { status: 204, headers });
  return Response.json(answer, {
    status: method === "DELETE" && Object.keys(answer).length === 0 ? 204 : 200,
    headers,
  });
}

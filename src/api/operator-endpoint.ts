import { sql } from "kysely";
import type { z } from "@hono/zod-openapi";
import { storable } from "./audit-trail.js";
import { sha256 } from "./bytes.js";
import { commands, type CommandName } from "./commands.js";
import { bodyOf, parse, queryOf, retryKeyOf, type Endpoint } from "./endpoint.js";
import { notFound, Refused } from "./errors.js";
import { operatorContext, operatorOf, requireOperator, type OperatorContext } from "./operators.js";
import { newRequestId, type Server } from "./request-context.js";
import type { OperatorClaims } from "./sessions/operator-tokens.js";
import { recall, remember } from "./store/idempotency.js";
import { Id } from "./wire.js";

/**
 * The spine of what operators ask and do in the vendor's own console. Reading is done as the server's narrow role;
 * rules are written as the owner of the tables, since that role must not be able to.
 */

type Params = Record<string, string>;
type Schema = z.ZodType;
const noStore = { "cache-control": "no-store" };

interface Asked<Q extends Schema, A extends Schema> {
  route: string;
  summary: string;
  query: Q;
  answer: A;
  run: (context: OperatorContext, query: z.output<Q>, params: Params) => Promise<z.input<A>>;
}

/** What operators alone may ask. */
export function operatorQuery<Q extends Schema, A extends Schema>(definition: Asked<Q, A>): Endpoint {
  const { route, summary, query, answer } = definition;
  return {
    ...{ route, summary, query, answer, input: null, action: null },
    async handle(server, request, params) {
      return read(server, await requireOperator(server, request), request, params, definition);
    },
  };
}

/** What delegates may ask about themselves, and operators about all: each answered by their own. */
export function openToOperators<Q extends Schema, A extends Schema>(
  endpoint: Endpoint,
  definition: Pick<Asked<Q, A>, "query" | "run">,
): Endpoint {
  return {
    ...endpoint,
    async handle(server, request, params, requestId) {
      const operator = await operatorOf(server, request);
      return operator
        ? read(server, operator, request, params, definition)
        : endpoint.handle(server, request, params, requestId);
    },
  };
}

async function read<Q extends Schema, A extends Schema>(
  server: Server,
  operator: OperatorClaims,
  request: Request,
  params: Params,
  { query, run }: Pick<Asked<Q, A>, "query" | "run">,
): Promise<Response> {
  const input = parse(query, queryOf(request));
  const where = { environment: operator.environment, tenant: operator.tenant };
  const body = await server.store.asServer(where, async (trx) =>
    run(await operatorContext(server, trx, operator, newRequestId()), input, params),
  );
  return Response.json(body, { headers: noStore });
}

interface Command<I extends Schema, A extends Schema> {
  route: string;
  summary: string;
  action: CommandName;
  input: I;
  answer: A;
  /** Writes; whatever it throws, and a dry run, leaves nothing behind. */
  run: (context: OperatorContext, input: z.output<I>, params: Params) => Promise<z.input<A>>;
}

/** Carries what would be answered out of the transaction that did it, and undoes that. */
class Rehearsed<A> extends Error {
  constructor(readonly answer: A) {
    super("rehearsed");
  }
}

/** What operators alone may do. */
export function operatorCommand<I extends Schema & z.ZodType<{ dry_run: boolean }>, A extends Schema>(
  definition: Command<I, A>,
): Endpoint {
  const { route, summary, input: schema, answer, action, run } = definition;
  return {
    ...{ route, summary, answer, input: schema, query: null, action },
    async handle(server, request, params, requestId) {
      const operator = await requireOperator(server, request);
      const actors: readonly string[] = commands[action].actors;
      if (!actors.includes("operator")) throw new Refused("forbidden", "This is not allowed.");
      if (!Object.values(params).every((id) => Id.safeParse(id).success)) throw notFound();
      const raw = await bodyOf(request);
      const input = parse(schema, raw);
      const key = retryKeyOf(request);
      const actor = `operator ${operator.apiKey ?? ""} ${operator.tenant ?? ""}`;
      const retry = key && {
        ...{ actor, route, key },
        payloadHash: await sha256(JSON.stringify([params, raw])),
      };
      const where = { environment: operator.environment, tenant: operator.tenant };
      try {
        const body = await server.store.asOwner(where, async (trx) => {
          await sql`set local lock_timeout = '5s'`.execute(trx);
          await sql`select lock_rules()`.execute(trx);
          const before = retry && (await recall(trx, retry));
          if (before) return { before };
          const context = await operatorContext(server, trx, operator, requestId);
          const done = await run(context, input, params);
          if (input.dry_run) throw new Rehearsed(done);
          if (retry) await remember(trx, retry, done);
          return { done };
        });
        if ("done" in body) await server.decisions.written(where.environment);
        return "before" in body
          ? Response.json(body.before, { headers: { ...noStore, "idempotent-replay": "true" } })
          : Response.json(body.done, { headers: noStore });
      } catch (error) {
        if (error instanceof Rehearsed) return Response.json(error.answer, { headers: noStore });
        if (error instanceof Refused && !input.dry_run)
          await record(server, operator, { action, requestId, error });
        throw error;
      }
    },
  };
}

/** Refusals are recorded too, in a chain of their own. */
async function record(
  server: Server,
  { environment, apiKey, name, tenant }: OperatorClaims,
  { action, requestId, error }: { action: CommandName; requestId: string; error: Refused },
): Promise<void> {
  if (!server.refusals.allows(apiKey ?? "operator")) return;
  const reasons = error.more.reasons ?? [{ code: error.code, message: error.message }];
  const entry = {
    body: {
      ...{ action, outcome: "refused", request: requestId, actor_kind: "operator", actor: apiKey },
      reasons: reasons.map(({ code }) => code),
    },
    people: { actor: name, reasons: reasons.map(({ message }) => storable(message)) },
  };
  const where = { environment, tenant };
  await server.store.asOwner(where, (trx) =>
    sql`select append_audit(${environment}, ${tenant}, 'refusals', clock_timestamp(), ${JSON.stringify([entry])}::jsonb)`.execute(
      trx,
    ),
  );
}

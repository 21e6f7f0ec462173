import { sql } from "kysely";
import { z } from "zod";
import { bodyOf, mayWatch, queryOf, type Endpoint } from "../../endpoint.js";
import { openContext, placesOf, within, type Context, type Server } from "../../request-context.js";
import { claimsFor } from "../../sessions/open-session.js";
import { signSession, type SessionClaims } from "../../sessions/tokens.js";
import type { Concerns } from "../../store/read-facts.js";
import type { Trx } from "../../store/store.js";
import type { ElementType } from "../../wire.js";
import { elementKinds } from "../element-kinds.js";
import { Fault, invalidAt, missing } from "../fault.js";
import { parseAs, toResponse, type Answer, type Operation } from "../operation.js";
import { asId, type Place } from "../scope.js";
import { byToken, type Bearer, type Identify } from "./bearers.js";
import { configurationOf, type ConfigurationRow } from "./configurations.js";
import { storedType, withoutElement } from "./element-types.js";

/** One request of a user in one element, in the vendor's dialect. */
export interface ElementCall<Q = unknown, B = unknown> extends Place {
  /** The server, in the environment of the call. */
  server: Server;
  requestId: string;
  request: Request;
  params: Readonly<Record<string, string>>;
  query: Q;
  body: B;
  bearer: Bearer;
  configuration: ConfigurationRow & { type: ElementType };
  /** The element's session in which all of it is done. */
  claims: SessionClaims;
}

interface Definition<Q extends z.ZodType, B extends z.ZodType> {
  route: string;
  /** The types of our elements that it belongs to. */
  elements: readonly ElementType[];
  query?: Q;
  body?: B;
  identify?: Identify;
  run: (call: ElementCall<z.output<Q>, z.output<B>>) => Promise<Answer>;
}

/**
 * An operation that a user does in an element. It opens the session that our own element would have, and does what it
 * does by the commands and lists of that element: whose token → which configuration → their session → translation.
 */
export function elementOperation<
  Q extends z.ZodType = z.ZodType<unknown>,
  B extends z.ZodType = z.ZodType<unknown>,
>(definition: Definition<Q, B>): Operation {
  const { route, elements, identify = byToken } = definition;
  const query: z.ZodType = definition.query ?? z.looseObject({});
  const body: z.ZodType = definition.body ?? z.unknown();
  return {
    route,
    action: null,
    query,
    async handle(server, request, params, requestId) {
      const bearer = await identify(server, request, params);
      server.requests.take(bearer.user);
      const { place } = bearer;
      const there = within(server, place.environment);
      const configuration = await elementNamed(there, place, params["elements_config_id"] ?? "");
      if (bearer.session !== null && bearer.session.configuration !== configuration.id)
        throw new Fault(403, "FORBIDDEN_ACCESS", "This session is for another element.");
      if (!elements.includes(configuration.type))
        throw new Fault(403, "FORBIDDEN_ACCESS", "That is for elements of another type.");
      const given = parseAs("query", query, queryOf(request));
      const raw = request.method === "GET" ? undefined : await bodyOf(request);
      const call: ElementCall = {
        ...place,
        server: there,
        requestId,
        request,
        params,
        query: given,
        body: request.method === "GET" ? undefined : parseAs("body", body, raw),
        bearer,
        configuration,
        claims: await claimsIn(
          there,
          bearer,
          configuration,
          await placeAsked(there, bearer, configuration, given),
        ),
      };
      return toResponse(await definition.run(call as ElementCall<z.output<Q>, z.output<B>>), request.method);
    },
  };
}

/** A configuration that an element of ours can be opened by. */
export async function elementNamed(
  server: Server,
  place: Place,
  name: string,
): Promise<ConfigurationRow & { type: ElementType }> {
  const found = await server.store.asOwner({ environment: place.environment, tenant: null }, (trx) =>
    configurationOf({ ...place, trx }, name),
  );
  const type = storedType(found.body.elements_type, found.body.settings);
  if (type === withoutElement) throw missing("element", name);
  return { ...found, type };
}

/** The session in which a bearer uses an element. What a session was opened for is all that it can be used for. */
export async function claimsIn(
  server: Server,
  { session, tenant, user, epoch }: Bearer,
  { id, type }: Pick<ElementCall["configuration"], "id" | "type">,
  instance: string | null,
  verbs = elementKinds[type].verbs,
): Promise<SessionClaims> {
  if (session !== null && session.configuration === id)
    return { ...session, instance: session.instance ?? instance };
  const claims = await claimsFor(server, { tenant, user, type, element: id, instance, verbs });
  if (claims.epoch !== epoch) throw new Fault(401, "UNAUTHORIZED", "This session is no longer valid.");
  return claims;
}

/** The resource instance that a query names, as `type:key`. Only elements about instances are asked about one. */
async function placeAsked(
  server: Server,
  { session, tenant }: Bearer,
  { type }: { type: ElementType },
  query: unknown,
): Promise<string | null> {
  const name = (query as { resource_instance_id?: string }).resource_instance_id;
  if (name === undefined || type === "access-request" || type === "approvals" || type === "audit-log")
    return null;
  if (type !== "role-assignment")
    throw invalidAt(["query", "resource_instance_id"], "this element is about the whole tenant");
  const found = await server.store.asOwner({ environment: server.environment, tenant }, (trx) =>
    instanceNamed(trx, server.environment, tenant, name),
  );
  if (found === null) throw missing("resource instance", name);
  const { place } = found;
  if (session?.instance != null && session.instance !== place)
    throw new Fault(403, "FORBIDDEN_ACCESS", "This session is for another item.");
  return place;
}

/** An instance of the tenant by its id or as `type:key`. */
export async function instanceNamed(
  trx: Trx,
  environment: string,
  tenant: string,
  name: string,
): Promise<{ id: string; place: string } | null> {
  const { rows } = await sql<{ id: string; place: string }>`select i.id, r.key || ':' || i.key as place
    from resource_instance i join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)
    where i.environment_id = ${environment} and i.tenant_id = ${tenant}
      and (i.id = ${asId(name)}::uuid or r.key || ':' || i.key = ${name})`.execute(trx);
  return rows[0] ?? null;
}

/** Reads as the element's own lists do, in one transaction. `watching`: whoever may not look is refused. */
export function reading<T>(
  { server, requestId, claims }: Pick<ElementCall, "server" | "requestId" | "claims">,
  work: (context: Context) => Promise<T>,
  { concerns = {}, watching = true }: { concerns?: Concerns; watching?: boolean } = {},
): Promise<T> {
  return server.store.asServer({ environment: claims.environment, tenant: claims.tenant }, async (trx) => {
    const places = [...(concerns.places ?? []), ...placesOf(claims)];
    const more = { bulk: 0, justification: null };
    const context = await openContext(server, trx, claims, requestId, { ...concerns, places }, more);
    if (watching) mayWatch(context, claims.instance);
    return work(context);
  });
}

/** Does what an element's own endpoint does: the same guard, the same writer, the same audit entry, the same answer. */
export async function through<A>(
  { server, requestId, claims, request }: Pick<ElementCall, "server" | "requestId" | "claims" | "request">,
  endpoint: Endpoint,
  params: Record<string, string>,
  body: object,
): Promise<A> {
  const { token } = await signSession(server.sessionKey, claims, new Date());
  const retryKey = request.headers.get("idempotency-key");
  const inside = new Request("http://element.invalid/", {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, ...(retryKey !== null && { "idempotency-key": retryKey }) },
    body: JSON.stringify(body),
  });
  const answer = await endpoint.handle(server, inside, params, requestId);
  return (await answer.json()) as A;
}

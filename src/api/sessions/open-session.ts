import { sql } from "kysely";
import type { Verb } from "../delegation/types.js";
import { Refused, notFound } from "../errors.js";
import { bodyOf, parse, mayWatch } from "../endpoint.js";
import { operatorOf, type OperatorContext } from "../operators.js";
import { authenticate, bearerOf, openContext, type Context, type Server } from "../request-context.js";
import { readRules } from "../store/read-facts.js";
import type { Trx } from "../store/store.js";
import { OpenSessionInput, type ElementType, type Role, type Session } from "../wire.js";
import { vouchedUser } from "./host-session.js";
import { openOperators } from "./open-operators.js";
import { signSession, type SessionClaims } from "./tokens.js";

/** What an element type adds to a session: its verbs, and what its screen needs to begin. */
export interface ElementKind {
  verbs: readonly Verb[];
  roles(context: Context): Role[];
  withHelp(context: Context, roles: readonly Role[]): Promise<Role[]>;
  refused(context: Context, roles: readonly Role[]): Session["refused"];
  firstPage(context: Context, refused: Session["refused"], about: About): Promise<unknown>;
  /** The first page of operators, where they have sessions of this element. */
  operatorsPage?: (context: OperatorContext) => Promise<unknown>;
}

/** What an element is about, where it is not about the whole tenant: a person by id, or an instance. */
export interface About {
  user: string | null;
  instance: string | null;
}

/**
 * Opens an element session: from the host's own session, or from an element token that the host's backend got. The
 * same answer brings configuration, abilities and the first page, so that one request stands between script and rows.
 */
export async function openSession(
  server: Server,
  kinds: Record<ElementType, ElementKind>,
  request: Request,
  requestId: string,
): Promise<Response> {
  const input = parse(OpenSessionInput, await bodyOf(request));
  const operator = await operatorOf(server, request);
  if (operator) return openOperators(server, kinds[input.type], operator, request, input, requestId);
  const isTokenGiven = request.headers.has("authorization");
  const claims = isTokenGiven
    ? await claimsOfToken(server, request, input)
    : await mint(server, kinds, request, input);
  const kind = kinds[input.type];
  const where = { environment: claims.environment, tenant: claims.tenant };
  const body = await server.store.asServer(where, async (trx): Promise<Session> => {
    const instance = claims.instance ?? input.instance ?? null;
    const user = input.user === undefined ? null : await memberBy(trx, input.user);
    const concerns = { users: user === null ? [] : [user], places: instance === null ? [] : [instance] };
    const context = await openContext(server, trx, claims, requestId, concerns, {
      bulk: 0,
      justification: null,
    });
    mayWatch(context, instance);
    if (input.user !== undefined && user === null) throw notFound();
    const { key, id } = context.configuration;
    if (input.element !== undefined && input.element !== key && input.element !== id) {
      throw new Refused("forbidden", "This session is for another element.");
    }
    const roles = kind.roles(context);
    const refused = kind.refused(context, roles);
    const { token, expiresAt } = isTokenGiven
      ? { token: bearerOf(request) ?? "", expiresAt: (await authenticate(server, request)).expiresAt }
      : await signSession(server.sessionKey, claims, new Date());
    const { rules, configuration, actor } = context;
    return {
      token,
      expires_at: expiresAt.toISOString(),
      you: { user: actor.user, name: actor.name, email: actor.email },
      tenant: { id: rules.tenant.id, key: rules.tenant.key, name: rules.tenant.name },
      element: {
        key: configuration.key,
        type: input.type,
        columns: configuration.columns.map((attribute) => ({
          attribute,
          label: rules.attributes.find(({ key }) => key === attribute)?.label ?? attribute,
        })),
      },
      roles: await kind.withHelp(context, roles),
      refused,
      justification: asksWhy(context),
      meters: metersOf(context),
      ...(input.with_first_page && {
        first_page: await kind.firstPage(context, refused, { user, instance }),
      }),
    };
  });
  return Response.json(body, { headers: { "cache-control": "no-store" } });
}

async function mint(
  server: Server,
  kinds: Record<ElementType, ElementKind>,
  request: Request,
  input: OpenSessionInput,
): Promise<SessionClaims> {
  const { user, tenant: named } = await vouchedUser(server, request);
  server.requests.take(user);
  if (named !== null && input.tenant !== undefined && named !== input.tenant) {
    throw new Refused("forbidden", "The page names another tenant than the app's session.");
  }
  const tenant = await server.store.asServer({ environment: server.environment, tenant: null }, (trx) =>
    findTenant(trx, user, named ?? input.tenant ?? null),
  );
  return claimsFor(server, {
    tenant,
    user,
    type: input.type,
    element: input.element ?? null,
    instance: input.instance ?? null,
    verbs: kinds[input.type].verbs,
  });
}

/** The host names an element that is not configured: said to whoever asks, since it gives nothing of a tenant away. */
export class UnknownElement extends Refused {
  constructor(type: ElementType, element: string | null) {
    super(
      "not_found",
      element === null
        ? `No element of type ${type} is configured.`
        : `There is no element ${element} of type ${type}.`,
    );
  }
}

/** Claims for a user of a tenant, with the element's configuration resolved; refused if they have no place there. */
export async function claimsFor(
  server: Server,
  {
    tenant,
    user,
    type,
    element,
    instance,
    verbs,
  }: {
    tenant: string;
    user: string;
    type: ElementType;
    element: string | null;
    instance: string | null;
    verbs: readonly Verb[];
  },
): Promise<SessionClaims> {
  return server.store.asServer({ environment: server.environment, tenant }, async (trx) => {
    const rules = await readRules(trx);
    const configuration = rules?.configurations.find(
      (each) => each.type === type && (element === null || each.key === element || each.id === element),
    );
    if (rules && !configuration) {
      throw new UnknownElement(type, element);
    }
    const { rows } = await sql<{
      person: { epoch: number; status: string };
    }>`select people_by_id(array[${user}::uuid]) as person`.execute(trx);
    const person = rows[0]?.person;
    if (!configuration || !person) throw notFound();
    return {
      environment: server.environment,
      tenant,
      user,
      configuration: configuration.id,
      type,
      instance,
      verbs,
      epoch: person.epoch,
    };
  });
}

async function claimsOfToken(
  server: Server,
  request: Request,
  input: OpenSessionInput,
): Promise<SessionClaims> {
  const claims = await authenticate(server, request);
  server.requests.take(claims.user);
  if (claims.type !== input.type) throw new Refused("forbidden", "This session is for another element.");
  if (claims.instance !== null && input.instance !== undefined && input.instance !== claims.instance)
    throw new Refused("forbidden", "This session is for another item.");
  if (input.tenant === undefined) return claims;
  const where = { environment: claims.environment, tenant: claims.tenant };
  const tenant = await server.store.asServer(where, async (trx) => (await readRules(trx))?.tenant);
  if (tenant?.key !== input.tenant && tenant?.id !== input.tenant) throw notFound();
  return claims;
}

async function findTenant(trx: Trx, user: string, key: string | null): Promise<string> {
  if (key !== null) {
    const { rows } = await sql<{ id: string | null }>`select tenant_by_key(${key}) as id`.execute(trx);
    if (!rows[0]?.id) throw notFound();
    return rows[0].id;
  }
  const { rows } = await sql<{ id: string }>`select id from tenants_of(${user})`.execute(trx);
  if (rows[0] && rows.length === 1) return rows[0].id;
  if (rows.length === 0) throw notFound();
  throw new Refused("invalid", "You have a place in several tenants: the page must name one.", {
    fields: [{ path: "tenant", message: "needed" }],
  });
}

/** Somebody who has a place here, by the host's key or by id. */
async function memberBy(trx: Trx, name: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select member_by(${name}) as id`.execute(trx);
  return rows[0]?.id ?? null;
}

/** Some delegation of the actor asks for a reason with each change. */
function asksWhy({ facts, actor }: Context): boolean {
  const held = new Set(actor.assignments.map(({ role }) => role));
  return facts.delegations.some(({ role, justification }) => justification && held.has(role));
}

function metersOf({ facts, rules, visible }: Context): Session["meters"] {
  const { seats, most } = facts.guardrails;
  const roles = most.filter(({ role }) => visible.has(role));
  return [
    ...(seats === null ? [] : [{ label: "Seats", used: facts.counts.seats, most: seats }]),
    ...roles.map(({ role, count }) => ({
      label: rules.roles.get(role)?.name ?? "",
      used: facts.counts.holders.get(role) ?? 0,
      most: count,
    })),
  ];
}

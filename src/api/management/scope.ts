import { sql } from "kysely";
import { sha256 } from "../bytes.js";
import { bearerOf, type Server } from "../request-context.js";
import type { Store, Trx } from "../store/store.js";
import { Fault, missing } from "./fault.js";

/** An API key that is live: how far it reaches, and what it may do there. */
export interface ApiKey {
  id: string;
  name: string;
  organization: string;
  /** `null`: every project of the organization. */
  project: string | null;
  /** `null`: every environment of its projects. */
  environment: string | null;
  access: Access;
  /** When the secret that it was found by ends. */
  ends: Date | null;
}

export type Access = "read" | "write" | "admin";
const ranks: readonly Access[] = ["read", "write", "admin"];

/** Where an operation takes place; empty where its path names no such level. */
export interface Place {
  organization: string;
  project: string;
  environment: string;
}

/** Text that names by id, dashed or as 32 hex digits, in the one form that the database answers; else nothing. */
export function asId(text: string): string | null {
  const digits = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text)
    ? text.replaceAll("-", "")
    : null;
  return digits && digits.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The key that a request brings; 401 without a live one. */
export async function keyOf(store: Store, request: Request): Promise<ApiKey> {
  const secret = bearerOf(request);
  if (secret === null)
    throw new Fault(401, "UNAUTHORIZED", "An API key is needed: Authorization: Bearer <key>.");
  return keyBySecret(store, secret);
}

/** The live key that a secret is of; 401 without one. */
export async function keyBySecret(store: Store, secret: string): Promise<ApiKey> {
  const hash = await sha256(secret);
  const key = await store.asOwner({ environment: "", tenant: null }, async (trx) => {
    const { rows } = await sql<ApiKey & { unused: boolean }>`
      select k.id, k.name, k.organization_id as organization, k.project_id as project, k.environment_id as environment,
        k.access_level as access,
        least(k.expires_at, case when k.former_hash = ${hash} then k.former_until end) as ends, coalesce(k.last_used_at < clock_timestamp() - interval '1 minute', true) as unused
      from api_key k where k.deleted_at is null and (k.expires_at is null or k.expires_at > clock_timestamp())
        and (k.secret_hash = ${hash} or (k.former_hash = ${hash} and k.former_until > clock_timestamp()))`.execute(
      trx,
    );
    const found = rows[0];
    // To the minute, so that a busy key is not a write with every request.
    if (found?.unused)
      await sql`update api_key set last_used_at = clock_timestamp() where id = ${found.id}`.execute(trx);
    return found;
  });
  if (!key) throw new Fault(401, "UNAUTHORIZED", "This API key is not valid.");
  const { unused: _, ...rest } = key;
  return rest;
}

/** The key of a request whose path names no environment, and the one that it is for: the key's own, else the default one. */
export async function keyInEnvironment(
  server: Server,
  request: Request,
): Promise<{ key: ApiKey; environment: string }> {
  const key = await keyOf(server.store, request);
  server.keyRequests.take(key.id);
  if (key.environment !== null) return { key, environment: key.environment };
  const { environment } = server;
  const { rows } = await server.store.asOwner({ environment, tenant: null }, (trx) =>
    sql`select 1 from environment e join project p on p.id = e.project_id where e.id = ${environment}
      and p.organization_id = ${key.organization} and coalesce(${key.project}, p.id) = p.id`.execute(trx),
  );
  if (rows.length === 0) throw outside();
  return { key, environment };
}

export function requireAccess(key: ApiKey, needed: Access): void {
  if (ranks.indexOf(key.access) < ranks.indexOf(needed))
    throw new Fault(403, "FORBIDDEN_ACCESS", `This API key may ${key.access} only; this needs ${needed}.`);
}

const outside = () => new Fault(403, "FORBIDDEN_ACCESS", "This API key does not reach that far.");

/** The narrowest level that a key must be of, for what concerns a level as a whole. */
export function requireLevel(key: ApiKey, level: "organization" | "project" | "environment"): void {
  if (
    (level !== "environment" && key.environment !== null) ||
    (level === "organization" && key.project !== null)
  )
    throw new Fault(403, "FORBIDDEN_ACCESS", `This needs an API key of the ${level}.`);
}

/**
 * The place that the names in a path mean, each an id or a key. What lies outside of the key's reach is answered the
 * same whether it is there or not.
 */
export async function reach(trx: Trx, key: ApiKey, params: Readonly<Record<string, string>>): Promise<Place> {
  const { org_id, proj_id, env_id } = params;
  if (org_id !== undefined) await organizationOf(trx, key, org_id);
  const project = proj_id === undefined ? "" : await projectOf(trx, key, proj_id);
  const environment = env_id === undefined ? "" : await environmentOf(trx, key, project, env_id);
  return { organization: key.organization, project, environment };
}

async function organizationOf(trx: Trx, key: ApiKey, name: string): Promise<void> {
  const { rows } = await sql`select 1 from organization where id = ${key.organization}
    and (id = ${asId(name)} or key = ${name})`.execute(trx);
  if (rows.length === 0) throw outside();
}

async function projectOf(trx: Trx, key: ApiKey, name: string): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select id from project where organization_id = ${key.organization}
    and (id = ${asId(name)} or key = ${name}) and (${key.project}::uuid is null or id = ${key.project})`.execute(
    trx,
  );
  if (rows[0]) return rows[0].id;
  throw key.project === null ? missing("project", name) : outside();
}

async function environmentOf(trx: Trx, key: ApiKey, project: string, name: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from environment where project_id = ${project}
    and (id = ${asId(name)} or key = ${name}) and (${key.environment}::uuid is null or id = ${key.environment})`.execute(
    trx,
  );
  if (rows[0]) return rows[0].id;
  throw key.environment === null ? missing("environment", name) : outside();
}

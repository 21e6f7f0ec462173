import type { AuthorizedUsers, UserPermissions, UserPermissionsQuery } from "../decision/types.js";
import { Fault } from "../management/fault.js";
import { attributesAt, objectAt, queryAt, resourceAt, stringAt, stringsAt, userAt } from "./asked.js";
import { customFor, sure, type Asking } from "./asking.js";

/** `POST /user-permissions`: what somebody may do, by tenant and instance; in pages, where the address asks for them. */
export async function userPermissions(
  asking: Asking | null,
  body: unknown,
  { url }: Request,
): Promise<UserPermissions> {
  const asked = objectAt(body, ["body"]);
  const context = attributesAt(asked["context"], ["body", "context"]);
  const query: UserPermissionsQuery = {
    user: userAt(asked["user"], ["body", "user"]),
    tenants: stringsAt(asked["tenants"], ["body", "tenants"]),
    resources: stringsAt(asked["resources"], ["body", "resources"]),
    resourceTypes: stringsAt(asked["resource_types"] ?? asked["resourceTypes"], ["body", "resource_types"]),
    context,
    abac: context["enable_abac_user_permissions"] === true,
  };
  const page = pageOf(url);
  if (page && query.abac)
    throw new Fault(400, "INVALID_INPUT", "Permissions by attributes are not answered in pages.");
  const ready = sure(asking);
  const custom = await customFor(ready, { ...query, action: "", resource: { type: "" } });
  const all = ready.point.userPermissions({ ...query, ...custom }, ready.now);
  if (!page) return all;
  const keys = Object.keys(all).sort().slice(page.from, page.to);
  return Object.fromEntries(keys.flatMap((key) => (all[key] ? [[key, all[key]]] : [])));
}

function pageOf(url: string): { from: number; to: number } | null {
  const params = new URL(url).searchParams;
  const read = (name: string) => {
    const given = params.get(name);
    if (given === null) return null;
    const number = Number(given);
    if (!Number.isInteger(number) || number < 1 || number > 1_000_000)
      throw new Fault(422, "INVALID_INPUT", `${name} must be a whole number from 1.`);
    return number;
  };
  const [page, size] = [read("page"), read("per_page")];
  if (page === null && size === null) return null;
  const per = size ?? 30;
  return { from: ((page ?? 1) - 1) * per, to: (page ?? 1) * per };
}

/**
 * `POST /allowed/all-tenants`: the tenants in which something is allowed. The Node.js client wraps its question, and
 * reads the answer by another name than the others.
 */
export async function allTenants(asking: Asking | null, body: unknown): Promise<object> {
  const query = queryAt(unwrapped(body), ["body"]);
  const ready = sure(asking);
  const tenants = ready.point
    .allTenants({ ...query, ...(await customFor(ready, query)) }, ready.now)
    .map(({ key, attributes }) => ({ allow: true, result: true, tenant: { key, attributes } }));
  return { allowed_tenants: tenants, allowedTenants: tenants };
}

const unwrapped = (body: unknown): unknown =>
  typeof body === "object" && body !== null && "params" in body && !("user" in body) ? body.params : body;

/** The key that the Node.js client's question about all tenants carries in its body instead of a header. */
export function keyInBody(body: unknown): string | null {
  const headers = typeof body === "object" && body !== null && "headers" in body ? body.headers : null;
  const given =
    typeof headers === "object" && headers !== null && "Authorization" in headers
      ? headers.Authorization
      : null;
  return typeof given === "string" && /^bearer ./i.test(given) ? given.slice("bearer ".length) : null;
}

/** `POST /user-tenants` */
export function userTenants(asking: Asking | null, body: unknown): object {
  const { key } = userAt(objectAt(body, ["body"])["user"], ["body", "user"]);
  const { point, now } = sure(asking);
  return point.userTenants(key, now).map((tenant) => ({ key: tenant.key, attributes: tenant.attributes }));
}

/** `POST /authorized_users` */
export function authorizedUsers(asking: Asking | null, body: unknown): AuthorizedUsers {
  const asked = objectAt(body, ["body"]);
  const action = stringAt(asked["action"], ["body", "action"]);
  const resource = resourceAt(asked["resource"], ["body", "resource"]);
  const { point, now } = sure(asking);
  return point.authorizedUsers({ action, resource }, now);
}

/** `POST /allowed_url`: this server maps no addresses to actions. */
export function allowedUrl(_: Asking | null, body: unknown): object {
  const asked = objectAt(body, ["body"]);
  const user = userAt(asked["user"], ["body", "user"]);
  const query = {
    user,
    http_method: stringAt(asked["http_method"], ["body", "http_method"]),
    url: stringAt(asked["url"], ["body", "url"]),
    tenant: stringAt(asked["tenant"], ["body", "tenant"]),
  };
  const reason = "Matched mapping rule not found for the requested URL and HTTP method";
  return { allow: false, result: false, query, debug: { reason, mapping_rules: [] } };
}

import type { AskedResource, Query } from "../decision/types.js";
import { attributesAt, defaultTenant, objectAt, stringAt, stringOrNullAt, wrong, type Loc } from "./asked.js";
import { sure, type Asking } from "./asking.js";
import { check } from "./check.js";

/** The questions of the OpenID AuthZEN interface. A resource's tenant stands in its properties. */

type Json = Readonly<Record<string, unknown>>;
interface Decision {
  decision: boolean;
  context?: object;
}

/** `GET /.well-known/authzen-configuration`, which needs no key. */
export function configuration({ url }: Request, path: string): object {
  const base = url.slice(0, url.indexOf(path));
  const endpoint = (name: string) => `${base}/access/v1/${name}`;
  return {
    policy_decision_point: base,
    access_evaluation_endpoint: endpoint("evaluation"),
    access_evaluations_endpoint: endpoint("evaluations"),
    search_subject_endpoint: endpoint("search/subject"),
    search_resource_endpoint: endpoint("search/resource"),
    search_action_endpoint: endpoint("search/action"),
  };
}

/** `POST /access/v1/evaluation` */
export const evaluation = (asking: Asking | null, body: unknown): Promise<Decision> =>
  evaluate(asking, objectAt(body, ["body"]), ["body"]);

/** The decision after which those that follow are not looked at. */
const semantics = new Map<unknown, boolean | null>([
  ["execute_all", null],
  ["deny_on_first_deny", false],
  ["permit_on_first_permit", true],
]);

/** `POST /access/v1/evaluations`: each may leave out what stands above the list. */
export async function evaluations(
  asking: Asking | null,
  body: unknown,
): Promise<Decision | { evaluations: Decision[] }> {
  const { evaluations: asked, options, ...common } = objectAt(body, ["body"]);
  if (asked === undefined) return evaluation(asking, body);
  if (!Array.isArray(asked)) throw wrong(["body", "evaluations"], "must be a list");
  const semantic = attributesAt(options, ["body", "options"])["evaluations_semantic"];
  const stopsAt = semantics.get(semantic ?? "execute_all");
  if (stopsAt === undefined) throw wrong(["body", "options", "evaluations_semantic"], "is not known");
  const answered: Decision[] = [];
  for (const [at, each] of asked.entries()) {
    const loc = ["body", "evaluations", at];
    const one = await evaluate(asking, { ...common, ...objectAt(each, loc) }, loc);
    answered.push(one);
    if (one.decision === stopsAt) break;
  }
  return { evaluations: answered };
}

async function evaluate(asking: Asking | null, body: Json, loc: Loc): Promise<Decision> {
  const { allow, debug } = await check(asking, queryOf(body, loc));
  return { decision: allow, context: debug };
}

function queryOf(body: Json, loc: Loc): Query {
  const { subject, context } = subjectOf(body, loc);
  return {
    user: {
      key: stringAt(subject["id"], [...loc, "subject", "id"]),
      attributes: propertiesOf(subject, [...loc, "subject"]),
    },
    action: actionOf(body, loc),
    resource: {
      ...typeOf(body, loc),
      key: stringOrNullAt(resourceOf(body, loc)["id"], [...loc, "resource", "id"]),
    },
    context,
  };
}

function subjectOf(body: Json, loc: Loc) {
  const subject = objectAt(body["subject"], [...loc, "subject"]);
  stringAt(subject["type"], [...loc, "subject", "type"]);
  return { subject, context: attributesAt(body["context"], [...loc, "context"]) };
}

const actionOf = (body: Json, loc: Loc) =>
  stringAt(objectAt(body["action"], [...loc, "action"])["name"], [...loc, "action", "name"]);
const resourceOf = (body: Json, loc: Loc) => objectAt(body["resource"], [...loc, "resource"]);
const propertiesOf = (entity: Json, loc: Loc) => attributesAt(entity["properties"], [...loc, "properties"]);

function typeOf(body: Json, loc: Loc): AskedResource & { tenant: string } {
  const resource = resourceOf(body, loc);
  const { tenant, ...attributes } = propertiesOf(resource, [...loc, "resource"]);
  return {
    type: stringAt(resource["type"], [...loc, "resource", "type"]),
    tenant: stringOrNullAt(tenant, [...loc, "resource", "properties", "tenant"]) ?? defaultTenant,
    attributes,
  };
}

const mostSearched = 1000;
interface Found {
  results: object[];
  page: { next_token: string };
}
const found = (results: object[]): Found => ({ results, page: { next_token: "" } });

/** `POST /access/v1/search/subject`: by roles and relationships; rules on attributes name nobody. */
export function searchSubject(asking: Asking | null, body: unknown): Found {
  const asked = objectAt(body, ["body"]);
  const { subject } = subjectOf(asked, ["body"]);
  const action = actionOf(asked, ["body"]);
  const resource = {
    ...typeOf(asked, ["body"]),
    key: stringOrNullAt(resourceOf(asked, ["body"])["id"], ["body", "resource", "id"]),
  };
  const { point, now } = sure(asking);
  const { users } = point.authorizedUsers({ action, resource }, now);
  return found(Object.keys(users).map((id) => ({ type: subject["type"], id })));
}

/** `POST /access/v1/search/action` */
export async function searchAction(asking: Asking | null, body: unknown): Promise<Found> {
  const asked = objectAt(body, ["body"]);
  const ready = sure(asking);
  const names = ready.actions.get(typeOf(asked, ["body"]).type) ?? [];
  const allowed: object[] = [];
  for (const name of names) {
    const query = queryOf({ ...asked, action: { name } }, ["body"]);
    if ((await check(ready, query)).allow) allowed.push({ name });
  }
  return found(allowed);
}

/**
 * `POST /access/v1/search/resource`: the instances of a type in a tenant, as `keys` reads them page by page, that the
 * subject may do it to. A page of the answer is of one page of them.
 */
export async function searchResource(
  asking: Asking | null,
  body: unknown,
  keys: (of: { type: string; tenant: string; after: string; limit: number }) => Promise<string[]>,
): Promise<Found> {
  const asked = objectAt(body, ["body"]);
  const { type, tenant } = typeOf(asked, ["body"]);
  const after =
    stringOrNullAt(attributesAt(asked["page"], ["body", "page"])["token"], ["body", "page", "token"]) ?? "";
  const query = queryOf(asked, ["body"]);
  const ready = sure(asking);
  const page = await keys({ type, tenant, after, limit: mostSearched });
  const results: object[] = [];
  for (const id of page)
    if ((await check(ready, { ...query, resource: { ...query.resource, key: id } })).allow)
      results.push({ type, id });
  return { results, page: { next_token: page.length < mostSearched ? "" : (page.at(-1) ?? "") } };
}

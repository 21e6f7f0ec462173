import { sql } from "kysely";
import { z } from "zod";
import { concerning } from "../../request-context.js";
import { listRequestIds } from "../../store/requests.js";
import type { Trx } from "../../store/store.js";
import { Paging } from "../collection.js";
import { missing } from "../fault.js";
import { asId } from "../scope.js";
import { instanceNamed, reading, type ElementCall } from "./element-operation.js";
import { requestView, type RequestView } from "./request-view.js";
import { reviewing } from "./reviewing.js";

const Name = z.string().min(1).max(400);
export const Filters = z.looseObject({
  ...Paging,
  status: z.enum(["pending", "approved", "denied", "canceled"]).optional(),
  tenant: Name.optional(),
  role: Name.optional(),
  resource: Name.optional(),
  resource_instance_id: Name.optional(),
});

/** As many as are looked through, the newest first. */
const mostLookedAt = 1000;

export async function list(call: ElementCall<z.output<typeof Filters>>): Promise<object> {
  const { page, per_page } = call.query;
  const wanted = await byKeys(call, call.query);
  const found = (await requestsFor(call, null)).filter((each) => isWanted(each, wanted, call));
  return {
    data: found.slice((page - 1) * per_page, page * per_page),
    total_count: found.length,
    page_count: Math.ceil(found.length / per_page),
  };
}

type Wanted = Pick<
  z.output<typeof Filters>,
  "status" | "tenant" | "role" | "resource" | "resource_instance_id"
>;

/** Filters by the names that requests bear, however they name a role or an instance. */
async function byKeys({ server, environment, claims }: ElementCall, wanted: Wanted): Promise<Wanted> {
  const { role, resource_instance_id: instance } = wanted;
  return server.store.asOwner({ environment, tenant: null }, async (trx) => {
    const found = role === undefined || asId(role) === null ? null : await roleKey(trx, environment, role);
    const there = instance && (await instanceNamed(trx, environment, claims.tenant, instance));
    return {
      ...wanted,
      ...(found !== null && { role: found }),
      ...(there && { resource_instance_id: there.place }),
    };
  });
}

async function roleKey(trx: Trx, environment: string, id: string): Promise<string | null> {
  const { rows } = await sql<{ key: string }>`select key::text from role
    where environment_id = ${environment} and id = ${asId(id)}`.execute(trx);
  return rows[0]?.key ?? null;
}

function isWanted(
  { status, access_request_details: details }: RequestView,
  wanted: Wanted,
  { configuration, claims }: ElementCall,
): boolean {
  const { tenant, role, resource, resource_instance_id: instance } = wanted;
  const isOf = (name: string | undefined, ...own: (string | null)[]) =>
    name === undefined || own.includes(name);
  const isOfElement =
    configuration.type !== "access-request" || details.element_config_id === configuration.id;
  return (
    isOfElement &&
    isOf(wanted.status, status) &&
    isOf(tenant, details.tenant, claims.tenant) &&
    isOf(role, details.role) &&
    isOf(resource, details.resource) &&
    isOf(instance, details.resource_instance)
  );
}

export async function show(call: ElementCall, id: string): Promise<RequestView> {
  const [found] = await requestsFor(call, id);
  if (!found) throw missing("access request", id);
  return found;
}

/** One's own as the element shows them, and others' as one may answer them. */
async function requestsFor(call: ElementCall, id: string | null): Promise<RequestView[]> {
  const there = await reviewing(call);
  const own = await requestsIn(call, id);
  const others = there === null || there.claims === call.claims ? [] : await requestsIn(there, id);
  const all = new Map([...others, ...own].map((each) => [each.id, each]));
  return [...all.values()].sort((one, other) => (one.created_at < other.created_at ? 1 : -1));
}

const requestsIn = (call: ElementCall, id: string | null): Promise<RequestView[]> =>
  readingRequests(call, async (context) => {
    const { trx, claims } = context;
    const ids =
      id === null
        ? await Promise.all(
            (["open", "mine", "ended"] as const).map((show) =>
              listRequestIds(trx, { show, user: claims.user }, null, mostLookedAt),
            ),
          )
        : [id];
    const there = await concerning(context, [...new Set(ids.flat())]);
    return [...there.requests.values()].flatMap((request) => requestView(call, there, request) ?? []);
  });

/** Everybody with a place here may look at what they have asked for, whatever else the element shows. */
export const readingRequests: typeof reading = (call, work) =>
  reading(
    call,
    (context) => {
      if (context.judge({ act: "requests" }).decision.outcome !== "allowed")
        throw missing("access request", "");
      return work(context);
    },
    { watching: false },
  );

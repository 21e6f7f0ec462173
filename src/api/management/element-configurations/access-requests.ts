import { z } from "zod";
import { askOthers } from "../../approvals/ask.js";
import type { AskAnswer } from "../../approvals/contract.js";
import { reviewRequest } from "../../approvals/review-request.js";
import { withdrawRequest } from "../../approvals/withdraw-request.js";
import { invalidAt, missing } from "../fault.js";
import type { Operation } from "../operation.js";
import { asId } from "../scope.js";
import { byKey, byToken } from "./bearers.js";
import { elementOperation, instanceNamed, through, type ElementCall } from "./element-operation.js";
import { Filters, list, readingRequests, show } from "./request-list.js";
import { reviewing } from "./reviewing.js";
import { roleBy } from "./roles.js";

const elements = ["access-request", "user-management", "approvals"] as const;
const Name = z.string().min(1).max(400);
/** Byte for byte as it is written; what is blank says nothing. */
const Said = z.string().max(4096).nullish();

const Create = z.object({
  access_request_details: z.object({
    tenant: Name,
    resource: Name.nullish(),
    resource_instance: Name.nullish(),
    role: Name,
  }),
  reason: Said,
});
const Review = z.object({ reviewer_comment: Said, role: Name.nullish() });
const withToken = "/v2/elements/{proj_id}/{env_id}/config/{elements_config_id}/access_requests";
const withKey =
  "/v2/facts/{proj_id}/{env_id}/access_requests/{elements_config_id}/user/{user_id}/tenant/{tenant_id}";

/** Asking for roles and answering: by a user's own token, or by an API key in a user's name and with that user's rights. */
export const accessRequestOperations: readonly Operation[] = [
  ...operationsAt(withToken, byToken),
  ...operationsAt(withKey, byKey),
];

function operationsAt(path: string, identify: typeof byToken): Operation[] {
  const one = `${path}/{access_request_id}`;
  const shared = { elements, identify };
  return [
    elementOperation({ ...shared, route: `GET ${path}`, query: Filters, run: list }),
    elementOperation({ ...shared, route: `GET ${one}`, run: (call) => show(call, idOf(call)) }),
    elementOperation({ ...shared, route: `POST ${path}`, body: Create, run: create }),
    elementOperation({ ...shared, route: `PUT ${one}/approve`, body: Review, run: answer(true) }),
    elementOperation({ ...shared, route: `PUT ${one}/deny`, body: Review, run: answer(false) }),
    elementOperation({
      ...shared,
      route: `PUT ${one}/cancel`,
      run: async (call) => {
        await show(call, idOf(call));
        await through(call, withdrawRequest, { request: idOf(call) }, {});
        return show(call, idOf(call));
      },
    }),
  ];
}

const idOf = ({ params }: ElementCall) => {
  const name = params["access_request_id"] ?? "";
  const id = asId(name);
  if (id === null) throw missing("access request", name);
  return id;
};

async function create(call: ElementCall<unknown, z.output<typeof Create>>): Promise<object> {
  const { access_request_details: details, reason } = call.body;
  const { environment, claims, server } = call;
  const place = placeNamed(details);
  const instance =
    place === null
      ? null
      : await server.store.asOwner({ environment, tenant: null }, (trx) =>
          instanceNamed(trx, environment, claims.tenant, place),
        );
  if (place !== null && instance === null) throw missing("resource instance", place);
  const role = await readingRequests(call, (context) => {
    const { tenant } = context.rules;
    if (details.tenant !== tenant.key && asId(details.tenant) !== tenant.id)
      throw invalidAt(["body", "access_request_details", "tenant"], "this session is for another tenant");
    return Promise.resolve(roleBy(context, details.role, instance?.place ?? null));
  });
  const grant = [{ role, ...(instance && { instance: instance.place }) }];
  const { request } = await through<AskAnswer>(
    call,
    askOthers,
    {},
    {
      kind: "access",
      person: { user: claims.user, grant },
      ...said(reason),
    },
  );
  return show(call, request ?? "");
}

/** An instance may be named by itself, or by its key with its resource beside. */
function placeNamed({
  resource,
  resource_instance: instance,
}: {
  resource?: string | null | undefined;
  resource_instance?: string | null | undefined;
}) {
  if (instance == null) return null;
  return asId(instance) !== null || instance.includes(":") ? instance : `${resource ?? ""}:${instance}`;
}

const said = (text: string | null | undefined) =>
  text != null && /\S/.test(text) ? { justification: text } : {};

/** The reviewer's own act, by what they may do in the element that reviews. What is granted is exactly what was asked. */
function answer(agrees: boolean) {
  return async (call: ElementCall<unknown, z.output<typeof Review>>): Promise<object> => {
    const id = idOf(call);
    const { access_request_details: details } = await show(call, id);
    const { role, reviewer_comment } = call.body;
    const there = (await reviewing(call)) ?? call;
    if (agrees && role != null) {
      const given = await readingRequests(there, (context) =>
        Promise.resolve(context.rules.roles.get(roleBy(context, role, details.resource_instance))?.key),
      );
      if (given !== details.role)
        throw invalidAt(["body", "role"], "another role than the one that was asked for");
    }
    await through(there, reviewRequest, { request: id }, { agrees, ...said(reviewer_comment) });
    return show(call, id);
  };
}

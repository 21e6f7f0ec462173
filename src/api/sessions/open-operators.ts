import { notFound, Refused } from "../errors.js";
import { operatorContext, type StandingOperator } from "../operators.js";
import { bearerOf, type Server } from "../request-context.js";
import type { OpenSessionInput, Session } from "../wire.js";
import type { ElementKind } from "./open-session.js";

/** The element's session of an operator, whose token the host's backend has got. */
export async function openOperators(
  server: Server,
  { operatorsPage }: ElementKind,
  operator: StandingOperator,
  request: Request,
  input: OpenSessionInput,
  requestId: string,
): Promise<Response> {
  if (!operatorsPage) throw new Refused("forbidden", "This session is for another element.");
  const { environment, tenant, apiKey, name, expiresAt } = operator;
  const body = await server.store.asServer({ environment, tenant }, async (trx): Promise<Session> => {
    const context = await operatorContext(server, trx, operator, requestId);
    const bound = context.tenant ?? { id: environment, key: "", name: "All tenants" };
    if (input.tenant !== undefined && input.tenant !== bound.key && input.tenant !== bound.id)
      throw notFound();
    const configuration = context.rules.configurations.find(
      ({ type, key, id }) => type === input.type && [undefined, key, id].includes(input.element),
    );
    if (input.element !== undefined && !configuration)
      throw new Refused("forbidden", "This session is for another element.");
    return {
      token: bearerOf(request) ?? "",
      expires_at: expiresAt.toISOString(),
      you: { user: apiKey ?? environment, name, email: null },
      tenant: bound,
      element: { key: configuration?.key ?? input.type, type: input.type, columns: [] },
      roles: [],
      refused: {},
      justification: false,
      meters: [],
      ...(input.with_first_page && { first_page: await operatorsPage(context) }),
    };
  });
  return Response.json(body, { headers: { "cache-control": "no-store" } });
}

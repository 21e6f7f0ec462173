import { jwtVerify } from "jose";
import { z } from "zod";
import { bodyOf } from "../../endpoint.js";
import { within, type Server } from "../../request-context.js";
import { Fault, faultResponse } from "../fault.js";
import { parseAs, type Operation } from "../operation.js";
import { asId } from "../scope.js";
import { providerOf } from "./identity-keys.js";
import { logIn } from "./login.js";
import { baseOf } from "./logins.js";

const path = "/v2/auth/{env_id}/elements_fe_login_as";
const Input = z.object({
  user_jwt: z.string().min(1).max(20_000),
  tenant_id: z.string().min(1).max(200),
  user_key_claim: z.string().min(1).max(200).default("sub"),
});

/** Asymmetric ones alone: with a shared secret, whoever can check a token could make one. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

/** A page logs its user in with the token of the app's own identity provider, without the host's backend. */
export const frontendLogin: readonly Operation[] = [
  {
    route: `POST ${path}`,
    action: null,
    query: z.looseObject({}),
    async handle(server, request, params, requestId) {
      const origin = request.headers.get("origin");
      if (origin !== null && !server.appOrigins.includes(origin))
        throw new Fault(403, "FORBIDDEN_ACCESS", "Pages of this origin open no elements here.");
      // What goes wrong, the page must be able to read as well.
      const answer = await logInWithToken(server, request, params, requestId).catch((error: unknown) =>
        faultResponse(error, requestId),
      );
      return withLeave(answer, origin);
    },
  },
  {
    route: `OPTIONS ${path}`,
    action: null,
    query: z.looseObject({}),
    handle: (server, request) => {
      const origin = request.headers.get("origin");
      const isLeft = origin !== null && server.appOrigins.includes(origin);
      const headers = {
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "content-type",
      };
      return Promise.resolve(withLeave(new Response(null, { status: 204, headers }), isLeft ? origin : null));
    },
  },
];

async function logInWithToken(
  anywhere: Server,
  request: Request,
  params: Readonly<Record<string, string>>,
  requestId: string,
): Promise<Response> {
  const { user_jwt, tenant_id, user_key_claim } = parseAs("body", Input, await bodyOf(request)) as z.output<
    typeof Input
  >;
  const environment = asId(params["env_id"] ?? "");
  if (environment === null) throw notKnown();
  const server = within(anywhere, environment);
  const { keys, namesUser, ...claims } = await providerOf(server);
  if (!namesUser(user_key_claim)) throw notKnown();
  const options = { algorithms, requiredClaims: ["exp", user_key_claim], clockTolerance: 30, ...claims };
  const { payload } = await jwtVerify(user_jwt, keys, options).catch(() => {
    throw notKnown();
  });
  const user_id = payload[user_key_claim];
  if (typeof user_id !== "string" || user_id === "") throw notKnown();
  const origin = request.headers.get("origin");
  return logIn(server, { user_id, tenant_id }, { base: baseOf(server, request), origin, requestId });
}

/** The same for each: nobody learns what is wrong with a token. */
const notKnown = () => new Fault(401, "UNAUTHORIZED", "This token of a user is not valid here.");

/** Leave for that one origin to read the answer, its cookies with it. */
function withLeave(answer: Response, origin: string | null): Response {
  answer.headers.set("vary", "origin");
  if (origin === null) return answer;
  answer.headers.set("access-control-allow-origin", origin);
  answer.headers.set("access-control-allow-credentials", "true");
  return answer;
}

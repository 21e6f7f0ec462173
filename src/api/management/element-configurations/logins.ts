import { z } from "zod";
import { bodyOf } from "../../endpoint.js";
import { bearerOf, within, type Server } from "../../request-context.js";
import { ElementType, InstanceKey } from "../../wire.js";
import { Fault } from "../fault.js";
import { parseAs, type Operation } from "../operation.js";
import { keyInEnvironment, requireAccess } from "../scope.js";
import { readCookie, sessionCookie } from "./bearers.js";
import { failureNamed, failures, logIn } from "./login.js";
import { loginPage } from "./login-page.js";
import { signLogin, verifyLogin } from "./login-token.js";
import { meOf } from "./me.js";
import { takeTicket } from "./tickets.js";

/** Unknown keys are ignored, as everywhere in the vendor's dialect. */
const Input = z.object({
  user_id: z.string().min(1).max(200),
  tenant_id: z.string().min(1).max(200),
  /** One of our elements, for a session of it alone. */
  element_type: ElementType.optional(),
  element_id: z.string().max(200).optional(),
  /** `type:key`, for a session about one instance only. */
  resource_instance: InstanceKey.optional(),
});

/** An operation that is neither of a key nor of an element's session. */
const open = (route: string, handle: Operation["handle"]): Operation => ({
  route,
  action: null,
  query: z.looseObject({}),
  handle,
});

export const loginOperations: readonly Operation[] = [
  /** The host's backend logs one of its users in. */
  open("POST /v2/auth/elements_login_as", async (server, request, _, requestId) => {
    const { key, environment } = await keyInEnvironment(server, request);
    requireAccess(key, "write");
    const asked = parseAs("body", Input, await bodyOf(request)) as z.output<typeof Input>;
    return logIn(within(server, environment), asked, {
      base: baseOf(server, request),
      origin: null,
      requestId,
    });
  }),
  open("GET /v2/auth/login_elements", async (server, request) => {
    const query = new URL(request.url).searchParams;
    const error = query.get("error");
    if (error !== null) return failed(server, failures[failureNamed(error)]);
    const taken = await takeTicket(server, query.get("token") ?? "");
    const me = taken && (await meOf(server, taken));
    if (!taken || !me) return failed(server, failures.INVALID_TICKET);
    const { origin, ...login } = taken;
    const token = await signLogin(server.sessionKey, login, new Date());
    const origins = origin === null ? server.appOrigins : [origin];
    return loginPage({ success: true, me }, origins, { "set-cookie": cookie(server, request, token, 600) });
  }),
  open("GET /v2/auth/me", async (server, request) => {
    const token = bearerOf(request) ?? readCookie(request);
    const login = token === null ? null : await verifyLogin(server.sessionKey, token);
    const me = login && (await meOf(server, login));
    if (!me) throw new Fault(401, "UNAUTHORIZED", "Nobody is logged in.");
    return Response.json(me, { headers: { "cache-control": "no-store" } });
  }),
  /** The vendor's client opens it in a frame of whatever page: there is nothing in it, and nothing more to lose. */
  open("GET /v2/auth/logout", (server, request) =>
    Promise.resolve(
      new Response(null, {
        status: 204,
        headers: { "set-cookie": cookie(server, request, "", 0), "cache-control": "no-store" },
      }),
    ),
  ),
];

const failed = ({ appOrigins }: Server, error: string) => loginPage({ success: false, error }, appOrigins);

/** Where browsers reach this server: as the host says, else as the request came. */
export const baseOf = ({ publicUrl }: Server, request: Request): string =>
  (publicUrl ?? new URL(request.url).origin).replace(/\/$/, "");

/** For frames of the app's pages on other sites, of which each has a cookie of its own; no script reads it. */
function cookie(server: Server, request: Request, value: string, seconds: number): string {
  const path = `${new URL(baseOf(server, request)).pathname.replace(/\/$/, "")}/v2`;
  return `${sessionCookie}=${value}; Path=${path}; Max-Age=${seconds}; Secure; HttpOnly; SameSite=None; Partitioned`;
}

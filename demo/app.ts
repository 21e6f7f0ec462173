import { Hono, type Context } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Permit } from "permit-elements/server";
import type { Accounts } from "./accounts.js";
import { consoleRoutes } from "./console.js";
import { hasPlace } from "./element-session.js";
import type { Mailbox } from "./mailbox.js";
import { show } from "./show.js";
import { signInRoutes } from "./sign-in.js";
import type { SignInCookie, SignedIn } from "./signed-in.js";
import type { Store } from "./store.js";
import type { VendorCookie } from "./vendor-cookie.js";
import { activityPage } from "./views/activity.js";
import { approvalsPage, askPage } from "./views/approvals.js";
import { documentPage, documentsPage, outsidePage } from "./views/documents.js";
import { joinPage } from "./views/join.js";
import { messagePage, type Markup } from "./views/layout.js";
import { limitsPage } from "./views/limits.js";
import { outboxPage } from "./views/outbox.js";
import { teamPage } from "./views/team.js";

export interface AcmeDocs {
  permit: Permit;
  store: Store;
  accounts: Accounts;
  mailbox: Mailbox;
  cookie: SignInCookie;
  vendor: VendorCookie;
}

type PageFor = (signedIn: SignedIn, c: Context) => Markup | undefined | Promise<Markup | undefined>;

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export function acmeDocs(demo: AcmeDocs): Hono {
  const { permit, store, mailbox, cookie } = demo;
  const app = new Hono();

  app.mount("/permit", (request: Request) => permit.fetch(request));

  app.get("/healthz", async (c) => {
    const isWell = await permit.health().then(
      ({ ok }) => ok,
      () => false,
    );
    const { kind, durable } = store;
    return c.json({ status: isWell ? "ok" : "unavailable", store: { kind, durable } }, isWell ? 200 : 503);
  });

  app.use(csrf());
  app.use(async (c, next) => {
    await next();
    c.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    c.header("Referrer-Policy", "no-referrer");
    c.header("X-Content-Type-Options", "nosniff");
  });

  const forSignedIn = (page: PageFor) => async (c: Context) => {
    const signedIn = await cookie.read(c.req.raw);
    if (!signedIn) return c.redirect(`/sign-in?next=${encodeURIComponent(c.req.path)}`, 303);
    const markup = await page(signedIn, c);
    return markup ? show(c, markup) : c.notFound();
  };
  const forMembers = (page: PageFor) =>
    forSignedIn(async (signedIn, c) =>
      (await hasPlace(permit, c.req.header("Cookie") ?? "")) ? page(signedIn, c) : outsidePage(signedIn),
    );
  app.get("/", forMembers(documentsPage));
  app.get(
    "/documents/:key",
    forMembers((signedIn, c) => documentPage(signedIn, c.req.param("key") ?? "")),
  );
  app.get("/team", forSignedIn(teamPage));
  app.get("/activity", forSignedIn(activityPage));
  app.get("/limits", forSignedIn(limitsPage));
  app.get("/approvals", forSignedIn(approvalsPage));
  app.get("/ask", forSignedIn(askPage));
  app.get("/outbox", async (c) =>
    show(c, outboxPage(await cookie.read(c.req.raw), await mailbox.latest(100))),
  );
  app.get("/join", async (c) => show(c, joinPage(await cookie.read(c.req.raw))));
  app.route("/", signInRoutes(demo));
  app.route("/console", consoleRoutes(demo));
  app.use(serveStatic({ root: `${import.meta.dirname}/public` }));

  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    console.error(`${c.req.method} ${c.req.path} failed: ${error.message}`);
    return show(c, messagePage(null, "Not available just now", "Please try again in a moment."), 503);
  });
  app.notFound(async (c) => {
    const page = messagePage(await cookie.read(c.req.raw), "Not found", "There is nothing at this address.");
    return show(c, page, 404);
  });
  return app;
}

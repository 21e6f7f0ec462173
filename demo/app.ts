import { Hono, type Context } from "hono";
import { csrf } from "hono/csrf";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Permit } from "permit-elements/server";
import type { Accounts } from "./accounts.js";
import type { Mailbox } from "./mailbox.js";
import { signIn, type SignInInput } from "./sign-in.js";
import type { SignInCookie, SignedIn } from "./signed-in.js";
import type { Store } from "./store.js";
import { documentPage, documentsPage } from "./views/documents.js";
import { joinPage, messagePage } from "./views/join.js";
import type { Markup } from "./views/layout.js";
import { outboxPage } from "./views/outbox.js";
import { signInPage } from "./views/sign-in.js";
import { teamPage } from "./views/team.js";

export interface AcmeDocs {
  permit: Permit;
  store: Store;
  accounts: Accounts;
  mailbox: Mailbox;
  cookie: SignInCookie;
}

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

/** Pages that signing in may lead back to. */
const PAGES = ["/", "/team", "/outbox", "/join"];

export function acmeDocs({ permit, store, accounts, mailbox, cookie }: AcmeDocs): Hono {
  const app = new Hono();

  app.mount("/permit", permit.fetch);

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

  const forSignedIn =
    (page: (signedIn: SignedIn, c: Context) => Markup | undefined) => async (c: Context) => {
      const signedIn = await cookie.read(c.req.raw);
      if (!signedIn) return c.redirect(`/sign-in?next=${encodeURIComponent(c.req.path)}`, 303);
      const markup = page(signedIn, c);
      return markup ? show(c, markup) : c.notFound();
    };
  app.get("/", forSignedIn(documentsPage));
  app.get(
    "/documents/:key",
    forSignedIn((signedIn, c) => documentPage(signedIn, c.req.param("key") ?? "")),
  );
  app.get("/team", forSignedIn(teamPage));
  app.get("/outbox", async (c) =>
    show(c, outboxPage(await cookie.read(c.req.raw), await mailbox.latest(100))),
  );
  app.get("/join", async (c) => show(c, joinPage(await cookie.read(c.req.raw))));

  app.get("/sign-in", async (c) =>
    show(c, signInPage(await cookie.read(c.req.raw), pageFrom(c.req.query("next")))),
  );
  app.post("/sign-in", async (c) => {
    const input = (await c.req.parseBody()) as SignInInput & { next?: unknown };
    const next = pageFrom(input.next);
    const answer = await signIn(input, { accounts, mailbox });
    if ("message" in answer) return show(c, signInPage(await cookie.read(c.req.raw), next, answer), 422);
    c.header("Set-Cookie", await cookie.write(answer));
    return c.redirect(next, 303);
  });
  app.post("/workspace", async (c) => {
    const signedIn = await cookie.read(c.req.raw);
    const { workspace } = await c.req.parseBody();
    if (!signedIn) return c.redirect("/sign-in", 303);
    const own = [signedIn.account.home, ...(await mailbox.tenantsThatWroteTo(signedIn.account.email))];
    if (typeof workspace !== "string" || !own.includes(workspace)) return c.notFound();
    c.header("Set-Cookie", await cookie.write({ ...signedIn, workspace }));
    return c.redirect("/", 303);
  });
  app.post("/sign-out", (c) => {
    c.header("Set-Cookie", cookie.clear());
    return c.redirect("/sign-in", 303);
  });

  app.use(serveStatic({ root: `${import.meta.dirname}/public` }));
  app.notFound(async (c) => {
    const page = messagePage(await cookie.read(c.req.raw), "Not found", "There is nothing at this address.");
    return show(c, page, 404);
  });
  return app;
}

function pageFrom(path: unknown): string {
  return PAGES.find((page) => page === path) ?? "/";
}

function show(c: Context, markup: Markup, status: 200 | 404 | 422 = 200): Response | Promise<Response> {
  // Pages differ by who is signed in, and going back after changing person must not show the one before.
  c.header("Cache-Control", "no-store");
  return c.html(markup, status);
}

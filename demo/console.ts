import { Hono } from "hono";
import type { AcmeDocs } from "./app.js";
import { tenants } from "./seed/tenants.js";
import { show } from "./show.js";
import { consolePage } from "./views/console.js";

/** A demo has no passwords: whoever opens the console is she. */
const VENDORS_TEAM = "Vera Lindqvist";

/** The vendor's own console, outside of the customers' app. Its backend alone opens sessions of operators. */
export function consoleRoutes({ permit, vendor }: AcmeDocs): Hono {
  const app = new Hono();
  const tenantFrom = (key: string | undefined) => (key && Object.hasOwn(tenants, key) ? key : null);

  app.get("/", async (c) => {
    const name = await vendor.read(c.req.raw);
    if (!name) return c.redirect("/sign-in", 303);
    return show(c, consolePage(name, tenantFrom(c.req.query("customer"))));
  });

  app.post("/sign-in", async (c) => {
    c.header("Set-Cookie", await vendor.write(VENDORS_TEAM));
    return c.redirect("/console", 303);
  });

  app.post("/sign-out", (c) => {
    c.header("Set-Cookie", vendor.clear());
    return c.redirect("/sign-in", 303);
  });

  /** What `pages/console.ts` fetches whenever the element needs a token. */
  app.post("/session", async (c) => {
    const name = await vendor.read(c.req.raw);
    if (!name) return c.json({ message: "Sign in to the console first." }, 401);
    const tenant = tenantFrom(c.req.query("customer"));
    return c.json(await permit.operatorSession({ name, ...(tenant && { tenant }) }));
  });

  return app;
}

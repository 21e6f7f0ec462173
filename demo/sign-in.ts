import { Hono, type Context } from "hono";
import { cast } from "./accounts.js";
import type { AcmeDocs } from "./app.js";
import { show } from "./show.js";
import type { SignedIn } from "./signed-in.js";
import { signInPage, type SignInProblem } from "./views/sign-in.js";

/** Pages that signing in may lead back to. */
const PAGES = ["/", "/team", "/activity", "/limits", "/outbox", "/join"];

/** Who is signed in, and in which workspace: changed by forms of this origin only. */
export function signInRoutes({ accounts, mailbox, cookie }: AcmeDocs): Hono {
  const app = new Hono();

  app.get("/sign-in", async (c) =>
    show(c, signInPage(await cookie.read(c.req.raw), pageFrom(c.req.query("next")))),
  );

  app.post("/sign-in", async (c) => {
    const { person, email, next } = await formOf(c);
    const answer = person ? asOneOfTheCast(person) : await asReaderOf(email?.trim() ?? "");
    if ("message" in answer) {
      return show(c, signInPage(await cookie.read(c.req.raw), pageFrom(next), answer), 422);
    }
    c.header("Set-Cookie", await cookie.write(answer));
    return c.redirect(pageFrom(next), 303);
  });

  app.post("/workspace", async (c) => {
    const signedIn = await cookie.read(c.req.raw);
    if (!signedIn) return c.redirect("/sign-in", 303);
    const { workspace = "" } = await formOf(c);
    const { home, email } = signedIn.account;
    const open = [home, ...(await mailbox.tenantsThatWroteTo(email))];
    if (!open.includes(workspace)) return c.notFound();
    c.header("Set-Cookie", await cookie.write({ ...signedIn, workspace }));
    return c.redirect("/", 303);
  });

  app.post("/sign-out", (c) => {
    c.header("Set-Cookie", cookie.clear());
    return c.redirect("/sign-in", 303);
  });

  /** As whoever can read the mail of an address, which in a demo is whoever has mail in the outbox. */
  async function asReaderOf(address: string): Promise<SignedIn | SignInProblem> {
    const mail = address ? await mailbox.latestTo(address) : undefined;
    if (!mail) {
      return {
        email: address,
        message: "There is no message to this address in the outbox. Invite it first.",
      };
    }
    const account = (await accounts.byEmail(address)) ?? (await accounts.open(address));
    return { account, workspace: mail.tenant };
  }

  return app;
}

function asOneOfTheCast(person: string): SignedIn | SignInProblem {
  const account = cast.find((member) => member.account.key === person)?.account;
  return account?.home
    ? { account, workspace: account.home }
    : { email: "", message: "Nobody by that name can sign in here." };
}

/** The fields of a form that are text; of anything else, none. */
async function formOf(c: Context): Promise<Record<string, string | undefined>> {
  const fields = Object.entries(await c.req.parseBody().catch(() => ({})));
  return Object.fromEntries(
    fields.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

function pageFrom(path: string | undefined): string {
  return PAGES.find((page) => page === path) ?? "/";
}

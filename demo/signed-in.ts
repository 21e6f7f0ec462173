import { generateCookie, generateSignedCookie } from "hono/cookie";
import { parseSigned } from "hono/utils/cookie";
import type { Account, Accounts } from "./accounts.js";

/** Who is signed in, and in which workspace they are. */
export interface SignedIn {
  account: Account;
  /** The key of the tenant. */
  workspace: string;
}

const COOKIE = "acme_docs";
const OPTIONS = { httpOnly: true, sameSite: "Lax", path: "/" } as const;

/** Signing in to Acme Docs: a signed cookie that names the account and the workspace, and nothing else. */
export class SignInCookie {
  readonly #secret: string;
  readonly #accounts: Accounts;

  constructor(secret: string, accounts: Accounts) {
    this.#secret = secret;
    this.#accounts = accounts;
  }

  async read(request: Request): Promise<SignedIn | null> {
    const cookies = await parseSigned(request.headers.get("Cookie") ?? "", this.#secret, COOKIE);
    const [workspace, key] = (cookies[COOKIE] || "").split("/");
    const account = key ? await this.#accounts.byKey(key) : undefined;
    return account && workspace ? { account, workspace } : null;
  }

  /** The value of a `Set-Cookie` header. */
  write({ account, workspace }: SignedIn): Promise<string> {
    return generateSignedCookie(COOKIE, `${workspace}/${account.key}`, this.#secret, OPTIONS);
  }

  clear(): string {
    return generateCookie(COOKIE, "", { ...OPTIONS, maxAge: 0 });
  }
}

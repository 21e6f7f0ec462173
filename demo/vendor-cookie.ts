import { generateCookie, generateSignedCookie } from "hono/cookie";
import { parseSigned } from "hono/utils/cookie";

const COOKIE = "acme_docs_vendor";
const OPTIONS = { httpOnly: true, sameSite: "Lax", path: "/console" } as const;

/** Signing in to the vendor's own console: another cookie than the customers', since nobody is both. */
export class VendorCookie {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The name of whoever of the vendor's team is signed in. */
  async read(request: Request): Promise<string | null> {
    const cookies = await parseSigned(request.headers.get("Cookie") ?? "", this.#secret, COOKIE);
    return cookies[COOKIE] || null;
  }

  /** The value of a `Set-Cookie` header. */
  write(name: string): Promise<string> {
    return generateSignedCookie(COOKIE, name, this.#secret, OPTIONS);
  }

  clear(): string {
    return generateCookie(COOKIE, "", { ...OPTIONS, maxAge: 0 });
  }
}

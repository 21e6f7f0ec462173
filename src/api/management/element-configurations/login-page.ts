import { base64url } from "jose";
import { randomBytes } from "../../bytes.js";

/**
 * The page that a login ends on, in a frame of the app's page: it tells that page, and pages of no other origin than
 * those named, what came of it. Only those can frame it.
 */
export function loginPage(
  said: object,
  origins: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Response {
  const nonce = base64url.encode(randomBytes(16));
  // Within a script's text only `<` could end it.
  const data = JSON.stringify({ said, origins }).replaceAll("<", "\\u003c");
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sign in</title></head><body>
<p>You can close this page.</p>
<script nonce="${nonce}">
const { said, origins } = ${data};
for (const origin of origins) (window.opener ?? window.parent).postMessage(said, origin);
</script></body></html>`;
  return new Response(page, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' ${origins.join(" ")}`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

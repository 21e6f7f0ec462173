import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair, type JWTPayload } from "jose";
import { Permit } from "permitio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isOutside } from "../../../../src/api/management/element-configurations/identity-keys.js";
import { openVendor, type Vendor } from "../../../support/vendor.js";
import { settleAcme, tokenOf } from "./acme-at-vendor.js";

const app = "https://app.example";
const provider = await generateKeyPair("ES256");
const another = await generateKeyPair("ES256");
const keys = { keys: [{ ...(await exportJWK(provider.publicKey)), kid: "one", alg: "ES256" }] };
/** What the keys' address answers, and how often it was asked. */
const address = { asked: 0, answer: () => Promise.resolve(Response.json(keys)) };

let vendor: Vendor;
beforeAll(async () => {
  vendor = await openVendor({
    fetchKeys: () => {
      address.asked += 1;
      return address.answer();
    },
  });
  await settleAcme(vendor);
  await vendor.permit.define({
    elements: {
      asking: { type: "access-request", name: "Ask", roles_to_levels: { LEVEL_4: ["billing"] } },
    },
  });
});
afterAll(() => vendor.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(path.startsWith("http") ? path : vendor.url + path, { headers, redirect: "manual" });
const login = (user_id: string, tenant_id = "acme", more: object = {}) =>
  vendor.ask("POST", "/v2/auth/elements_login_as", { user_id, tenant_id, ...more });
/** What a page tells the page around it. */
const told = async (response: Response) =>
  JSON.parse(/= (\{.*\});/.exec(await response.text())?.[1] ?? "null") as {
    said: { success: boolean; error?: string; me?: { actor: Record<string, unknown> } };
    origins: string[];
  };

describe("a login in the vendor's way", () => {
  test("needs a key that may write, which reaches that far", async () => {
    const input = { user_id: "olivia", tenant_id: "acme" };
    const path = "/v2/auth/elements_login_as";
    for (const key of [null, "permit_key_nobody", await tokenOf(vendor, "olivia")])
      expect((await vendor.ask("POST", path, input, key)).status).toBe(401);
    await vendor.database.rows(
      "update api_key set access_level = 'read' where name = 'tests' and environment_id is not null",
    );
    expect((await vendor.ask("POST", path, input)).status).toBe(403);
    await vendor.database.rows("update api_key set access_level = 'admin' where name = 'tests'");
  });

  test("leads to a page of this server that says why it failed, and nothing of the caller's choosing", async () => {
    const { body } = await login("nobody");
    expect(body).toMatchObject({ error: "User not found", element_bearer_token: "" });
    const page = await get(body.redirect_url as string);
    expect(await told(page)).toEqual({ said: { success: false, error: "User not found" }, origins: [app] });
    expect(page.headers.get("set-cookie")).toBeNull();
    const mischief = await get(
      `/v2/auth/login_elements?error=${encodeURIComponent("</script><script>alert(1)")}`,
    );
    expect(await mischief.clone().text()).not.toContain("alert");
    expect((await told(mischief)).said.success).toBe(false);
  });

  test("is taken once, by a page that only pages of the app can frame", async () => {
    const { body } = await login("olivia");
    const page = await get(body.redirect_url as string);
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain(`frame-ancestors 'self' ${app}`);
    const cookie = page.headers.get("set-cookie") ?? "";
    for (const part of [
      "permit_session=",
      "Secure",
      "HttpOnly",
      "SameSite=None",
      "Partitioned",
      "Path=/v2",
      "Max-Age=600",
    ])
      expect(cookie).toContain(part);
    const { said, origins } = await told(page);
    expect(origins).toEqual([app]);
    expect(said).toMatchObject({
      success: true,
      me: {
        actor: { actor_type: "user", key: "olivia", env_id: vendor.environment, onboarding_step: "done" },
      },
    });
    const again = await get(body.redirect_url as string);
    expect((await told(again)).said.success).toBe(false);
    expect(again.headers.get("set-cookie")).toBeNull();
    expect((await told(await get("/v2/auth/login_elements?token=nothing"))).said.success).toBe(false);
    expect((await told(await get("/v2/auth/login_elements"))).said.success).toBe(false);
  });

  test("runs out when nobody takes it, and is kept as a hash", async () => {
    const { body } = await login("olivia");
    const ticket = new URL(body.redirect_url as string).searchParams.get("token") ?? "";
    const rows = await vendor.database.rows<{ text: string }>("select t::text as text from login_ticket t");
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ text }) => text).join()).not.toContain(ticket);
    await vendor.database.rows(
      "update login_ticket set expires_at = clock_timestamp() - interval '1 second'",
    );
    expect((await told(await get(body.redirect_url as string))).said.success).toBe(false);
  });

  test("leaves a cookie that counts for pages of this origin alone, and is gone on logging out", async () => {
    const { body } = await login("olivia");
    const cookie =
      ((await get(body.redirect_url as string)).headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    expect((await get("/v2/auth/me")).status).toBe(401);
    expect((await get("/v2/auth/me", { cookie: "permit_session=forged" })).status).toBe(401);
    const me = (await (await get("/v2/auth/me", { cookie })).json()) as { actor: { key: string } };
    expect(me.actor.key).toBe("olivia");
    const users = `${vendor.E}/config/team/data/users`;
    expect((await get(users, { cookie })).status).toBe(401);
    expect((await get(users, { cookie, "sec-fetch-site": "cross-site" })).status).toBe(401);
    expect((await get(users, { cookie, "sec-fetch-site": "same-origin" })).status).toBe(200);
    const out = await get("/v2/auth/logout");
    expect(out.status).toBe(204);
    expect(out.headers.get("set-cookie")).toMatch(/^permit_session=;.*Max-Age=0/);
  });

  test("without an element succeeds where any element serves the user, and each judges for itself", async () => {
    expect((await login("sam")).body).toMatchObject({ error_code: "INVALID_PERMISSION_LEVEL", token: "" });
    expect((await login("ana", "acme", { element_type: "user-management" })).body.error_code).toBe(
      "INVALID_PERMISSION_LEVEL",
    );
    const token = await tokenOf(vendor, "ana");
    expect((await vendor.ask("GET", `${vendor.E}/config/asking/runtime`, undefined, token)).status).toBe(200);
    expect((await vendor.ask("GET", `${vendor.E}/config/team/data/users`, undefined, token)).status).toBe(
      403,
    );
  });

  test("is what the published client for Node gets", async () => {
    const permit = new Permit({ token: vendor.key, apiUrl: vendor.url, pdp: vendor.url });
    const done = await permit.elements.loginAs({ userId: "maria", tenantId: "acme" });
    expect(done).toMatchObject({ content: { url: done.redirect_url } });
    expect((await told(await get(done.redirect_url))).said).toMatchObject({ success: true });
    expect(await permit.elements.loginAs({ userId: "nobody", tenantId: "acme" })).toMatchObject({
      error: "User not found",
    });
  });
});

describe("a login with the token of the app's identity provider", () => {
  const path = () => `/v2/auth/${vendor.environment.replaceAll("-", "")}/elements_fe_login_as`;
  const send = (user_jwt: unknown, more: object = {}, origin: string | null = app) =>
    fetch(vendor.url + path(), {
      method: "POST",
      headers: { "content-type": "application/json", ...(origin !== null && { origin }) },
      body: JSON.stringify({ user_jwt, tenant_id: "acme", ...more }),
    });
  const signed = (claims: JWTPayload, key = provider.privateKey, exp: string | null = "5m") => {
    const jwt = new SignJWT({ sub: "olivia", ...claims }).setProtectedHeader({ alg: "ES256", kid: "one" });
    return (exp === null ? jwt : jwt.setExpirationTime(exp)).sign(key);
  };
  const configure = (jwks: object | null) =>
    vendor.database.rows("update environment set jwks = $1::jsonb where id = $2", [
      jwks && JSON.stringify(jwks),
      vendor.environment,
    ]);
  const demand = async (user_tokens: unknown) => {
    const path = `/v2/projects/default/envs/default`;
    const settings = user_tokens === undefined ? {} : { user_tokens };
    await fetch(vendor.url + path, {
      method: "PATCH",
      headers: { authorization: `Bearer ${vendor.key}` },
      body: JSON.stringify({ settings }),
    });
  };

  test("is refused where the environment names no provider, and in another environment", async () => {
    await configure(null);
    expect((await send(await signed({}))).status).toBe(403);
    const elsewhere = path().replace(/auth\/\w+/, `auth/${crypto.randomUUID()}`);
    const answer = await fetch(vendor.url + elsewhere, {
      method: "POST",
      body: JSON.stringify({ user_jwt: await signed({}), tenant_id: "acme" }),
    });
    expect(answer.status).toBe(403);
  });

  test("is refused with a token that is forged, has run out, never would, or says too little", async () => {
    await configure({ ttl: 600, jwks: keys });
    await demand({ issuer: "https://id.example", audience: "acme-docs", user_key_claims: ["employee"] });
    const claims = { iss: "https://id.example", aud: "acme-docs" };
    const secret = new TextEncoder().encode(JSON.stringify(keys.keys[0]));
    const wrong = [
      "nothing",
      await signed(claims, another.privateKey),
      await signed(claims, provider.privateKey, null),
      await signed(claims, provider.privateKey, "-2m"),
      await signed({ ...claims, iss: "https://elsewhere.example" }),
      await signed({ ...claims, aud: "another-app" }),
      await signed({ aud: "acme-docs" }),
      await signed({ ...claims, sub: "" }),
      new UnsecuredJWT({ sub: "olivia", ...claims }).setExpirationTime("5m").encode(),
      await new SignJWT({ sub: "olivia", ...claims })
        .setProtectedHeader({ alg: "HS256", kid: "one" })
        .setExpirationTime("5m")
        .sign(secret),
    ];
    for (const jwt of wrong) {
      const answer = await send(jwt);
      expect(answer.status, jwt).toBe(401);
      expect(answer.headers.get("access-control-allow-origin")).toBe(app);
      expect(await answer.text()).not.toContain("redirect_url");
    }
    expect((await send(await signed(claims))).status).toBe(200);
    expect((await send(await signed(claims), { user_key_claim: "employee" })).status).toBe(401);
    for (const body of [null, [], {}, { user_jwt: 1, tenant_id: {} }])
      expect((await fetch(vendor.url + path(), { method: "POST", body: JSON.stringify(body) })).status).toBe(
        422,
      );
  });

  test("is refused by a claim that the environment does not say names users: some are the user's own to write", async () => {
    await configure({ jwks: keys });
    const jwt = await signed({ sub: "ana", nickname: "olivia", employee: "maria" });
    for (const demands of [undefined, {}, { user_key_claims: ["employee"] }]) {
      await demand(demands);
      expect((await send(jwt, { user_key_claim: "nickname" })).status).toBe(401);
      expect((await send(jwt)).status).toBe(200);
    }
    expect((await send(jwt, { user_key_claim: "employee" })).status).toBe(200);
  });

  test("is refused altogether where what the environment asks of tokens can't be read", async () => {
    await configure({ jwks: keys });
    for (const demands of ["acme-docs", { audience: 7 }, { audience: null }, { user_key_claims: "sub" }]) {
      await demand(demands);
      expect((await send(await signed({}))).status).toBe(403);
    }
    await demand(undefined);
    expect((await send(await signed({}))).status).toBe(200);
  });

  test("is refused to pages of other origins, which may read nothing either", async () => {
    await configure({ jwks: keys });
    for (const origin of ["https://evil.example", "null", "https://app.example.evil.example"]) {
      const answer = await send(await signed({}), {}, origin);
      expect(answer.status).toBe(403);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      const leave = await fetch(vendor.url + path(), { method: "OPTIONS", headers: { origin } });
      expect(leave.headers.get("access-control-allow-origin")).toBeNull();
    }
    const leave = await fetch(vendor.url + path(), { method: "OPTIONS", headers: { origin: app } });
    expect(leave.headers.get("access-control-allow-origin")).toBe(app);
    expect(leave.headers.get("access-control-allow-credentials")).toBe("true");
  });

  test("answers as any login does: an error for who is not here, else a page for that origin", async () => {
    await configure({ jwks: keys });
    const failed = (await (await send(await signed({ sub: "nobody" }))).json()) as { error: string };
    expect(failed.error).toBe("User not found");
    const elsewhere = (await (await send(await signed({}), { tenant_id: "globex" })).json()) as {
      error: string;
    };
    expect(elsewhere.error).toBe("User not found");
    await demand({ user_key_claims: ["employee"] });
    const done = (await (
      await send(await signed({ employee: "maria" }), { user_key_claim: "employee" })
    ).json()) as {
      redirect_url: string;
    };
    const { said, origins } = await told(await get(done.redirect_url));
    expect(said).toMatchObject({ success: true, me: { actor: { key: "maria" } } });
    expect(origins).toEqual([app]);
  });

  test("fetches the provider's keys by an address once in a while, and takes nothing that is none", async () => {
    const url = "https://id.example/keys";
    await configure({ ttl: 600, url });
    expect((await send(await signed({}))).status).toBe(200);
    expect((await send(await signed({}))).status).toBe(200);
    expect(address.asked).toBe(1);
    for (const [n, answer] of [
      () => Response.json({ keys: [] }),
      () => Response.json(null),
      () => new Response("<html>"),
      () => new Response(JSON.stringify(keys), { status: 500 }),
      () => new Response(JSON.stringify({ ...keys, padding: "x".repeat(300_000) })),
      () => {
        throw new TypeError("redirected");
      },
    ].entries()) {
      address.answer = () => Promise.resolve().then(answer);
      await configure({ ttl: 600, url: `${url}?${n}` });
      expect((await send(await signed({}))).status).toBe(403);
    }
  });

  test("fetches them once however many ask at a time, and however short they are to count", async () => {
    address.answer = () => new Promise((answer) => setTimeout(() => answer(Response.json(keys)), 50));
    await configure({ ttl: 0, url: "https://id.example/busy" });
    const before = address.asked;
    const jwt = await signed({});
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(jwt)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await send(jwt)).status).toBe(200);
    expect(address.asked).toBe(before + 1);
  });

  test.each([
    "http://id.example/keys",
    "https://localhost/keys",
    "https://127.0.0.1/keys",
    "https://2130706433/keys",
    "https://0x7f.1/keys",
    "https://[::1]/keys",
    "https://10.0.0.1/keys",
    "https://169.254.169.254/latest/meta-data",
    "https://metadata.google.internal/keys",
    "https://router.local./keys",
    "https://intranet/keys",
    "https://user:secret@id.example/keys",
    "file:///etc/passwd",
    "nothing",
  ])("asks nothing of %s", async (url) => {
    expect(isOutside(url)).toBe(false);
    const before = address.asked;
    await configure({ url });
    expect((await send(await signed({}))).status).toBe(403);
    const environment = "/v2/projects/default/envs/default";
    expect((await vendor.ask("PATCH", environment, { jwks: { url } })).status).toBe(422);
    const query = new URLSearchParams({ url }).toString();
    expect((await vendor.ask("POST", `${environment}/test_jwks?${query}`)).status).toBe(422);
    expect(address.asked).toBe(before);
  });
});

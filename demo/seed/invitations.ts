import type { Permit } from "permit-elements/server";
import type { Accounts } from "../accounts.js";
import type { SignInCookie } from "../signed-in.js";

const DAY = 24 * 60 * 60 * 1000;

/** Three people of the world outside, invited by Olivia through the same door her browser uses. */
export async function inviteThree(demo: {
  permit: Permit;
  accounts: Accounts;
  cookie: SignInCookie;
}): Promise<void> {
  const { token, roles } = await openSession(demo);
  const roleId = (key: string) => roles.find((role) => role.key === key)?.id;
  await post(
    demo.permit,
    "/invitations",
    { Authorization: `Bearer ${token}` },
    {
      invitations: [
        { email: "noor@acme.example", roles: [{ role: roleId("editor") }] },
        {
          email: "kofi@partner.example",
          roles: [{ role: roleId("viewer"), ends_at: new Date(Date.now() + 60 * DAY).toISOString() }],
        },
        { email: "astrid@acme.example", roles: [{ role: roleId("billing") }, { role: roleId("viewer") }] },
      ],
    },
  );
}

interface OpenedSession {
  token: string;
  roles: { id: string; key: string }[];
}

async function openSession({
  permit,
  accounts,
  cookie,
}: Parameters<typeof inviteThree>[0]): Promise<OpenedSession> {
  const olivia = await accounts.byKey("olivia-marsh");
  if (!olivia) throw new Error("Olivia is missing");
  const [signedIn = ""] = (await cookie.write({ account: olivia, workspace: "acme" })).split(";");
  const headers = { Cookie: signedIn, "Permit-Element": "1", "Sec-Fetch-Site": "same-origin" };
  return (await post(permit, "/session", headers, { type: "user-management" })) as OpenedSession;
}

async function post(
  permit: Permit,
  path: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<unknown> {
  const request = new Request(`http://localhost${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const response = await permit.fetch(request);
  if (response.ok) return response.json();
  throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}

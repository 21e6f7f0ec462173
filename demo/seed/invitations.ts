import type { Permit } from "permit-elements/server";
import type { Accounts } from "../accounts.js";
import { openElementSession } from "../element-session.js";
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
  const invitations = [
    { email: "noor@acme.example", roles: [{ role: roleId("editor") }] },
    {
      email: "kofi@partner.example",
      roles: [{ role: roleId("viewer"), ends_at: new Date(Date.now() + 60 * DAY).toISOString() }],
    },
    { email: "astrid@acme.example", roles: [{ role: roleId("billing") }, { role: roleId("viewer") }] },
  ];
  const response = await demo.permit.fetch(
    new Request("http://localhost/invitations", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ invitations }),
    }),
  );
  await answerOf(response);
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
  const response = await openElementSession(permit, signedIn);
  return (await answerOf(response)) as OpenedSession;
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  throw new Error(`${response.status}: ${await response.text()}`);
}

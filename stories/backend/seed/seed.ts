import { definition } from "../../../demo/seed/definition.js";
import { instances, tenants, tuples } from "../../../demo/seed/tenants.js";
import type { InviteInput } from "../../../src/api/user-management/contract.js";
import type { Permit } from "../../../src/api/permit.js";
import type { Session } from "../../../src/api/wire.js";
import { companies } from "./companies.js";
import { signedIn } from "../host.js";

const untouched = { instance: "document:untitled", tenant: "acme", name: "Untitled" };
const longNamed = {
  instance: "document:minutes",
  tenant: "longwinded",
  name: "Minutes of the extraordinary general assembly of all subsidiaries, affiliates and holding companies",
};

/** Fills a new database with the tenants of the stories. */
export async function seed(permit: Permit): Promise<void> {
  const longwinded = { name: companies.longwinded.name, guardrails: { least: { owner: 1 } } };
  await permit.define({
    ...definition,
    tenants: { ...tenants, longwinded },
    instances: [...instances, untouched, longNamed],
    tuples,
  });
  for (const [key, { people }] of Object.entries(companies)) await permit.importPeople(key, people());
  await ask(permit, "viewer@acme", "billing", "The auditors want to see last year’s invoices.");
  await ask(permit, "viewer@acme", "editor", "I shall keep the minutes from now on.");
  await ask(
    permit,
    "editor@longwinded",
    "billing",
    `${"Since the general assembly has decided so. ".repeat(6)}`,
  );
  await invite(permit, { "noor@acme.example": ["editor"], "astrid@acme.example": ["billing", "viewer"] });
}

/** By the owner of Acme, through the door that browsers use. */
async function invite(permit: Permit, roles: Record<string, string[]>): Promise<void> {
  const owner = { [signedIn]: "owner@acme", "permit-element": "1" };
  const session = await post<Session>(permit, "/session", owner, { type: "user-management" });
  const idOf = (key: string) => session.roles.find((role) => role.key === key)?.id ?? "";
  const input: InviteInput = {
    invitations: Object.entries(roles).map(([email, keys]) => ({
      email,
      roles: keys.map((key) => ({ role: idOf(key) })),
    })),
  };
  await post(permit, "/invitations", { authorization: `Bearer ${session.token}` }, input);
}

/** Somebody asks for a role of their own. */
async function ask(permit: Permit, who: string, role: string, justification: string): Promise<void> {
  const headers = { [signedIn]: who, "permit-element": "1" };
  const session = await post<Session>(permit, "/session", headers, { type: "access-request" });
  const asked = session.roles.filter(({ key, resource }) => key === role && resource === null);
  const grant = asked.map(({ id }) => ({ role: id }));
  const person = { user: session.you.user, grant };
  const input = { kind: "access", person, justification };
  await post(permit, "/requests", { authorization: `Bearer ${session.token}` }, input);
}

async function post<Answer>(
  permit: Permit,
  path: string,
  headers: Record<string, string>,
  input: object,
): Promise<Answer> {
  const init = { method: "POST", headers, body: JSON.stringify(input) };
  const response = await permit.fetch(new Request(`http://localhost${path}`, init));
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

import { afterAll, beforeAll, expect, test } from "vitest";
import type { PeoplePage } from "../../../src/api/people/contract.js";
import type { InviteAnswer, InvitationsPage } from "../../../src/api/user-management/contract.js";
import { asHost, call, openAcme, type Acme } from "../../support/acme.js";

let acme: Acme;
beforeAll(async () => {
  acme = await openAcme();
});
afterAll(() => acme.close());

test("an owner invites somebody, who accepts and appears in the list", async () => {
  const olivia = await acme.as("olivia");
  const editor = olivia.role("editor").id;
  const answer = await olivia.json<InviteAnswer>("POST /invitations", {
    invitations: [{ email: "Noor@Acme.example", roles: [{ role: editor }] }],
  });
  expect(answer.rows).toMatchObject([
    { email: "noor@acme.example", outcome: "invited", sent: true, reasons: [] },
  ]);
  const pending = await olivia.json<InvitationsPage>("GET /invitations");
  expect(pending.invitations).toMatchObject([
    { email: "noor@acme.example", status: "open", invited_by: "Olivia Marsh", refused: {} },
  ]);

  const token = acme.mails.at(-1)?.link.split("#invitation=")[1];
  const preview = await call(acme.permit, "POST", "/invitations/preview", { token }, asHost("noor"));
  expect(await preview.json()).toMatchObject({
    tenant: { key: "acme" },
    invited_by: "Olivia Marsh",
    cannot_accept: null,
  });
  const accepted = await call(acme.permit, "POST", "/invitations/accept", { token }, asHost("noor"));
  expect(await accepted.json()).toMatchObject({ tenant: { key: "acme" } });
  const { people } = await olivia.json<PeoplePage>("GET /people?search=noor");
  expect(people).toMatchObject([{ key: "noor", status: "active", roles: [{ role: editor, ends_at: null }] }]);
});

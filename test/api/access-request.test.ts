import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RequestableRoles } from "../../src/api/access-request/contract.js";
import type { AccessRequest, AskAnswer } from "../../src/api/approvals/contract.js";
import type { PersonDetail } from "../../src/api/people/contract.js";
import { openAcme, type Acme, type SignedIn } from "../support/acme.js";

let acme: Acme;
let victor: SignedIn;

const choiceOf = ({ roles }: RequestableRoles, key: string) => {
  const found = roles.find(({ role }) => role.key === key);
  if (!found) throw new Error(`${key} is not offered`);
  return found;
};
const ask = (by: SignedIn, role: string) =>
  by.json<AskAnswer>("POST /requests", {
    kind: "access",
    person: { user: by.session.you.user, grant: [{ role: by.role(role).id }] },
  });

beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.define({
    delegations: [
      {
        role: "billing",
        element_type: "user-management",
        verbs: ["user.view", "role.grant"],
        roles: { keys: ["editor"] },
        mode: "bind",
        approval: [{ roles: ["editor"], count: 1, reviewers: ["owner"] }],
      },
    ],
  });
  await acme.permit.importPeople("acme", [
    { key: "bea", name: "Bea Books", email: "bea@acme.example", roles: ["billing"] },
  ]);
  victor = await acme.as("victor", "acme", "access-request");
});
afterAll(() => acme.close());

describe("the roles that somebody may ask for", () => {
  test("come with the session, each with what it gives, and never one that is hidden here", () => {
    const page = victor.session.first_page as RequestableRoles;
    expect(page.roles.map(({ role }) => role.key)).not.toContain("support");
    expect(choiceOf(page, "billing")).toMatchObject({
      role: { permissions: ["Pay invoices", "Read invoices"] },
      held: null,
      asked: null,
      cannot_ask: null,
    });
    expect(choiceOf(page, "viewer")).toMatchObject({
      held: { ends_at: null },
      cannot_ask: { code: "already_held" },
    });
  });

  test("say which have been asked for already", async () => {
    const { request } = await ask(victor, "billing");
    const page = await victor.json<RequestableRoles>("GET /requestable-roles");
    expect(choiceOf(page, "billing")).toMatchObject({
      asked: request,
      cannot_ask: { code: "already_asked" },
    });
    await victor.json(`POST /requests/${request}/withdraw`, {});
    const after = await victor.json<RequestableRoles>("GET /requestable-roles");
    expect(choiceOf(after, "billing")).toMatchObject({ asked: null, cannot_ask: null });
  });

  test("are those on one instance, if one is asked about", async () => {
    const page = await victor.json<RequestableRoles>("GET /requestable-roles?instance=document:42");
    expect(page.instance?.name).toBe("Answers");
    expect(page.roles.map(({ role }) => role.key)).toEqual(["reader", "writer", "owner"]);
  });

  test("say nothing of what belongs to another tenant", async () => {
    const refusal = await victor.refusal("GET /requestable-roles?instance=document:harbour");
    expect(refusal.error_code).toBe("not_found");
  });
});

test("who could answer names others, never the person who reads it", async () => {
  const { request } = await ask(victor, "billing");
  const olivia = await acme.as("olivia", "acme", "approvals");
  const { reviewers } = await olivia.json<AccessRequest>(`GET /requests/${request}`);
  expect(reviewers?.total).toBeGreaterThan(0);
  expect(reviewers?.names).not.toContain("Olivia Marsh");
  expect(olivia.role("billing").permissions).toEqual(["Pay invoices", "Read invoices"]);
  await victor.json(`POST /requests/${request}/withdraw`, {});
});

test("whoever may give a role only once others agree is offered the form, and told who could agree", async () => {
  const bea = await acme.as("bea");
  expect(bea.session.refused).not.toHaveProperty("role.grant");
  expect(bea.session.refused).toHaveProperty("user.suspend");
  const detail = await bea.json<PersonDetail>(`GET /people/${await acme.user("victor")}`);
  expect(detail.person.refused).not.toHaveProperty("role.grant");
  const choice = detail.choices.find(({ role }) => role === bea.role("editor").id);
  expect(choice?.cannot_give).toMatchObject({
    needs: "approval",
    reviewers: { names: ["Olivia Marsh"], total: 1 },
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InstanceAccess } from "../../src/api/role-assignment/contract.js";
import { openAcme, type Acme } from "../support/acme.js";

let acme: Acme;
beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.importPeople("acme", [
    { key: "ana", roles: ["editor", { role: "owner", instance: "document:42" }] },
    { key: "mei", roles: ["viewer", "support", { role: "keeper", instance: "folder:plans" }] },
  ]);
});
afterAll(() => acme.close());

const first = (signedIn: { session: { first_page?: unknown } }) =>
  signedIn.session.first_page as InstanceAccess;

describe("a document's access", () => {
  it("comes with the session", async () => {
    const access = first(await acme.sharing("olivia", "document:42"));
    expect(access.people.map(({ person }) => person.name)).toEqual(["Ana Lucía Ferreira", "Mei-Ling Zhou"]);
  });
});

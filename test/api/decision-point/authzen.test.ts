import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChecks, type Checks } from "../../support/checks.js";

let checks: Checks;
beforeAll(async () => {
  checks = await openChecks();
  await checks.permit.importPeople("acme", [
    { key: "vera", roles: ["viewer"] },
    { key: "kim", roles: [{ role: "keeper", instance: "folder:plans" }] },
  ]);
});
afterAll(() => checks.close());

const subject = (id: string) => ({ type: "user", id });
const document = (id?: string) => ({ type: "document", ...(id && { id }), properties: { tenant: "acme" } });
const read = { name: "read" };
const ask = (path: string, body: object, key?: string | null) =>
  checks.ask("POST", `/access/v1/${path}`, body, key);

describe("AuthZEN", () => {
  test("tells where it is asked, to anybody", async () => {
    const { body } = await checks.ask("GET", "/.well-known/authzen-configuration", undefined, null);
    expect(body).toMatchObject({
      policy_decision_point: checks.url,
      access_evaluation_endpoint: `${checks.url}/access/v1/evaluation`,
      search_action_endpoint: `${checks.url}/access/v1/search/action`,
    });
  });

  test("refuses whoever brings no key, what is malformed, and what nobody has permitted", async () => {
    const good = { subject: subject("vera"), action: read, resource: document() };
    for (const path of ["evaluation", "evaluations", "search/subject", "search/resource", "search/action"]) {
      expect((await ask(path, good, null)).status, path).toBe(401);
      expect((await ask(path, { ...good, resource: "document" })).status, path).toBe(422);
    }
    const write = { ...good, action: { name: "write" } };
    expect((await ask("evaluation", write)).body).toMatchObject({ decision: false });
    expect((await ask("evaluation", { ...good, resource: { type: "document" } })).body).toMatchObject({
      decision: false,
    });
    const unknown = { ...good, evaluations: [{}], options: { evaluations_semantic: "whatever" } };
    expect((await ask("evaluations", unknown)).status).toBe(422);
  });

  test("evaluates one, and many up to the one that decides", async () => {
    const good = { subject: subject("vera"), action: read, resource: document() };
    expect((await ask("evaluation", good)).body).toMatchObject({ decision: true });
    const many = { ...good, evaluations: [{ action: { name: "write" } }, {}, { action: { name: "write" } }] };
    const decided = async (semantic?: string) => {
      const { body } = await ask("evaluations", {
        ...many,
        ...(semantic && { options: { evaluations_semantic: semantic } }),
      });
      return (body.evaluations as { decision: boolean }[]).map(({ decision }) => decision);
    };
    expect(await decided()).toEqual([false, true, false]);
    expect(await decided("deny_on_first_deny")).toEqual([false]);
    expect(await decided("permit_on_first_permit")).toEqual([false, true]);
  });

  test("finds subjects, resources and actions", async () => {
    const who = await ask("search/subject", {
      subject: { type: "user" },
      action: read,
      resource: document("one"),
    });
    expect(who.body.results).toEqual(expect.arrayContaining([subject("kim"), subject("vera")]));
    const kims = await ask("search/resource", {
      subject: subject("kim"),
      action: read,
      resource: document(),
    });
    expect(kims.body.results).toEqual([{ type: "document", id: "one" }]);
    const veras = await ask("search/resource", {
      subject: subject("vera"),
      action: read,
      resource: document(),
      page: { token: "one" },
    });
    expect(veras.body).toEqual({ results: [{ type: "document", id: "two" }], page: { next_token: "" } });
    const what = await ask("search/action", { subject: subject("vera"), resource: document("two") });
    expect(what.body.results).toEqual([read]);
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { openAcme, type Acme } from "../../support/acme.js";

let acme: Acme;
let key: string;
beforeAll(async () => {
  acme = await openAcme();
  key = await acme.permit.createApiKey({ name: "checks", level: "environment" });
});
afterAll(() => acme.close());

async function may(user: string): Promise<boolean> {
  const response = await acme.permit.fetch(
    new Request("http://app.example/allowed", {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({
        user: { key: user },
        action: "read",
        resource: { type: "document", tenant: "acme" },
      }),
    }),
  );
  return ((await response.json()) as { allow: boolean }).allow;
}

test("what an admin takes away in an element is denied to the host's checks from the answer on, and given back with it", async () => {
  const olivia = await acme.as("olivia");
  await acme.permit.importPeople("acme", [{ key: "zoe", email: "zoe@acme.example", roles: ["viewer"] }]);
  const people = [{ user: await acme.user("zoe") }];
  expect(await may("zoe")).toBe(true);
  for (let n = 0; n < 3; n += 1) {
    expect((await olivia.send("POST /people/suspend", { people })).status).toBe(200);
    expect(await may("zoe")).toBe(false);
    expect((await olivia.send("POST /people/reactivate", { people })).status).toBe(200);
    expect(await may("zoe")).toBe(true);
  }
});

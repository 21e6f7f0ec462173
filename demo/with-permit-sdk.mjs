// What a team does that knows Permit's documentation and its client for Node.js, and nothing of this server:
//   npm start                                                        (it shows the organization's API key)
//   PERMIT_API_KEY=<that key> node demo/with-permit-sdk.mjs
import { Permit } from "permitio";

const { PERMIT_API_KEY: token, PERMIT_URL: url = "http://127.0.0.1:4000/permit" } = process.env;
if (!token) throw new Error("PERMIT_API_KEY is to be the organization's key, which npm start has shown.");
const client = (key) => new Permit({ token: key, apiUrl: url, pdp: url });

// 1. An environment of one's own, and its key.
const organization = client(token);
await orElse(
  404,
  () => organization.api.environments.get("default", "tryout"),
  () => organization.api.environments.create("default", { key: "tryout", name: "Tryout" }),
);
const { secret } = await organization.api.environments.getApiKey("default", "tryout");
const permit = client(secret);
console.log("environment", (await permit.api.environments.get("default", "tryout")).name);

// 2. What there is to protect, and the roles that may.
await once(() =>
  permit.api.resources.create({ key: "report", name: "Report", actions: { read: {}, publish: {} } }),
);
await once(() => permit.api.roles.create({ key: "reader", name: "Reader", permissions: ["report:read"] }));
await once(() =>
  permit.api.roles.create({
    key: "editor",
    name: "Editor",
    permissions: ["report:publish"],
    extends: ["reader"],
  }),
);

// 3. A customer, and its people: made known when they sign in, and given roles.
await once(() => permit.api.tenants.create({ key: "initech", name: "Initech" }));
for (const [key, role] of Object.entries({ bill: "editor", milton: "reader" })) {
  const { created } = await permit.api.users.sync({ key, email: `${key}@initech.example`, first_name: key });
  await once(() => permit.api.users.assignRole({ user: key, role, tenant: "initech" }));
  console.log(created ? "synced" : "synced again", key, "as", role);
}

// 4. May they?
for (const user of ["bill", "milton"]) {
  const may = await permit.check(user, "publish", { type: "report", tenant: "initech" });
  console.log(user, may ? "may publish reports" : "may not publish reports");
}

// 5. An element in which Bill manages his own people, and his way into it.
const config = `${url}/v2/elements/default/tryout/config`;
const made = await fetch(config, {
  method: "POST",
  headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
  body: JSON.stringify({
    key: "people",
    name: "People",
    elements_type: "user_management",
    settings: {},
    roles_to_levels: { LEVEL_1: ["editor"], LEVEL_4: ["reader"] },
  }),
});
if (!made.ok && made.status !== 409) throw new Error(await made.text());
const login = await permit.elements.loginAs({ userId: "bill", tenantId: "initech" });
if (login.error) throw new Error(login.error);
console.log("Bill opens the element by", login.redirect_url);
const refused = await permit.elements.loginAs({ userId: "milton", tenantId: "initech" });
console.log("Milton is told:", refused.error);

/** Whatever is there from the last time stays. */
async function once(work) {
  await orElse(409, work, () => undefined);
}

async function orElse(status, work, otherwise) {
  try {
    return await work();
  } catch (error) {
    if (error.response?.status !== status) throw error;
    return otherwise();
  }
}

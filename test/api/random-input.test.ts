import { afterAll, beforeAll, expect, test } from "vitest";
import { asHost, call, describedBy, openAcme, type Acme, type SignedIn } from "../support/acme.js";
import type { Operation } from "../support/api-description.js";
import { Chance, RandomInput } from "../support/random-input.js";

const seed = Number(process.env["PERMIT_SEED"] ?? 20261121);
const times = Number(process.env["PERMIT_RANDOM_INPUTS"] ?? 1500);

let acme: Acme;
let askers: SignedIn[];
let random: RandomInput;
let operations: readonly Operation[];
const chance = new Chance(seed);

beforeAll(async () => {
  acme = await openAcme();
  askers = [
    await acme.as("olivia"),
    await acme.as("maria"),
    await acme.as("victor"),
    await acme.as("gloria", "globex"),
  ];
  const [olivia] = askers;
  if (!olivia) throw new Error("Nobody is here.");
  const { id, token } = await acme.invite(olivia, "noor@acme.example", "editor");
  // From now on the host has nothing new to say about anybody.
  await call(acme.permit, "POST", "/invitations/preview", { token }, asHost("noor"));
  const people = await acme.database.rows<{ id: string }>("select id from app_user");
  const { next } = await olivia.json<{ next: string }>("GET /people?limit=2");
  const ids = [
    id,
    acme.tenants["globex"] ?? "",
    ...people.map((each) => each.id),
    ...olivia.session.roles.map((role) => role.id),
  ];
  const known = [
    token,
    next,
    "new@acme.example",
    "noor@acme.example",
    "acme",
    "team",
    "because",
    "document:42",
  ];
  const description = await describedBy(acme.permit);
  random = new RandomInput(chance, description.inputs, ids, known);
  // The stream has no input to spoil.
  operations = description.operations.filter(({ path }) => path !== "/live");
});
afterAll(() => acme.close());

/** What every change leaves a trace in. */
const trace = () =>
  acme.database.value<string>(
    "select string_agg(head::text, ' ' order by id) from audit_chain where kind = 'changes'",
  );

test(`${times} random inputs over all routes: none breaks anything, and no refusal changes anything (seed ${seed})`, async () => {
  const answered = new Map<number, number>();
  let before = await trace();
  let state = await acme.database.state();
  let accepted = 0;
  for (let n = 0; n < times; n += 1) {
    const operation = operations[n % operations.length] ?? chance.of(operations);
    const path = random.path(operation) + random.query(operation);
    const input = operation.method === "GET" ? undefined : random.body(operation);
    const headers = chance.happens(0.5) ? { ...asHost(chance.of(["olivia", "noor", "victor"])) } : {};
    const authorization = `Bearer ${chance.of(askers).session.token}`;
    const isHost = operation.path === "/session" || /(preview|accept)$/.test(operation.path);
    const what = `${operation.method} ${path} ${input}`.slice(0, 2000);
    const response = await call(
      acme.permit,
      operation.method,
      path,
      input,
      isHost ? headers : { authorization, ...headers },
    );
    expect(response.status, what).toBeLessThan(500);
    answered.set(response.status, (answered.get(response.status) ?? 0) + 1);
    if (response.ok) {
      accepted += 1;
      before = await trace();
      state = await acme.database.state();
    } else {
      expect(await trace(), `${what} answered ${response.status} and changed something`).toBe(before);
      if (n % 20 === 0) expect(await acme.database.state(), `until ${what}`).toBe(state);
    }
  }
  expect(await acme.database.state()).toBe(state);
  // Neither all turned away at the door, nor all welcome.
  expect([...answered.keys()]).toEqual(expect.arrayContaining([200, 400, 403, 404, 409, 422]));
  expect(accepted).toBeLessThan(times / 2);
  expect(answered.get(401) ?? 0).toBeLessThan(times / 5);
  await expect(acme.permit.health()).resolves.toEqual({ ok: true });
}, 180_000);

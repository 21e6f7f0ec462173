import { afterAll, beforeAll, describe } from "vitest";
import { openAcme } from "../support/acme.js";
import { count } from "./count.js";
import { tamperWithCursors } from "./tamper/cursors.js";
import { tamperWithTokens } from "./tamper/tokens.js";
import { tamperWithTheTrail } from "./tamper/trail.js";
import { noted, type Scene } from "./tamper/scene.js";

/** Whatever is altered in a token or in the audit trail is noticed: each character, each column, each entry. */

let scene: Scene;

beforeAll(async () => {
  const kept: string[] = [];
  const acme = await openAcme({ onCheckpoint: ({ jws }) => void kept.push(jws) });
  const apiKey = `permit_key_${"aB3".repeat(31)}`;
  await acme.another({ apiKey });
  const olivia = await acme.as("olivia");
  const maria = await acme.as("maria");
  const gloria = await acme.as("gloria", "globex");
  await olivia.json(`PATCH /people/${await acme.user("ana")}/profile`, { title: "Head of design" });
  await acme.permit.checkpoint();
  await maria.refusal("POST /people/remove", { people: [{ user: olivia.session.you.user }] });
  await acme.permit.checkpoint();
  await olivia.json("POST /people/roles", {
    changes: [{ user: await acme.user("victor"), grant: [{ role: olivia.role("editor").id }] }],
  });
  await gloria.json(`PATCH /people/${await acme.user("victor")}/profile`, { title: "Head of research" });
  await acme.permit.checkpoint();
  scene = { acme, kept, apiKey, olivia, gloria };
});
afterAll(async () => {
  count("tamper", noted.figures);
  await scene.acme.close();
});

tamperWithTokens(() => scene);
tamperWithCursors(() => scene);
describe("the audit trail", () => tamperWithTheTrail(() => scene));

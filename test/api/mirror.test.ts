import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/api/commands.js";
import { auditMessages } from "../../src/elements/audit-log/messages.js";
import { Format } from "../../src/elements/ui/format.js";

const ROOMS_WITHOUT_MIRROR = ["connection", "ui", "people"];

const slugs = readdirSync("src/elements", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !ROOMS_WITHOUT_MIRROR.includes(entry.name))
  .map(({ name }) => name);

describe("one slug is the folder, the tag, the class, the story and the tests", () => {
  it("there is an element at all", () => expect(slugs).not.toEqual([]));

  describe.each(slugs)("%s", (slug) => {
    const className = `Permit${slug.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;

    it.each([
      `src/elements/${slug}/${slug}.ts`,
      `src/api/${slug}/contract.ts`,
      `stories/${slug}.stories.ts`,
      `test/elements/${slug}.test.ts`,
    ])("has %s", (file) => expect(existsSync(file)).toBe(true));

    it("has tests of its endpoints", () => {
      const tests = readdirSync("test/api", { recursive: true, encoding: "utf8" }).filter(
        (file) => file.startsWith(slug) && file.endsWith(".test.ts"),
      );
      expect(tests).not.toEqual([]);
    });

    it(`declares the class ${className} as <permit-${slug}>`, () => {
      const source = sourceOf(slug);
      expect(source).toMatch(new RegExp(`export class ${className}\\b`));
      expect(source).toContain(`@customElement("permit-${slug}")`);
    });

    it("is registered by importing the elements", () => {
      expect(readFileSync("src/elements/index.ts", "utf8")).toContain(`./${slug}/${slug}.js`);
    });
  });
});

describe("the log has words of its own for", () => {
  const { actions } = auditMessages(new Format("en"));
  it.each(Object.keys(commands))("%s", (command) => expect(actions[command]).toBeDefined());
});

function sourceOf(slug: string): string {
  const file = `src/elements/${slug}/${slug}.ts`;
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

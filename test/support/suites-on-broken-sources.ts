// A program that runs suites on sources with one bug each, one after the other, in one Vitest: what a bug does not
// touch is transformed once. Its parent sends bugs and is told what became of the suite.
import { createVitest, type TestCase } from "vitest/node";
import { partsOf, pathOf, type Bug } from "../prove/bugs/bug.js";

/** `finder` is the test that failed; none has where the bug lives on. */
export interface Outcome {
  ran: number;
  finder: string | null;
  message: string;
}

const root = process.cwd();
let bug: Bug | null = null;

const vitest = await createVitest(
  "test",
  {
    config: false,
    root,
    watch: false,
    include: ["test/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    bail: 1,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: [{}],
    silent: true,
  },
  {
    plugins: [
      {
        name: "bug",
        enforce: "pre",
        load(id) {
          const [path, query] = id.split("?");
          if (!bug || path !== pathOf(bug)) return null;
          const broken = breakSource(bug);
          return query === "raw" ? `export default ${JSON.stringify(broken)}` : broken;
        },
      },
    ],
  },
);
await vitest.standalone();

function breakSource(given: Bug): string {
  const parts = partsOf(given);
  if (parts.length !== 2) throw new Error(`${given.file} has this ${parts.length - 1} times: ${given.text}`);
  return parts.join(given.leaves);
}

async function run(given: Bug): Promise<Outcome> {
  breakSource(given);
  bug = given;
  // What prepares databases is broken too: they are prepared for this bug alone.
  const isPrepared = given.file.endsWith(".sql") && given.leaves !== given.text;
  process.env["PERMIT_TEST_SOURCES"] = isPrepared ? JSON.stringify(given) : "";
  vitest.invalidateFile(pathOf(given));
  if (given.test === undefined) vitest.resetGlobalTestNamePattern();
  else vitest.setGlobalTestNamePattern(given.test.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const file = `${root}/test/${given.suite}`;
  const { testModules } = await vitest.runTestSpecifications([
    vitest.getRootProject().createSpecification(file),
  ]);
  vitest.invalidateFile(pathOf(given));
  bug = null;
  const tests = testModules
    .filter(({ moduleId }) => moduleId === file)
    .flatMap((module) => [...module.children.allTests()]);
  const failed = tests.filter(isFound);
  return {
    ran: tests.filter((test) => test.result().state !== "skipped").length,
    finder: failed[0]?.fullName ?? null,
    message: failed[0]?.result().errors?.[0]?.message ?? "",
  };
}

/** A test that takes too long has found nothing. */
const isFound = (test: TestCase) =>
  test.result().state === "failed" && !test.result().errors?.[0]?.message.startsWith("Test timed out");

process.on("message", (given: Bug) => {
  run(given).then(
    (outcome) => process.send?.({ outcome }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on("disconnect", () => void vitest.close().finally(() => process.exit()));
process.send?.({ ready: true });

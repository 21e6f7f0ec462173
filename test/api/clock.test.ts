import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Where the process's own clock is read, and why no judgement hangs on it. */
const known: Readonly<Record<string, string>> = {
  "audit-log/export-log.ts": "names a file",
  "management/operator-login.ts": "signs a session, which is over by its own term",
  "rate-limit.ts": "counts requests of this process",
  "live/live-feed.ts": "sets a timer of this process",
  "management/element-configurations/login.ts": "signs a session, which is over by its own term",
  "management/element-configurations/logins.ts": "signs a session, which is over by its own term",
  "management/element-configurations/element-operation.ts": "signs a session, which is over by its own term",
  "management/element-configurations/identity-keys.ts": "says how long fetched keys are remembered",
  "management/element-configurations/adding-users.ts": "says when the invitation that it answers was made",
  "management/organization/keys.ts":
    "refuses an end in the past; the key itself ends by the database's clock",
  "decision-point/asking.ts": "takes the database's clock as last read, and what has passed since",
  "decision-point/elapsed.ts": "measures how old what is known is",
  "decision-point/decision-points.ts": "forgets a key that has ended, so that the database is asked",
  "sessions/open-session.ts": "signs a session, which is over by its own term",
};

test("judgements take their time from the database: whatever reads another clock is named here", () => {
  const files = readdirSync("src/api", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  expect(files.length).toBeGreaterThan(50);
  const readers = files.filter((file) =>
    /Date\.now\(|new Date\(\)|[^.\w]Date\(\)|performance\.now|Temporal\.Now/.test(
      readFileSync(join("src/api", file), "utf8"),
    ),
  );
  const strangers = readers.filter((file) => !(file in known) && !file.startsWith("store/"));
  expect(strangers).toEqual([]);
  expect(Object.keys(known).filter((file) => !readers.includes(file))).toEqual([]);
});

import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { lockFolder } from "../../src/api/store/folder-lock.js";

/** As a process of another container or machine leaves it; whether that one lives can only be seen from its heartbeat. */
function openedElsewhere() {
  const directory = mkdtempSync(join(tmpdir(), "permit-lock-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "opened-by.7.123456.0123456789ab");
  writeFileSync(file, "");
  return { directory, beat: () => utimesSync(file, new Date(), new Date()) };
}

describe("the lock of a folder shared with other containers", { timeout: 30_000, concurrent: true }, () => {
  it("holds as long as the other one's heartbeat goes on", async () => {
    const { directory, beat } = openedElsewhere();
    const heart = setInterval(beat, 1_000);
    onTestFinished(() => clearInterval(heart));
    await expect(lockFolder(directory)).rejects.toThrow(/already in use by process 7/);
  });

  it("passes on when the heartbeat has fallen silent", async () => {
    const { directory } = openedElsewhere();
    const { release } = await lockFolder(directory);
    expect(readdirSync(directory)).toEqual([expect.stringContaining(`opened-by.${process.pid}.`)]);
    release();
    expect(readdirSync(directory)).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OneConnection } from "../../stories/backend/one-connection.js";

describe("the one connection of the stories' database", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is lent to one after the other, in the order in which they asked", async () => {
    const connection = new OneConnection();
    const done: string[] = [];
    const use = (name: string, milliseconds: number) =>
      connection.during(async () => {
        done.push(`${name} begins`);
        await vi.advanceTimersByTimeAsync(milliseconds);
        done.push(`${name} ends`);
      });
    await Promise.all([use("one", 30), use("two", 10)]);
    expect(done).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  });

  test("is free again after work that failed", async () => {
    const connection = new OneConnection();
    await expect(connection.during(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    expect(await connection.during(() => Promise.resolve("worked"))).toBe("worked");
  });

  test("is not waited for for ever: whoever keeps it is told of, and those after get it once it is free", async () => {
    const connection = new OneConnection();
    const release = await connection.take();
    const impatient = expect(connection.take()).rejects.toThrow("was not free for 10 s");
    await vi.advanceTimersByTimeAsync(10_000);
    await impatient;
    const next = connection.during(() => Promise.resolve("worked"));
    release();
    release();
    expect(await next).toBe("worked");
  });
});

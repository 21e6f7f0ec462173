import pg from "pg";
import { expect, it } from "vitest";
import { createTestDatabase } from "../support/test-postgres.js";

it("prepares a template once and gives each test a copy of its own", async () => {
  let prepared = 0;
  const prepare = async (url: string) => {
    prepared += 1;
    await query(url, "create table note as select 'from the template' as text");
  };
  const [one, other] = await Promise.all([
    createTestDatabase("notes", prepare),
    createTestDatabase("notes", prepare),
  ]);
  await query(one.url, "insert into note values ('mine')");

  expect(prepared).toBe(1);
  expect(await query(one.url, "select from note")).toHaveLength(2);
  expect(await query(other.url, "select from note")).toHaveLength(1);
  await Promise.all([one.drop(), other.drop()]);
  await expect(query(one.url, "select 1")).rejects.toThrow("does not exist");
});

it("prepares again after a failed preparation", async () => {
  const failing = createTestDatabase("failing", () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  const database = await createTestDatabase("failing", async (url) => {
    await query(url, "create table note ()");
  });
  expect(await query(database.url, "select from note")).toEqual([]);
  await database.drop();
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { eventually, expectCount, expectVisible, openBrowser, rowOf, search, visitAs } from "./visitor.js";

let database: TestDatabase;
let server: AcmeDocs;
let browser: Browser;
let owner: Page;

beforeAll(async () => {
  database = await seededDatabase();
  server = await startAcmeDocs({ DATABASE_URL: database.url });
  browser = await openBrowser();
  owner = await visitAs(browser, server, "Aurelio Bianchi");
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

test("the total of a hundred thousand people is exact", async () => {
  await expectVisible(owner.getByText("100,000", { exact: true }));
  expect(await owner.getByRole("grid", { name: "People" }).getAttribute("aria-rowcount")).toBe("100001");
});

test("a jump of the scrollbar to the middle shows the people there", async () => {
  await owner.getByRole("row").nth(3).waitFor();
  await owner.getByRole("grid", { name: "People" }).evaluate((grid) => {
    let scroller: Element | null = grid;
    while (scroller && scroller.scrollHeight <= scroller.clientHeight + 1000)
      scroller = scroller.parentElement;
    (scroller ?? document.scrollingElement)!.scrollTop =
      (scroller ?? document.scrollingElement)!.scrollHeight / 2;
  });

  await eventually(async () =>
    (await rowNumbersShown(owner)).some((row) => row > 40_000 && row < 60_000),
  ).toBe(true);
});

test("the search finds one among them", async () => {
  await search(owner, "quillfeather");
  await expectVisible(
    rowOf(owner, "Zenobia Quillfeather").getByText("zenobia.quillfeather@umbrella.example"),
  );
  await expectCount(
    owner.getByRole("grid", { name: "People" }).getByRole("button", { name: /^Actions for/ }),
    1,
  );
  await expectVisible(owner.getByText("1 of 100,000"));
});

/** Numbers of the rows that have arrived, the head being the first. */
async function rowNumbersShown(page: Page): Promise<number[]> {
  const rows = page.getByRole("row").filter({ has: page.getByRole("button", { name: /^Actions for/ }) });
  return rows.evaluateAll((all) => all.map((row) => Number(row.getAttribute("aria-rowindex"))));
}

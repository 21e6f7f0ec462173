import { aTimeout, expect } from "@open-wc/testing";
import { sendKeys, setViewport } from "@web/test-runner-commands";
import "../../src/elements/index.js";
import {
  World,
  allByRole,
  byRole,
  findByRole,
  focused,
  nameOf,
  nextEvent,
  press,
  textOf,
  until,
  waitForText,
  type Elsewhere,
} from "../support/permit-in-browser.js";

const wide = { width: 1160, height: 800 };

describe("<permit-audit-log>", () => {
  const world = new World();
  let olivia: Elsewhere;
  let ana: string;

  /** One more entry, done by Olivia elsewhere. */
  const act = (department: string): Promise<unknown> =>
    olivia.send(`PATCH /people/${ana}/attributes`, { attributes: { department } });

  before(async () => {
    olivia = await world.elsewhere("olivia@acme");
    ana = await olivia.user("ana");
    await act("Finance");
    await olivia.send("POST /people/roles", {
      changes: [{ user: await olivia.user("victor"), grant: [{ role: olivia.role("editor") }] }],
      justification: "Covers for Ana",
    });
    const maria = await world.elsewhere("maria@acme");
    await maria
      .send("POST /people/roles", { changes: [{ user: ana, grant: [{ role: olivia.role("owner") }] }] })
      .catch(() => undefined);
  });
  beforeEach(() => setViewport(wide));
  after(() => world.close());

  describe("accessibility", () => {
    it("holds for the log with a filter, and for an entry", async () => {
      const element = await world.showLog("olivia@acme");
      byRole(element, "button", "Only what Maria Santos did").click();
      await findByRole(element, "button", "Remove filter By Maria Santos");
      await waitForText(element, "1 entry");
      await expect(element).to.be.accessible();
      byRole(element, "button", /^Details/).click();
      await findByRole(element, "dialog");
      await expect(element).to.be.accessible();
    });

    it("holds in the dark, on a phone, from right to left", async () => {
      await setViewport({ width: 390, height: 760 });
      const element = await world.showLog("olivia@acme", { theme: "dark", dir: "rtl" });
      await expect(element).to.be.accessible();
      expect(element.scrollWidth).to.be.at.most(390);
    });

    it("holds where the session is refused", async () => {
      const element = await world.placeLog("ana@acme");
      await waitForText(element, "You can’t use this page");
      await expect(element).to.be.accessible();
    });
  });

  describe("defaults", () => {
    it("asks for nothing but its tag", () => {
      const element = document.createElement("permit-audit-log");
      expect(element.endpoint).to.equal(undefined);
      expect(element.element).to.equal(undefined);
      expect(element.density).to.equal("comfortable");
      expect(element.hide).to.equal("");
      expect(element.keepFilterInUrl).to.equal(false);
      expect(element.messages).to.deep.equal({});
    });

    it("says by an event why nothing can be shown", async () => {
      const element = await world.placeLog("mei@acme");
      const { error } = await nextEvent(element, "permit-error");
      expect(String(error)).to.match(/role|allow|reach|opens?/i);
    });
  });

  describe("the list", () => {
    it("says who did what to whom, and with what result", async () => {
      const element = await world.showLog("olivia@acme");
      expect(
        allByRole(element, "button", /^Details/)
          .slice(0, 3)
          .map(nameOf),
      ).to.deep.equal([
        "Details: Tried to change roles of Ana Lucía Ferreira",
        "Details: Gave Editor to Victor Lund",
        "Details: Edited attributes of Ana Lucía Ferreira",
      ]);
      const rows = allByRole(element, "row").map(textOf);
      expect(rows[1]).to.match(/Maria Santos .*Owner.* refused$/);
      expect(rows[2]).to.match(/Olivia Marsh .*“Covers for Ana” done$/);
      expect(rows[3]).to.match(/Olivia Marsh .*department: Design → Finance done$/);
    });

    it("shows exact times with their zone on demand", async () => {
      const element = await world.showLog("olivia@acme");
      const button = byRole(element, "button", "Exact times");
      button.click();
      await until(() => button.getAttribute("aria-pressed") === "true", "it is pressed");
      expect(textOf(allByRole(element, "row")[1]!)).to.match(/\d:\d\d:\d\d.*(UTC|GMT|[A-Z]{3,4})/);
    });

    it("opens an entry with all there is to know", async () => {
      const element = await world.showLog("olivia@acme");
      byRole(element, "button", "Details: Gave Editor to Victor Lund").click();
      const dialog = await findByRole(element, "dialog");
      const text = textOf(element.shadowRoot!.querySelector("permit-audit-entry")!);
      expect(text).to.contain("Owner (levels)").and.to.contain("Covers for Ana").and.to.contain("Request");
      await sendKeys({ press: "Escape" });
      await until(() => !dialog.isConnected || !dialog.checkVisibility(), "it closed");
    });

    it("is walked by keyboard", async () => {
      const element = await world.showLog("olivia@acme");
      allByRole(element, "row")[1]!.focus();
      await sendKeys({ press: "ArrowDown" });
      await until(() => focused()?.dataset["index"] === "1", "one down");
      await sendKeys({ press: "ArrowRight" });
      expect(nameOf(focused()!)).to.equal("Only what Olivia Marsh did");
      await sendKeys({ press: "Enter" });
      await findByRole(element, "button", "Remove filter By Olivia Marsh");
    });
  });

  describe("the search", () => {
    const search = async (element: Element, text: string): Promise<void> => {
      const field = byRole(element, "combobox");
      field.focus();
      await sendKeys({ type: text });
    };
    const names = (element: Element): string[] => allByRole(element, "option").map(nameOf);

    it("finds whoever did something, and filters by them", async () => {
      const element = await world.showLog("olivia@acme");
      await search(element, "sant mar");
      await findByRole(element, "option", "By Maria Santos");
      await expect(element).to.be.accessible();
      await sendKeys({ press: "Enter" });
      await findByRole(element, "button", "Remove filter By Maria Santos");
      await waitForText(element, "1 entry");
      expect((byRole(element, "combobox") as HTMLInputElement).value).to.equal("");
    });

    it("finds whomever something was done to, by arrow keys and by pointer", async () => {
      const element = await world.showLog("olivia@acme");
      await search(element, "v");
      await findByRole(element, "option", "About Victor Lund");
      const steps = names(element).indexOf("About Victor Lund");
      for (let step = 0; step < steps; step++) await sendKeys({ press: "ArrowDown" });
      await sendKeys({ press: "Enter" });
      await findByRole(element, "button", "Remove filter About Victor Lund");
      await search(element, "attributes");
      (await findByRole(element, "option", "Action: Attributes edited")).click();
      await findByRole(element, "button", "Remove filter Attributes edited");
      await waitForText(element, "Nothing matches");
    });

    it("says when nobody is called that, and lets go by Escape", async () => {
      const element = await world.showLog("olivia@acme");
      await search(element, "gloria");
      await waitForText(element, "Nobody here and no action is called that.");
      expect(names(element)).to.deep.equal([]);
      await sendKeys({ press: "Escape" });
      await until(() => byRole(element, "combobox").getAttribute("aria-expanded") === "false", "it closed");
    });
  });

  describe("filters", () => {
    it("by result, by action and by name, and lets go of each", async () => {
      const element = await world.showLog("olivia@acme");
      byRole(element, "button", /^Filter by action/).click();
      (await findByRole(element, "checkbox", "Role given")).click();
      await waitForText(element, "1 entry");
      byRole(element, "button", "Remove filter Role given").click();
      await until(() => allByRole(element, "row").length > 3, "all are back");
      byRole(element, "button", /^Filter by result/).click();
      radio(element, "Refused").click();
      await waitForText(element, "1 entry");
      byRole(element, "button", "Clear filters").click();
      await until(() => allByRole(element, "row").length > 3, "all are back");
    });

    it("says when nothing matches, and clears it", async () => {
      const element = await world.showLog("olivia@acme");
      byRole(element, "button", /^Filter by action/).click();
      (await findByRole(element, "checkbox", "Suspended")).click();
      await waitForText(element, "Nothing matches");
      allByRole(element, "button", "Clear filters").at(-1)!.click();
      await until(() => allByRole(element, "row").length > 3, "all are back");
    });

    it("stays out of the page’s address, unless the host wants it there", async () => {
      const address = location.href;
      const without = await world.showLog("olivia@acme");
      byRole(without, "button", "Only what Maria Santos did").click();
      await waitForText(without, "1 entry");
      expect(location.href).to.equal(address);

      const element = await world.showLog("olivia@acme", { "keep-filter-in-url": "" });
      byRole(element, "button", "Only what Maria Santos did").click();
      await waitForText(element, "1 entry");
      expect(new URL(location.href).searchParams.get("permit-audit")).to.match(/^actor=[\da-f-]{36}$/);
      const again = await world.showLog("olivia@acme", { "keep-filter-in-url": "" });
      await waitForText(again, "1 entry");
      byRole(again, "button", "Clear filters").click();
      await until(() => location.href === address, "the address is as it was");
    });

    it("are all kept in the page’s address, and all found there again", async () => {
      const address = location.href;
      const element = await world.showLog("olivia@acme", { "keep-filter-in-url": "" });
      byRole(element, "button", "Only what was done to Victor Lund").click();
      byRole(element, "button", /^Filter by action/).click();
      (await findByRole(element, "checkbox", "Role given")).click();
      byRole(element, "button", /^Filter by result/).click();
      radio(element, "Done").click();
      byRole(element, "button", /^Filter by time/).click();
      radio(element, "Last hour").click();
      await waitForText(element, "1 entry");
      const chosen = ["About Victor Lund", "Role given", "Done", "Last hour"];
      const chips = (one: Element): string[] => allByRole(one, "button", /^Remove filter/).map(nameOf);
      await until(() => chips(element).length === chosen.length, "each has its chip");
      const again = await world.showLog("olivia@acme", { "keep-filter-in-url": "" });
      await waitForText(again, "1 entry");
      expect(chips(again)).to.deep.equal(chosen.map((name) => `Remove filter ${name}`));
      byRole(again, "button", "Clear filters").click();
      await until(() => location.href === address, "the address is as it was");
    });

    it("has a chart whose ends can be told apart, though all of it happened just now", async () => {
      const element = await world.showLog("olivia@acme");
      await until(() => bars(element).length === 48, "the chart is there");
      const chart = element.shadowRoot!.querySelector("permit-activity-chart")!;
      const ends = [...chart.shadowRoot!.querySelectorAll(".ends span")].map((end) => end.textContent);
      expect(ends).to.have.length(2);
      expect(ends[0]).not.to.equal(ends[1]);
    });

    it("by the part of time that is chosen in the chart", async () => {
      const element = await world.showLog("olivia@acme");
      await until(() => bars(element).length === 48, "the chart is there");
      const busy = bars(element).findLast((bar) => !/: 0 done, 0 refused$/.test(nameOf(bar)))!;
      busy.focus();
      await sendKeys({ press: "Enter" });
      await findByRole(element, "button", /^Remove filter .* – /);
    });
  });

  describe("the tail", () => {
    it("follows by itself", async () => {
      const element = await world.showLog("olivia@acme");
      await waitForText(element, "Live");
      await act("Legal");
      await waitForText(element, "department: Finance → Legal");
    });

    it("waits while it is paused, says how many are new, and goes on", async () => {
      const element = await world.showLog("olivia@acme");
      await waitForText(element, "Live");
      await press(element, "button", "Pause");
      await waitForText(element, "Paused");
      await act("Design");
      await waitForText(element, "1 new entry");
      expect(textOf(element)).not.to.contain("Legal → Design");
      await press(element, "button", "Resume");
      await waitForText(element, "department: Legal → Design");
    });
  });

  it("says that it could not be loaded, and tries again when it is told to", async () => {
    const element = await world.showLog("olivia@acme");
    await world.unplug();
    byRole(element, "button", "Only what Maria Santos did").click();
    await waitForText(element, "The log could not be loaded");
    await expect(element).to.be.accessible();
    await world.plug();
    byRole(element, "button", "Try again").click();
    await waitForText(element, "1 entry");
    expect(textOf(element)).not.to.contain("could not be loaded");
  });

  describe("of thousands of entries", () => {
    before(() => world.fillLog());

    it("has page after page arrive as it is scrolled, each entry in its place", async () => {
      const element = await world.showLog("olivia@initech");
      await waitForText(element, "20,0");
      const scroller = element
        .shadowRoot!.querySelector("permit-audit-table")!
        .shadowRoot!.querySelector(".scroller")!;
      const shown = (): string[][] =>
        allByRole(element, "row")
          .slice(1)
          .map((row) => [row.getAttribute("aria-rowindex")!, textOf(row).match(/Number \d+/)?.[0] ?? ""]);
      const met = new Map<string, string>();
      while (met.size < 300) {
        await until(() => shown().every(([, name]) => name), "every row in sight is there");
        for (const [index, name] of shown()) met.set(index!, name!);
        scroller.scrollTop += 400;
        // A page that is not in front is told of it much later.
        scroller.dispatchEvent(new Event("scroll"));
        await aTimeout(0);
      }
      expect(new Set(met.values()).size).to.equal(met.size);
      for (const [index, name] of met) expect(name).to.equal(`Number ${20_002 - Number(index)}`);
      expect(shown().length).to.be.lessThan(60);
    });

    it("stops an export that is running, and saves nothing", async () => {
      const element = await world.showLog("olivia@initech");
      await waitForText(element, "20,0");
      await press(element, "button", "Export…");
      (await findByRole(element, "menuitem", "As CSV")).click();
      await press(element, "button", "Stop");
      await waitForText(element, "The export was stopped. Nothing was saved.");
      await until(() => !byRole(element, "button", "Export…").matches(":disabled"), "it can begin anew");
    });
  });

  it("says what does not hold, when the log was altered", async () => {
    const forged = new World();
    const owner = await forged.elsewhere("olivia@acme");
    const user = await owner.user("ana");
    for (const department of ["Finance", "Legal"])
      await owner.send(`PATCH /people/${user}/attributes`, { attributes: { department } });
    const element = await forged.showLog("olivia@acme");
    await forged.forgeLog();
    await press(element, "button", "Verify");
    await waitForText(element, "The log has been altered.");
    await waitForText(element, "from entry 2 on it does not hold");
    await expect(element).to.be.accessible();
    await forged.close();
  });

  it("verifies, and says what was checked", async () => {
    const element = await world.showLog("olivia@acme");
    await press(element, "button", "Verify");
    await waitForText(element, /nothing altered, (\d+) of \1 entries checked/);
  });

  it("exports exactly the filter", async () => {
    const element = await world.showLog("olivia@acme");
    byRole(element, "button", "Only what Maria Santos did").click();
    await waitForText(element, "1 entry");
    const saved = new Promise<HTMLAnchorElement>((resolve) => {
      const click = HTMLAnchorElement.prototype.click;
      HTMLAnchorElement.prototype.click = function (): void {
        HTMLAnchorElement.prototype.click = click;
        resolve(this);
      };
    });
    await press(element, "button", "Export…");
    (await findByRole(element, "menuitem", "As JSON")).click();
    const { href, download } = await saved;
    const entries = (await (await fetch(href)).json()) as { actor: { name: string } }[];
    expect(entries.map(({ actor }) => actor.name)).to.deep.equal(["Maria Santos"]);
    expect(download).to.match(/^audit-log-.*\.json$/);
    await waitForText(element, "1 entry exported");
  });

  describe("look-alikes", () => {
    it("marks in words whom letters of several alphabets may imitate, in the list and in the entry", async () => {
      await olivia.send("POST /invitations", {
        invitations: [{ email: "oliv\u0456a@acme.example", roles: [{ role: olivia.role("viewer") }] }],
      });
      const element = await world.showLog("olivia@acme");
      await waitForText(element, "oliv\u0456a@acme.example");
      const marked = allByRole(element, "row").filter((row) => textOf(row).includes("several alphabets"));
      expect(marked.map(textOf).every((words) => words.includes("oliv\u0456a"))).to.equal(true);
      expect(marked.length).to.be.greaterThan(0);
      byRole(element, "button", /^Details: Invited oliv\u0456a/).click();
      await findByRole(element, "dialog");
      const times = () => textOf(element).split("Letters of several alphabets").length - 1;
      await until(() => times() > marked.length, "the entry does not say it");
      await expect(element).to.be.accessible();
    });
  });
});

function bars(element: Element): HTMLElement[] {
  return allByRole(element, "button", /: \d+ done, \d+ refused$/);
}

function radio(element: Element, label: string): HTMLElement {
  const labels = [...element.shadowRoot!.querySelectorAll("label")];
  return labels.find((one) => one.textContent.trim() === label)!.querySelector("input")!;
}

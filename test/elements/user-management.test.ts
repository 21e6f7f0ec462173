import { aTimeout, expect } from "@open-wc/testing";
import { sendKeys, setViewport } from "@web/test-runner-commands";
import type { PermitUserManagement } from "../../src/elements/index.js";
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
  type as typeInto,
  until,
  waitForText,
} from "../support/permit-in-browser.js";

const wide = { width: 1160, height: 800 };

describe("<permit-user-management>", () => {
  const world = new World();
  beforeEach(() => setViewport(wide));
  after(() => world.close());

  describe("accessibility", () => {
    it("holds for an owner, with people selected and a menu open", async () => {
      const element = await world.show("olivia@acme");
      byRole(element, "checkbox", "Select Dmitri Halloran").click();
      await findByRole(element, "button", "Clear selection");
      byRole(element, "button", "Actions for Olivia Marsh").click();
      await findByRole(element, "menu");
      await expect(element).to.be.accessible();
    });

    it("holds for a viewer, in the dark, on a phone", async () => {
      await setViewport({ width: 390, height: 760 });
      await expect(await world.show("victor@acme", { theme: "dark" })).to.be.accessible();
    });

    it("holds where nobody matches", async () => {
      const element = await world.show("olivia@acme");
      await typeInto(byRole(element, "searchbox"), "nobody at all");
      await waitForText(element, "Nobody matches");
      await expect(element).to.be.accessible();
    });

    it("holds where the session is refused", async () => {
      const element = await world.place("ana@acme");
      await waitForText(element, "You can’t use this page");
      await expect(element).to.be.accessible();
    });
  });

  describe("defaults", () => {
    it("asks for nothing but its tag", () => {
      const element = document.createElement("permit-user-management");
      expect(element.endpoint).to.equal(undefined);
      expect(element.tenant).to.equal(undefined);
      expect(element.element).to.equal(undefined);
      expect(element.locale).to.equal(undefined);
      expect(element.theme).to.equal(undefined);
      expect(element.density).to.equal("comfortable");
      expect(element.readonly).to.equal(false);
      expect(element.hide).to.equal("");
      expect(element.messages).to.deep.equal({});
    });

    it("shows its shape first, then the rows, with one request between", async () => {
      const element = await world.place("olivia@acme");
      expect(textOf(element)).to.contain("People").and.not.to.contain("Dmitri");
      const asked: string[] = [];
      const watch = new PerformanceObserver((list) =>
        asked.push(...list.getEntries().map(({ name }) => name)),
      );
      watch.observe({ type: "resource" });
      await nextEvent(element, "permit-ready");
      await aTimeout(0);
      watch.disconnect();
      expect(peopleIn(element)).to.have.lengthOf(7);
      expect(asked.filter((address) => /\/people/.test(address))).to.deep.equal([]);
    });

    it("is registered once, whoever loads it again", () => {
      expect(customElements.get("permit-user-management")).to.exist;
    });
  });

  describe("the list", () => {
    it("shows the people of the tenant in order, with the exact total", async () => {
      const element = await world.show("olivia@acme");
      expect(peopleIn(element)).to.deep.equal([
        "Ana Lucía Ferreira",
        "Dmitri Halloran",
        "Maria Santos",
        "Mei-Ling Zhou",
        "Olivia Marsh",
        "Sam Suspended",
        "Victor Lund",
      ]);
      expect(byRole(element, "grid").getAttribute("aria-rowcount")).to.equal("8");
      expect(textOf(byRole(element, "row", /^DH/))).to.match(
        /Dmitri Halloran dmitri@acme\.example Manager Billing Finance Active (now|\d+ min)/,
      );
      expect(textOf(element)).to.match(/^People 7 /);
    });

    it("says how many roles are out of one’s hands, not which", async () => {
      const element = await world.show("dmitri@acme");
      expect(textOf(byRole(element, "row", /^MZ/))).to.contain("Viewer +1 you can’t manage");
    });

    it("marks the person at the screen", async () => {
      const element = await world.show("olivia@acme");
      expect(textOf(byRole(element, "row", /^OM/))).to.contain("Olivia Marsh you");
    });

    it("gives a small screen cards", async () => {
      await setViewport({ width: 390, height: 760 });
      const element = await world.show("olivia@acme");
      const row = byRole(element, "row", /^AF/);
      expect(row.offsetHeight).to.be.greaterThan(80);
      expect(row.scrollWidth).to.be.at.most(390);
      expect(textOf(row)).to.contain("Editor").and.to.contain("Active");
    });

    it("sorts by a header, and says so", async () => {
      const element = await world.show("olivia@acme");
      const header = byRole(element, "columnheader", "Person");
      expect(header.getAttribute("aria-sort")).to.equal("ascending");
      byRole(element, "button", "Person").click();
      await until(() => peopleIn(element)[0] === "Victor Lund", "the list turned");
      expect(header.getAttribute("aria-sort")).to.equal("descending");
      byRole(element, "button", "Status").click();
      await until(() => peopleIn(element).at(-1) === "Sam Suspended", "suspended people came last");
      expect(byRole(element, "columnheader", "Status").getAttribute("aria-sort")).to.equal("ascending");
    });
  });

  describe("search and filters", () => {
    it("finds by name, says how many, and lets go on Escape", async () => {
      const element = await world.show("olivia@acme");
      const search = byRole(element, "searchbox", "Search people");
      await typeInto(search, "dmitri");
      await waitForText(element, "1 of 7");
      expect(peopleIn(element)).to.deep.equal(["Dmitri Halloran"]);
      await waitForText(element, "1 person found");
      await sendKeys({ press: "Escape" });
      await until(() => peopleIn(element).length === 7, "everybody is back");
    });

    it("is a slash away", async () => {
      const element = await world.show("olivia@acme");
      await sendKeys({ press: "/" });
      expect(focused() === byRole(element, "searchbox"), "the search has the focus").to.equal(true);
    });

    it("filters by role and by status, and forgets it at one click", async () => {
      const element = await world.show("olivia@acme");
      byRole(element, "button", /^Filter by role/).click();
      (await findByRole(element, "checkbox", "Viewer")).click();
      await until(() => peopleIn(element).join() === "Mei-Ling Zhou,Victor Lund", "viewers only");
      byRole(element, "checkbox", "Editor").click();
      await until(() => peopleIn(element).length === 4, "roles are alternatives");
      byRole(element, "button", /^Filter by status/).click();
      (await findByRole(element, "checkbox", "Suspended")).click();
      await until(() => peopleIn(element).join() === "Sam Suspended", "and the status too");
      byRole(element, "button", "Remove filter Suspended").click();
      await until(() => peopleIn(element).length === 4, "one filter is gone");
      byRole(element, "button", "Clear filters").click();
      await until(() => peopleIn(element).length === 7, "everybody is back");
    });

    it("says when nobody matches, and clears search and filters", async () => {
      const element = await world.show("olivia@acme");
      await typeInto(byRole(element, "searchbox"), "nobody at all");
      (await findByRole(element, "button", "Clear search and filters")).click();
      await until(() => peopleIn(element).length === 7, "everybody is back");
      expect((byRole(element, "searchbox") as HTMLInputElement).value).to.equal("");
      expect(focused() === byRole(element, "searchbox"), "the search has the focus").to.equal(true);
    });
  });

  describe("with 400 people", () => {
    it("has only the rows in sight, and any of them when they come in sight", async () => {
      const element = await world.show("olivia@initech");
      await waitForText(element, /^People 400 /);
      const grid = byRole(element, "grid");
      expect(grid.getAttribute("aria-rowcount")).to.equal("401");
      expect(allByRole(element, "row").length).to.be.below(40);
      scrollerOf(grid).scrollTop = scrollerOf(grid).scrollHeight / 2;
      // A page in the background draws no frames, and is told nothing of its scrolling.
      scrollerOf(grid).dispatchEvent(new Event("scroll"));
      await until(() => peopleIn(element).includes("Worker 200"), "the middle came in sight");
      expect(byRole(element, "row", /^W2.*Worker 200/).getAttribute("aria-rowindex")).to.equal("202");
    });

    it("is walked by keyboard", async () => {
      const element = await world.show("olivia@initech");
      byRole(element, "row", /^OM/).focus();
      await sendKeys({ press: "ArrowDown" });
      await until(() => rowName() === "Worker 001", "one down");
      await sendKeys({ press: "End" });
      await until(() => rowName() === "Worker 399", "the last one");
      await sendKeys({ press: "PageUp" });
      await until(() => rowName() < "Worker 395", "a page up");
      await sendKeys({ press: "Home" });
      await until(() => rowName() === "Olivia Marsh", "the first one");
      await sendKeys({ press: "ArrowDown" });
      await until(() => rowName() === "Worker 001", "one down again");
      await sendKeys({ press: "Space" });
      await waitForText(element, "1 selected");
      await sendKeys({ press: "ArrowRight" });
      expect(nameOf(focused() as Element)).to.equal("Select Worker 001");
      await sendKeys({ press: "ArrowLeft" });
      await sendKeys({ press: "Enter" });
      await findByRole(element, "dialog", /Worker 001/);
    });

    it("keeps people selected while they are out of sight", async () => {
      const element = await world.show("olivia@initech");
      byRole(element, "checkbox", "Select Worker 001").click();
      await waitForText(element, "1 selected");
      await typeInto(byRole(element, "searchbox"), "worker-399");
      await waitForText(element, "1 of 400");
      byRole(element, "checkbox", "Select Worker 399").click();
      await waitForText(element, "2 selected");
      byRole(element, "button", "Clear selection").click();
      await until(() => !textOf(element).includes("selected"), "nobody is selected");
      expect(rowName()).to.equal("Worker 399");
    });

    it("shows how many seats are taken", async () => {
      const element = await world.show("olivia@initech");
      expect(textOf(element)).to.match(/400 of 420/);
    });
  });

  describe("limits", () => {
    it("a viewer sees no control that would be refused", async () => {
      const element = await world.show("victor@acme");
      expect(allByRole(element, "button", "Invite people")).to.deep.equal([]);
      expect(allByRole(element, "checkbox")).to.deep.equal([]);
      expect(allByRole(element, "tab")).to.deep.equal([]);
      expect(allByRole(element, "button", /^Actions for/).map(nameOf)).to.deep.equal([
        "Actions for Victor Lund",
      ]);
      byRole(element, "button", /^Actions for/).click();
      await findByRole(element, "menu");
      expect(allByRole(element, "menuitem").map(nameOf)).to.deep.equal(["Person…", "Leave…"]);
    });

    it("a manager finds what may not be done to an owner grey, with the reason", async () => {
      const element = await world.show("dmitri@acme");
      byRole(element, "button", "Actions for Olivia Marsh").click();
      await findByRole(element, "menu");
      for (const item of allByRole(element, "menuitem", /^(Change roles|Suspend|Remove)/)) {
        expect(item.getAttribute("aria-disabled"), nameOf(item)).to.equal("true");
        expect(item.getAttribute("aria-description") ?? nameOf(item)).to.match(/Owner|reach|manage/i);
      }
    });

    it("readonly offers no change", async () => {
      const element = await world.show("olivia@acme", { readonly: "" });
      expect(allByRole(element, "button", "Invite people")).to.deep.equal([]);
      expect(allByRole(element, "checkbox")).to.deep.equal([]);
      expect(allByRole(element, "button", /^Actions for/)).to.deep.equal([]);
      byRole(element, "button", "Dmitri Halloran").click();
      await findByRole(element, "heading", "Roles");
      expect(allByRole(element, "button", "Change roles…")).to.have.length(0);
      expect(allByRole(element, "textbox").every((one) => one.matches(":disabled, [readonly]"))).to.equal(
        true,
      );
      await sendKeys({ press: "Escape" });
      element.readonly = false;
      await findByRole(element, "button", "Invite people");
    });

    it("hides what the host hides", async () => {
      const element = await world.show("olivia@acme", { hide: "toolbar selection invitations footer" });
      expect(allByRole(element, "searchbox")).to.deep.equal([]);
      expect(allByRole(element, "checkbox")).to.deep.equal([]);
      expect(allByRole(element, "tab")).to.deep.equal([]);
      element.hide = "invite";
      await findByRole(element, "searchbox");
      expect(allByRole(element, "button", "Invite people")).to.deep.equal([]);
    });

    it("says why a session is refused", async () => {
      const element = await world.place("ana@acme");
      const { error } = await nextEvent(element, "permit-error");
      expect((error as { status: number }).status).to.equal(403);
      await waitForText(element, "You can’t use this page");
      byRole(element, "button", "Try again");
    });

    it("says that nobody is signed in", async () => {
      await waitForText(await world.place("@acme"), "You are not signed in");
    });

    it("says that there is no such tenant", async () => {
      await waitForText(await world.place("olivia@nowhere"), "This team does not exist");
    });

    it("says what is wrong with the set-up, here and in the console", async () => {
      const said: unknown[] = [];
      const { error } = console;
      console.error = (...words: unknown[]) => said.push(...words);
      const element = document.createElement("permit-user-management");
      element.endpoint = "/test/elements/";
      document.body.append(element);
      await waitForText(element, /No Permit API at \/test\/elements: it answers 404/);
      console.error = error;
      element.remove();
      expect(said.join()).to.contain("app.mount(");
    });
  });

  describe("live", () => {
    it("shows what others change, by itself", async () => {
      const element = await world.show("olivia@acme");
      await waitForText(element, "Live");
      const dmitri = await world.elsewhere("dmitri@acme");
      const user = await dmitri.user("victor");
      const grant = [{ role: dmitri.role("editor") }];
      await dmitri.send("POST /people/roles", { changes: [{ user, grant, revoke: [] }] });
      await waitForText(byRole(element, "row", /^VL/), "Editor Viewer");
      await dmitri.send("POST /people/roles", { changes: [{ user, grant: [], revoke: grant }] });
      await until(() => !textOf(byRole(element, "row", /^VL/)).includes("Editor"), "it is gone again");
    });

    it("loses the connection, says so, and recovers by itself", async () => {
      const world = new World();
      const element = await world.show("olivia@acme");
      await waitForText(element, "Live");
      await world.unplug();
      await waitForText(element, "Connection lost");
      expect(peopleIn(element)).to.have.lengthOf(7);
      await world.plug();
      await until(() => !textOf(element).includes("Connection lost"), "it is back");
      await waitForText(element, "Live");
      element.remove();
      await world.close();
    });

    it("loses the list when the right to see it is lost", async () => {
      const world = new World();
      const element = await world.show("victor@acme");
      await waitForText(element, "Live");
      const olivia = await world.elsewhere("olivia@acme");
      const user = await olivia.user("victor");
      await olivia.send("POST /people/suspend", { people: [{ user }] });
      await waitForText(element, "You can’t use this page");
      expect(textOf(element)).not.to.contain("Dmitri");
      await world.close();
    });
  });

  describe("for the host", () => {
    it("changes the tenant at run time", async () => {
      const element = await world.show("olivia@", { tenant: "acme" });
      element.tenant = "initech";
      await waitForText(element, /^People 400 /);
      element.tenant = "acme";
      await waitForText(element, /^People 7 /);
    });

    it("writes numbers as the locale does, and takes other words", async () => {
      const element = await world.show("olivia@initech", { locale: "de" });
      element.messages = { list: { title: "Leute", columns: { person: "Mensch" } } };
      await waitForText(element, /^Leute 400 /);
      await findByRole(element, "columnheader", "Mensch");
      byRole(element, "columnheader", "Roles");
    });

    it("takes the colour scheme that the host names", async () => {
      const element = await world.show("olivia@acme", { theme: "dark" });
      const dark = getComputedStyle(element).color;
      element.theme = "light";
      await element.updateComplete;
      expect(getComputedStyle(element).color).not.to.equal(dark);
      expect(getComputedStyle(element).colorScheme).to.equal("light");
    });

    it("takes less room where the host says so", async () => {
      const element = await world.show("olivia@acme");
      const { offsetHeight } = byRole(element, "row", /^AF/);
      element.density = "compact";
      await until(() => byRole(element, "row", /^AF/).offsetHeight < offsetHeight, "rows are lower");
    });

    it("has room for the host’s own", async () => {
      const element = await world.show("olivia@acme");
      const item = document.createElement("button");
      item.slot = "row-actions";
      item.textContent = "Write a mail";
      element.append(item);
      byRole(element, "button", "Actions for Dmitri Halloran").click();
      const chosen = nextEvent(element, "permit-row-action");
      (await findByRole(element, "menuitem", "Write a mail")).click();
      expect((await chosen).person.key).to.equal("dmitri");
      await until(() => allByRole(element, "menu").length === 0, "the menu closed");
    });

    it("is told before and after an act, and may stop it or make it wait", async () => {
      const world = new World();
      const element = await world.show("olivia@acme");
      element.addEventListener("permit-before-suspend", (event) => event.preventDefault(), { once: true });
      await choose(element, "Victor Lund", "Suspend…");
      await press(element, "button", /^Suspend/);
      await waitForText(element, "This page did not allow it.");

      element.addEventListener(
        "permit-before-suspend",
        (event) => event.waitUntil(Promise.reject(new Error("Ask Olivia first"))),
        { once: true },
      );
      await press(element, "button", /^Suspend/);
      await waitForText(element, "Ask Olivia first");

      let waited = false;
      element.addEventListener(
        "permit-before-suspend",
        (event) => event.waitUntil(aTimeout(50).then(() => (waited = true))),
        { once: true },
      );
      const after = nextEvent(element, "permit-suspend");
      await press(element, "button", /^Suspend/);
      const { input, answer, requestId } = await after;
      expect(waited).to.equal(true);
      expect(input.people).to.have.lengthOf(1);
      expect(requestId).to.equal(answer.request_id);
      await waitForText(byRole(element, "row", /^VL/), "Suspended");
      await world.close();
    });
  });

  describe("undo", () => {
    it("takes back a change of roles", async () => {
      const world = new World();
      const element = await world.show("olivia@acme");
      await choose(element, "Victor Lund", "Change roles…");
      (await findByRole(element, "checkbox", /^Editor/)).click();
      await press(element, "button", "Save");
      await waitForText(element, "Roles of 1 person changed");
      await waitForText(byRole(element, "row", /^VL/), "Editor Viewer");
      byRole(element, "button", "Undo").click();
      await waitForText(element, "Undone");
      await until(() => !textOf(byRole(element, "row", /^VL/)).includes("Editor"), "it is taken back");
      await world.close();
    });

    it("says why it is refused, where somebody has changed it since", async () => {
      const world = new World();
      const element = await world.show("olivia@acme");
      await choose(element, "Victor Lund", "Suspend…");
      await press(element, "button", /^Suspend/);
      await waitForText(element, "1 person suspended");
      const dmitri = await world.elsewhere("dmitri@acme");
      const user = await dmitri.user("victor");
      await dmitri.send(`PATCH /people/${user}/profile`, { title: "Reader" });
      byRole(element, "button", "Undo").click();
      await waitForText(element, "Could not be undone");
      await waitForText(byRole(element, "row", /^VL/), "Suspended");
      await world.close();
    });
  });
});

/** Names of the people in sight, from top to bottom. */
function peopleIn(element: PermitUserManagement): string[] {
  const rows = allByRole(element, "row").slice(1);
  rows.sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex));
  return rows.flatMap((row) => row.querySelector("button.name")?.textContent ?? []);
}

function scrollerOf(grid: HTMLElement): HTMLElement {
  return grid.parentElement as HTMLElement;
}

/** Whose row has the focus. */
function rowName(): string {
  const row = focused();
  return row?.role === "row" ? (row.querySelector("button.name")?.textContent ?? "") : "";
}

/** Opens somebody's menu and chooses from it. */
async function choose(element: PermitUserManagement, name: string, item: string): Promise<void> {
  byRole(element, "button", `Actions for ${name}`).click();
  (await findByRole(element, "menuitem", item)).click();
}

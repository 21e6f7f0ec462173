import { expect } from "@open-wc/testing";
import { sendKeys, setViewport } from "@web/test-runner-commands";
import "../../src/elements/index.js";
import type { PermitBeforeEvent } from "../../src/elements/index.js";
import { descriptionOf } from "../support/dialogs-in-browser.js";
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
  type,
  until,
  waitForText,
  type Elsewhere,
} from "../support/permit-in-browser.js";

const answers = { "resource-instance": "document:42" };

describe("<permit-role-assignment>", () => {
  const world = new World();
  let olivia: Elsewhere;
  let people: Elsewhere;

  /** Somebody's role on the document, given or taken elsewhere. */
  const elsewhere = async (
    key: string,
    how: "grant" | "revoke",
    role = "reader",
    instance = "document:42",
  ) => {
    const { id } = olivia.session.roles.find((each) => each.key === role && each.resource !== null)!;
    return olivia.send("POST /people/roles", {
      changes: [{ user: await people.user(key), [how]: [{ role: id, instance }] }],
    });
  };
  const rowOf = (element: Element, name: string): HTMLElement | undefined =>
    allByRole(element, "listitem").find((row) => textOf(row).includes(name));
  const nameShown = (element: Element, name: string): Promise<void> =>
    until(() => rowOf(element, name), `${name} did not appear: ${textOf(element)}`);
  const gone = (element: Element, name: string): Promise<void> =>
    until(() => !rowOf(element, name), `${name} is still there`);

  /** Types into the field that suggests, and waits for what is wanted. */
  async function search(element: Element, text: string, wanted: string | RegExp): Promise<HTMLElement> {
    const field = byRole(element, "combobox");
    await type(field, text);
    return findByRole(element, "option", wanted);
  }

  before(async () => {
    people = await world.elsewhere("olivia@acme");
    olivia = await world.elsewhere("olivia@acme", { type: "role-assignment" });
  });
  beforeEach(() => setViewport({ width: 800, height: 900 }));
  after(() => world.close());

  describe("accessibility", () => {
    it("marks an address of several alphabets, in words", async () => {
      const element = await world.showAssignment("olivia@acme", answers);
      await findByRole(element, "combobox");
      const option = await search(element, "oliv\u0456a@acme.example", /Invite/);
      expect(textOf(option)).to.include("Letters of several alphabets");
      await expect(element).to.be.accessible();
      await type(byRole(element, "combobox"), "olivja@acme.example");
      await until(
        () => !textOf(element).includes("Letters of several alphabets"),
        "a plain address is marked",
      );
    });

    it("holds for the list, its form and its suggestions", async () => {
      await elsewhere("ana", "grant");
      const element = await world.showAssignment("olivia@acme", answers);
      await expect(element).to.be.accessible();
      byRole(element, "button", /^Change what Ana/).click();
      byRole(await findByRole(element, "group", "Roles"), "checkbox", "Document writer").click();
      await waitForText(element, "gains and loses");
      await expect(element).to.be.accessible();
      await search(element, "v", /Victor/);
      await expect(element).to.be.accessible();
      await elsewhere("ana", "revoke");
    });

    it("holds in the dark, on a phone, from right to left", async () => {
      await setViewport({ width: 390, height: 760 });
      const element = await world.showAssignment("olivia@acme", { ...answers, theme: "dark", dir: "rtl" });
      await expect(element).to.be.accessible();
      expect(element.scrollWidth).to.be.at.most(390);
    });

    it("holds for one person, and where the session is refused", async () => {
      const person = await world.showAssignment("olivia@acme", { user: "ana" });
      await expect(person).to.be.accessible();
      const refused = await world.placeAssignment("victor@acme", answers);
      await waitForText(refused, "You can’t use this page");
      await expect(refused).to.be.accessible();
    });
  });

  describe("defaults", () => {
    it("is about nothing yet", () => {
      const element = document.createElement("permit-role-assignment");
      expect(element.resourceInstance).to.equal(undefined);
      expect(element.user).to.equal(undefined);
      expect(element.dialog).to.equal(false);
      expect(element.messages).to.deep.equal({});
    });

    it("says how a wrong set-up is mended, in the console too", async () => {
      const said: unknown[] = [];
      const { error } = console;
      console.error = (...words: unknown[]) => said.push(...words);
      try {
        const neither = await world.placeAssignment("olivia@acme");
        await waitForText(neither, "Say what it is about");
        const both = await world.placeAssignment("olivia@acme", { ...answers, user: "ana" });
        await waitForText(both, "Leave one of them out");
        const nothing = await world.placeAssignment("olivia@acme", { "resource-instance": "42" });
        await waitForText(nothing, 'resource-instance="document:42"');
        expect(said.join("\n")).to.contain("Leave one of them out");
        nothing.resourceInstance = "document:42";
        await waitForText(nothing, "Share “Answers”");
      } finally {
        console.error = error;
      }
    });
  });

  describe("one thing to share", () => {
    it("is shared with somebody: what they gain stands there first, and it can be undone", async () => {
      const element = await world.showAssignment("olivia@acme", answers);
      (await search(element, "victor", /Victor Lund/)).click();
      const form = await findByRole(element, "region", "Share with Victor Lund");
      expect(byRole(form, "checkbox", "Document reader")).to.have.property("checked", true);
      await waitForText(form, "nothing new");
      byRole(form, "checkbox", "Document writer").click();
      await waitForText(form, "Write documents (Answers)");
      const told = nextEvent(element, "permit-change-roles");
      await press(form, "button", "Share");
      expect((await told).requestId).to.match(/^[\da-f-]{36}$/);
      await nameShown(element, "Victor Lund");
      expect(nameOf(focused()!)).to.equal("Add people by name or e-mail");
      await press(element, "button", "Undo");
      await waitForText(element, "Undone");
      await gone(element, "Victor Lund");
    });

    it("shows at once what others do", async () => {
      const element = await world.showAssignment("olivia@acme", answers);
      await waitForText(element, "Live");
      await elsewhere("mei", "grant");
      await nameShown(element, "Mei-Ling Zhou");
      await elsewhere("mei", "revoke");
      await gone(element, "Mei-Ling Zhou");
    });

    it("changes a role and its end, and takes it back", async () => {
      await elsewhere("mei", "grant");
      const element = await world.showAssignment("olivia@acme", answers);
      byRole(element, "button", "Change what Mei-Ling Zhou has: Document reader").click();
      const form = await findByRole(element, "group", "Roles");
      byRole(form, "checkbox", "Document writer").click();
      await waitForText(element, "Write documents (Answers)");
      await press(element, "button", "Save");
      await findByRole(
        element,
        "button",
        "Change what Mei-Ling Zhou has: Document reader and Document writer",
      );

      byRole(element, "button", /^Change what Mei/).click();
      await press(element, "button", "Remove access…");
      await waitForText(element, "Write documents (Answers)");
      await press(element, "button", "Remove access");
      await gone(element, "Mei-Ling Zhou");
    });

    it("says by which way somebody has access, and that it remains when a role is taken", async () => {
      await elsewhere("victor", "grant", "keeper", "folder:plans");
      await elsewhere("victor", "grant", "reader");
      const element = await world.showAssignment("olivia@acme", answers);
      await nameShown(element, "Victor Lund");
      await elsewhere("victor", "revoke", "reader");
      await waitForText(element, "through Folder keeper on Plans");
      await elsewhere("victor", "revoke", "keeper", "folder:plans");
      await gone(element, "Victor Lund");
    });

    it("sums up who has access through a role in the tenant", async () => {
      const element = await world.showAssignment("olivia@acme", answers);
      await waitForText(element, "Also through a role in Acme");
      const summary = byRole(element, "region", "Also through a role in Acme");
      expect(textOf(summary)).to.contain("Olivia Marsh").and.to.contain("Read documents");
    });

    it("invites an address that nobody here has", async () => {
      const element = await world.showAssignment("olivia@acme", answers);
      (
        await search(element, "new@acme.example", /^\+? ?Invite new@acme.example with Document reader/)
      ).click();
      const form = await findByRole(element, "region", "Invite new@acme.example");
      const told = nextEvent(element, "permit-invite");
      await press(form, "button", "Send invitation");
      expect((await told).input.invitations[0]?.roles[0]?.instance).to.equal("document:42");
      await waitForText(element, "new@acme.example is invited");
    });

    it("keeps what is picked while somebody else changes the person, and says what has changed", async () => {
      await elsewhere("mei", "grant");
      const element = await world.showAssignment("olivia@acme", answers);
      await waitForText(element, "Live");
      byRole(element, "button", /^Change what Mei/).click();
      byRole(await findByRole(element, "group", "Roles"), "checkbox", "Document reader").click();
      await waitForText(element, "− removed");
      await elsewhere("mei", "grant", "writer");
      await waitForText(element, "Somebody has changed Mei-Ling Zhou meanwhile: + Document writer.");
      await press(element, "button", "Show the current roles");
      await press(element, "button", "Save");
      await findByRole(element, "button", "Change what Mei-Ling Zhou has: Document writer");
      await elsewhere("mei", "revoke", "writer");
      await gone(element, "Mei-Ling Zhou");
    });

    it("asks the host page before it does anything", async () => {
      const element = await world.showAssignment("olivia@acme", answers);
      element.addEventListener("permit-before-change-roles", (event: PermitBeforeEvent<"change-roles">) =>
        event.waitUntil(Promise.reject(new Error("Not on a Friday."))),
      );
      (await search(element, "victor", /Victor Lund/)).click();
      await press(element, "button", "Share");
      await waitForText(element, "Not on a Friday.");
      expect(rowOf(element, "Victor Lund")).to.equal(undefined);
    });

    it("shows and offers nothing where the host wants it read only", async () => {
      await elsewhere("mei", "grant");
      const element = await world.showAssignment("olivia@acme", { ...answers, readonly: "" });
      await waitForText(element, "Who has access to “Answers”");
      await nameShown(element, "Mei-Ling Zhou");
      expect(allByRole(element, "combobox")).to.deep.equal([]);
      expect(allByRole(element, "button").map(nameOf)).to.deep.equal([]);
      await elsewhere("mei", "revoke");
    });

    it("lets whoever owns it share it, without showing them who else is here", async () => {
      await elsewhere("ana", "grant", "owner");
      const element = await world.showAssignment("ana@acme", answers);
      await type(byRole(element, "combobox"), "victor");
      await waitForText(element, "only a whole e-mail address finds somebody");
      expect(allByRole(element, "option")).to.deep.equal([]);
      await sendKeys({ type: "@acme.example" });
      (await findByRole(element, "option", /Victor Lund/)).click();
      const owner = await findByRole(element, "checkbox", "Document owner");
      expect(owner.getAttribute("aria-disabled")).to.equal("true");
      expect(descriptionOf(owner)).to.match(/outside|may not|can’t|give/i);
      await press(element, "button", "Share");
      await nameShown(element, "Victor Lund");
      await elsewhere("victor", "revoke");
      await elsewhere("ana", "revoke", "owner");
    });

    it("is done by keyboard alone", async () => {
      const element = await world.showAssignment("olivia@acme", answers);
      byRole(element, "combobox").focus();
      await sendKeys({ type: "victor" });
      await findByRole(element, "option", /Victor Lund/);
      await sendKeys({ press: "Escape" });
      await until(() => allByRole(element, "option").length === 0, "the suggestions are closed");
      await sendKeys({ press: "ArrowDown" });
      await findByRole(element, "option", /Victor Lund/);
      await sendKeys({ press: "Enter" });
      await findByRole(element, "region", "Share with Victor Lund");
      await until(() => focused()?.matches("input[type=checkbox]"), "the focus is on the roles");
      await waitForText(element, "nothing new");
      for (let step = 0; step < 12 && nameOf(focused()!) !== "Share"; step++)
        await sendKeys({ press: "Tab" });
      await sendKeys({ press: "Enter" });
      await nameShown(element, "Victor Lund");
      await elsewhere("victor", "revoke");
    });
  });

  describe("as a dialog", () => {
    it("asks nothing until the host’s button opens it, and gives the focus back", async () => {
      const element = await world.placeAssignment("olivia@acme", { ...answers, dialog: "" });
      const opener = document.createElement("button");
      opener.slot = "opener";
      opener.textContent = "Share it";
      element.append(opener);
      expect(allByRole(element, "dialog")).to.deep.equal([]);
      opener.focus();
      opener.click();
      const dialog = await findByRole(element, "dialog");
      await waitForText(dialog, "Share “Answers”");
      await expect(element).to.be.accessible();
      const closed = nextEvent(element, "permit-closed");
      await press(element, "button", "Done");
      await closed;
      expect(focused()).to.equal(opener);
    });

    it("is opened and closed by its methods", async () => {
      const element = await world.placeAssignment("olivia@acme", { ...answers, dialog: "" });
      await element.show();
      await findByRole(element, "dialog");
      element.close();
      await until(() => allByRole(element, "dialog").length === 0, "it is closed");
      await element.show();
      await waitForText(element, "Share “Answers”");
    });
  });

  describe("one person", () => {
    it("has roles in the tenant and on instances, each changed where it stands", async () => {
      await elsewhere("ana", "grant");
      const element = await world.showAssignment("olivia@acme", { user: "ana" });
      await waitForText(element, "Roles of Ana Lucía Ferreira");
      expect(byRole(element, "checkbox", "Editor")).to.have.property("checked", true);
      byRole(element, "checkbox", "Billing").click();
      await waitForText(element, "Read invoices");
      await press(element, "button", "Save");
      await waitForText(element, "Roles of 1 person changed");
      await press(element, "button", "Undo");
      await until(() => !(byRole(element, "checkbox", "Billing") as HTMLInputElement).checked, "undone");

      byRole(element, "button", "Change roles on Answers: Document reader").click();
      await press(element, "button", "Remove access…");
      await waitForText(element, /keeps|loses/);
      await press(element, "button", "Remove access");
      await waitForText(element, "No roles on single items");
    });

    it("gets a role on one more instance", async () => {
      const element = await world.showAssignment("olivia@acme", { user: await people.user("mei") });
      (await search(element, "answ", /Answers/)).click();
      (await findByRole(element, "checkbox", "Document reader")).click();
      await press(element, "button", "Save");
      await findByRole(element, "button", "Change roles on Answers: Document reader");
      await elsewhere("mei", "revoke");
    });

    it("says that there is nobody of that name", async () => {
      const element = await world.placeAssignment("olivia@acme", { user: "nobody-of-this-name" });
      await waitForText(element, "There is nothing here to show");
    });
  });
});

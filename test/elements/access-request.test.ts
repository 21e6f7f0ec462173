import { expect } from "@open-wc/testing";
import { sendKeys, setViewport } from "@web/test-runner-commands";
import "../../src/elements/index.js";
import type { RequestsPage } from "../../src/api/approvals/contract.js";
import { clickWhenReady, descriptionOf, findField } from "../support/dialogs-in-browser.js";
import {
  World,
  allByRole,
  byRole,
  findByRole,
  focused,
  nextEvent,
  press,
  textOf,
  type,
  until,
  waitForText,
  type Elsewhere,
} from "../support/permit-in-browser.js";

describe("<permit-access-request>", () => {
  const world = new World();
  let victor: Elsewhere;

  const requests = async () =>
    (await victor.send<RequestsPage>("GET /requests?show=mine")).requests.filter(
      ({ status }) => status === "open",
    );
  /** Picks a role, says why and asks. */
  const ask = async (element: Element, role: string, why: string): Promise<void> => {
    (await findByRole(element, "radio", role)).click();
    await type(await findField(element, "What do you need it for?"), why);
    await clickWhenReady(element, `Ask for ${role}`);
  };

  before(async () => {
    victor = await world.elsewhere("victor@hooli", { type: "access-request" });
  });
  beforeEach(() => setViewport({ width: 800, height: 900 }));
  afterEach(async () => {
    for (const { id } of await requests()) await victor.send(`POST /requests/${id}/withdraw`, {});
  });
  after(() => world.close());

  describe("accessibility", () => {
    it("holds for the roles, the form and what was asked for", async () => {
      const element = await world.showIt("permit-access-request", "victor@hooli");
      await expect(element).to.be.accessible();
      await ask(element, "Billing", "For the books");
      await waitForText(element, "Asked for");
      await expect(element).to.be.accessible();
    });

    it("holds in the dark, on a phone, from right to left", async () => {
      await setViewport({ width: 390, height: 760 });
      const element = await world.showIt("permit-access-request", "victor@hooli", {
        theme: "dark",
        dir: "rtl",
      });
      byRole(element, "radio", "Billing").click();
      await expect(element).to.be.accessible();
      expect(element.scrollWidth).to.be.at.most(390);
    });
  });

  describe("defaults", () => {
    it("is about the whole tenant, and no dialog", () => {
      const element = document.createElement("permit-access-request");
      expect(element.resourceInstance).to.equal(undefined);
      expect(element.dialog).to.equal(false);
      expect(element.messages).to.deep.equal({});
    });

    it("says how a wrong set-up is mended, in the console too", async () => {
      const said: unknown[] = [];
      const { error } = console;
      console.error = (...words: unknown[]) => said.push(...words);
      try {
        const element = await world.placeIt("permit-access-request", "victor@hooli", {
          "resource-instance": "42",
        });
        await waitForText(element, 'resource-instance="document:42"');
        expect(said.join("\n")).to.contain("names nothing");
      } finally {
        console.error = error;
      }
    });
  });

  describe("roles", () => {
    it("say what each gives, and which are held already", async () => {
      const element = await world.showIt("permit-access-request", "victor@hooli");
      const billing = byRole(element, "radio", "Billing");
      expect(descriptionOf(billing)).to.contain("Pay invoices");
      const viewer = byRole(element, "radio", "Viewer");
      expect(viewer.getAttribute("aria-disabled")).to.equal("true");
      viewer.click();
      expect(viewer).to.have.property("checked", false);
      expect(textOf(element)).to.contain("You have it");
      expect(allByRole(element, "textbox")).to.deep.equal([]);
    });

    it("are those on one thing, where one is named", async () => {
      const element = await world.showIt("permit-access-request", "ana@acme", {
        "resource-instance": "document:42",
      });
      await waitForText(element, "Ask for access to “Answers”");
      byRole(element, "radio", "Document reader");
      expect(allByRole(element, "radio", "Billing")).to.deep.equal([]);
    });

    it("can’t be found where there is no such thing", async () => {
      const element = await world.placeIt("permit-access-request", "ana@acme", {
        "resource-instance": "document:nowhere",
      });
      await waitForText(element, "This could not be loaded");
    });
  });

  describe("asking", () => {
    it("needs a reason, and says so beside the field", async () => {
      const element = await world.showIt("permit-access-request", "victor@hooli");
      byRole(element, "radio", "Billing").click();
      await press(element, "button", "Ask for Billing");
      await waitForText(element, "Say in a few words what you need it for");
      expect(focused()?.id).to.equal("why");
      expect(await requests()).to.deep.equal([]);
    });

    it("sends what was picked and says who can answer; then it waits, and can’t be asked for twice", async () => {
      const element = await world.showIt("permit-access-request", "victor@hooli");
      const told = nextEvent(element, "permit-ask");
      await ask(element, "Billing", "For the books");
      expect((await told).input).to.deep.include({ kind: "access", justification: "For the books" });
      await waitForText(element, "You have asked for Billing.");
      await waitForText(element, "Billing for you");
      await waitForText(element, "For the books");
      await until(
        () => byRole(element, "radio", "Billing").getAttribute("aria-disabled") === "true",
        "it can be asked for again",
      );
      expect(allByRole(element, "textbox")).to.deep.equal([]);
      expect((await requests()).map(({ justification }) => justification)).to.deep.equal(["For the books"]);
    });

    it("learns by itself that it was granted", async () => {
      const element = await world.showIt("permit-access-request", "victor@hooli");
      await waitForText(element, "Live");
      await ask(element, "Billing", "For the books");
      await waitForText(element, "You have asked for Billing.");
      const [request] = await requests();
      const olivia = await world.elsewhere("olivia@hooli", { type: "approvals" });
      await olivia.send(`POST /requests/${request!.id}/review`, { agrees: true });
      await waitForText(element, "Granted by Olivia Marsh");
      const owner = await world.elsewhere("olivia@hooli");
      await owner.send("POST /people/roles", {
        changes: [{ user: await owner.user("victor"), revoke: [{ role: owner.role("billing") }] }],
      });
    });

    it("can be withdrawn, after a question", async () => {
      const element = await world.showIt("permit-access-request", "victor@hooli");
      await ask(element, "Editor", "To help with the docs");
      (await findByRole(element, "button", "Withdraw: Editor for you")).click();
      await waitForText(element, "Nobody can answer it any more");
      const told = nextEvent(element, "permit-withdraw");
      await clickWhenReady(element, "Withdraw");
      await told;
      await until(() => !textOf(element).includes("open until"), "it still waits");
      await until(
        () => byRole(element, "radio", "Editor").getAttribute("aria-disabled") === "false",
        "it can’t be asked for again",
      );
    });

    it("keeps what was typed when the host page stops it", async () => {
      const element = await world.showIt("permit-access-request", "victor@hooli");
      element.addEventListener("permit-before-ask", (event) =>
        event.waitUntil(Promise.reject(new Error("Not on Sundays"))),
      );
      await ask(element, "Billing", "For the books");
      await waitForText(element, "Not on Sundays");
      expect(await findField(element, "What do you need it for?")).to.have.property("value", "For the books");
    });
  });

  describe("as a dialog", () => {
    it("opens by the host’s own button, asks the server nothing before, and gives the focus back", async () => {
      const element = await world.placeIt("permit-access-request", "victor@hooli", { dialog: "" });
      const opener = document.createElement("button");
      opener.slot = "opener";
      opener.textContent = "Ask for access";
      element.append(opener);
      expect(textOf(element)).to.equal("Ask for access");
      opener.focus();
      opener.click();
      await findByRole(element, "dialog");
      await findByRole(element, "radio", "Billing");
      await expect(element).to.be.accessible();
      const closed = nextEvent(element, "permit-closed");
      await sendKeys({ press: "Escape" });
      await closed;
      await until(() => document.activeElement === opener, "the focus is not back");
    });
  });

  it("lets whoever may review nothing see what they have asked for", async () => {
    const asking = await world.showIt("permit-access-request", "victor@hooli");
    await ask(asking, "Billing", "For the books");
    await waitForText(asking, "You have asked for Billing.");
    const element = await world.showIt("permit-approvals", "victor@hooli");
    await waitForText(element, "Nothing waits for you");
    byRole(element, "tab", "Asked by me").click();
    await waitForText(element, "Billing for you");
  });
});

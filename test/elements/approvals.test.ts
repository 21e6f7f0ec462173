import { expect } from "@open-wc/testing";
import { sendKeys, setViewport } from "@web/test-runner-commands";
import "../../src/elements/index.js";
import type { AskAnswer, RequestsPage } from "../../src/api/approvals/contract.js";
import { clickWhenReady, fieldByLabel, findField } from "../support/dialogs-in-browser.js";
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

describe("<permit-approvals>", () => {
  const world = new World();
  let otto: Elsewhere;
  let victor: string;

  /** Otto wants to give a role to Victor, and says why. */
  const ask = async (role: string, justification?: string): Promise<string> => {
    const person = { user: victor, grant: [{ role: otto.role(role) }] };
    const { request } = await otto.send<AskAnswer>("POST /requests", {
      kind: "approval",
      person,
      ...(justification && { justification }),
    });
    return request!;
  };
  const withdraw = (request: string) => otto.send(`POST /requests/${request}/withdraw`, {});
  const answer = async (who: string, request: string, agrees: boolean) => {
    const reviewer = await world.elsewhere(`${who}@hooli`, { type: "approvals" });
    return reviewer.send(`POST /requests/${request}/review`, { agrees });
  };
  const take = async (role: string) => {
    const olivia = await world.elsewhere("olivia@hooli");
    return olivia.send("POST /people/roles", {
      changes: [{ user: victor, revoke: [{ role: olivia.role(role) }] }],
    });
  };
  const cards = (element: Element): HTMLElement[] =>
    allByRole(element, "listitem").filter((item) => item.matches(".request"));

  before(async () => {
    otto = await world.elsewhere("otto@hooli");
    victor = await otto.user("victor");
  });
  beforeEach(() => setViewport({ width: 900, height: 900 }));
  afterEach(async () => {
    const { requests } = await otto.send<RequestsPage>("GET /requests?show=mine");
    for (const { id, status } of requests) if (status === "open") await withdraw(id);
  });
  after(() => world.close());

  describe("accessibility", () => {
    it("holds with nothing to review, with requests, and for the question", async () => {
      const empty = await world.showIt("permit-approvals", "olivia@hooli");
      await waitForText(empty, "Nothing waits for you");
      await expect(empty).to.be.accessible();
      await ask("billing", "For the books of the year");
      await waitForText(empty, "Billing for Victor Lund");
      await expect(empty).to.be.accessible();
      byRole(empty, "button", "Agree: Billing for Victor Lund").click();
      await findByRole(empty, "dialog");
      await expect(empty).to.be.accessible();
    });

    it("holds in the dark, on a phone, from right to left", async () => {
      await ask("billing", "For the books");
      await setViewport({ width: 390, height: 760 });
      const element = await world.showIt("permit-approvals", "olivia@hooli", { theme: "dark", dir: "rtl" });
      await expect(element).to.be.accessible();
      expect(element.scrollWidth).to.be.at.most(390);
    });
  });

  describe("defaults", () => {
    it("has words of its own", () => {
      const element = document.createElement("permit-approvals");
      expect(element.messages).to.deep.equal({});
      expect(element.readonly).to.equal(false);
    });

    it("takes the host's words", async () => {
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      element.messages = { list: { title: "Freigaben" } };
      await waitForText(element, "Freigaben");
    });
  });

  describe("to review", () => {
    it("shows who asks what for whom and why, what it gives, and who else could answer", async () => {
      await ask("billing", "For the books of the year");
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      const [card] = cards(element);
      const text = textOf(card!);
      expect(text).to.contain("Billing for Victor Lund");
      expect(text).to.contain("Otto Office wants to give it, and others must agree");
      expect(text).to.contain("For the books of the year");
      expect(text).to.contain("Pay invoices");
      expect(text).to.contain("1 more must agree");
      expect(text).to.contain("Who else could: Petra Lind");
      expect(textOf(byRole(element, "tab", /^To review/))).to.contain("1");
    });

    it("grants at once with the last agreement, which the question names", async () => {
      await ask("billing");
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      byRole(element, "button", "Agree: Billing for Victor Lund").click();
      await waitForText(
        element,
        "Yours is the last agreement that is needed: Victor Lund gets Billing at once.",
      );
      const told = nextEvent(element, "permit-review");
      await press(element, "button", "Agree");
      const event = await told;
      expect(event.answer.status).to.equal("granted");
      expect(event.requestId).to.match(/^[\da-f-]{36}$/);
      await waitForText(element, "Granted: Billing for Victor Lund");
      await waitForText(element, "Nothing waits for you");
      byRole(element, "tab", "Ended").click();
      await waitForText(element, "You granted it");
      await take("billing");
    });

    it("says that more must agree, and moves to the others once one has", async () => {
      await ask("editor");
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      await waitForText(element, "2 more must agree");
      byRole(element, "button", "Agree: Editor for Victor Lund").click();
      await waitForText(element, "After you 1 more must agree.");
      await press(element, "button", "Agree");
      await waitForText(element, "You agreed: Editor for Victor Lund. Others must agree too.");
      const maria = await world.showIt("permit-approvals", "maria@hooli");
      await waitForText(maria, "Olivia Marsh agreed");
      await waitForText(maria, "1 more must agree");
    });

    it("refuses with a reason, which whoever asked reads", async () => {
      await ask("billing", "Please");
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      byRole(element, "button", "Refuse: Billing for Victor Lund").click();
      await waitForText(element, "It ends for everybody");
      await type(await findField(element, "Reason (optional)"), "The audit is on");
      await clickWhenReady(element, "Refuse");
      await waitForText(element, "Refused: Billing for Victor Lund");
      const asker = await world.showIt("permit-approvals", "otto@hooli");
      byRole(asker, "tab", "Asked by me").click();
      await waitForText(asker, "Refused by Olivia Marsh");
      await waitForText(asker, "The audit is on");
    });

    it("shows a new request by itself", async () => {
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      await waitForText(element, "Live");
      await waitForText(element, "Nothing waits for you");
      await ask("billing");
      await waitForText(element, "Billing for Victor Lund");
      await waitForText(element, "1 to review");
    });

    it("says what became of a request that ended elsewhere, until that is put away", async () => {
      const request = await ask("billing");
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      await waitForText(element, "Live");
      await answer("petra", request, false);
      await waitForText(element, "Refused by Petra Lind");
      expect(allByRole(element, "button", /^Agree/)).to.deep.equal([]);
      await press(element, "button", "Put away");
      await waitForText(element, "Nothing waits for you");
    });

    it("says so in the open question too, instead of failing", async () => {
      const request = await ask("billing");
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      await waitForText(element, "Live");
      byRole(element, "button", "Agree: Billing for Victor Lund").click();
      await findByRole(element, "button", "Agree");
      await withdraw(request);
      await waitForText(element, "It was answered or withdrawn elsewhere meanwhile");
      expect(allByRole(element, "button", "Agree")).to.deep.equal([]);
      await press(element, "button", "Close");
    });

    it("offers only refusing what can't be granted any more, and says why", async () => {
      await ask("billing");
      const olivia = await world.elsewhere("olivia@hooli");
      await olivia.send("POST /people/suspend", { people: [{ user: await olivia.user("otto") }] });
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      await waitForText(element, "This can’t be granted any more.");
      expect(allByRole(element, "button", /^Agree/)).to.deep.equal([]);
      byRole(element, "button", "Refuse: Billing for Victor Lund");
      await olivia.send("POST /people/reactivate", { people: [{ user: await olivia.user("otto") }] });
    });

    it("can be stopped by the host page", async () => {
      const request = await ask("billing");
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      element.addEventListener("permit-before-review", (event) => {
        expect(event.input).to.include({ request, agrees: true });
        event.preventDefault();
      });
      byRole(element, "button", "Agree: Billing for Victor Lund").click();
      await press(element, "button", "Agree");
      await waitForText(element, "This page did not allow it");
    });

    it("offers nothing where it is read only", async () => {
      await ask("billing");
      const element = await world.showIt("permit-approvals", "olivia@hooli", { readonly: "" });
      await waitForText(element, "Billing for Victor Lund");
      expect(allByRole(element, "button", /Billing/)).to.deep.equal([]);
    });
  });

  describe("asked by me", () => {
    it("can be withdrawn, after a question", async () => {
      const request = await ask("billing", "For the books");
      const element = await world.showIt("permit-approvals", "otto@hooli");
      byRole(element, "tab", "Asked by me").click();
      await waitForText(element, "You want to give it, and others must agree");
      (await findByRole(element, "button", "Withdraw: Billing for Victor Lund")).click();
      await waitForText(element, "Nobody can answer it any more");
      const told = nextEvent(element, "permit-withdraw");
      await clickWhenReady(element, "Withdraw");
      expect((await told).input.request).to.equal(request);
      await until(() => allByRole(element, "button", /^Withdraw/).length === 0, "it can still be withdrawn");
    });
  });

  describe("by keyboard", () => {
    it("walks the lists by the arrows, and gives the focus back after a question", async () => {
      await ask("billing");
      const element = await world.showIt("permit-approvals", "olivia@hooli");
      byRole(element, "tab", /^To review/).focus();
      await sendKeys({ press: "ArrowRight" });
      expect(nameOf(focused()!)).to.equal("Asked by me");
      await sendKeys({ press: "End" });
      expect(nameOf(focused()!)).to.equal("Ended");
      await sendKeys({ press: "ArrowRight" });
      expect(nameOf(focused()!)).to.match(/^To review/);
      const button = await findByRole(element, "button", "Agree: Billing for Victor Lund");
      button.focus();
      await sendKeys({ press: "Enter" });
      await findByRole(element, "dialog");
      expect(fieldByLabel(element, "Reason (optional)")).to.exist;
      await sendKeys({ press: "Escape" });
      await until(() => focused() === button, "the focus is not back");
    });
  });
});

import { expect } from "@open-wc/testing";
import "../../src/elements/index.js";
import type { RequestsPage } from "../../src/api/approvals/contract.js";
import {
  chooseFor,
  clickWhenReady,
  dialogText,
  findField,
  type,
  untilGone,
} from "../support/dialogs-in-browser.js";
import {
  World,
  byRole,
  findByRole,
  nextEvent,
  waitForText,
  type Elsewhere,
} from "../support/permit-in-browser.js";

describe("asking for approval where it is needed", () => {
  const world = new World();
  let otto: Elsewhere;

  const open = async () =>
    (await otto.send<RequestsPage>("GET /requests?show=mine")).requests.filter(
      ({ status }) => status === "open",
    );

  before(async () => {
    otto = await world.elsewhere("otto@hooli");
  });
  afterEach(async () => {
    for (const { id } of await open()) await otto.send(`POST /requests/${id}/withdraw`, {});
  });
  after(() => world.close());

  it("is offered in place of saving, with who could agree, and asks for exactly what was picked", async () => {
    const element = await world.show("otto@hooli");
    await chooseFor(element, "Victor Lund", "Change roles…");
    (await findByRole(element, "checkbox", "Billing")).click();
    await waitForText(element, "Others must agree first");
    expect(dialogText(element)).to.contain("Who can agree: Olivia Marsh, Petra Lind.");
    await clickWhenReady(element, "Ask for approval");
    await waitForText(element, "Say why, in a few words");
    expect(await open()).to.deep.equal([]);
    await type(await findField(element, "Reason for the change"), "For the books");
    const told = nextEvent(element, "permit-ask");
    await clickWhenReady(element, "Ask for approval");
    expect((await told).input).to.include({ kind: "approval", justification: "For the books" });
    await untilGone(element, "dialog");
    await waitForText(element, "Asked for Billing for Victor Lund. Olivia Marsh or Petra Lind can answer.");
    expect((await open()).map(({ justification }) => justification)).to.deep.equal(["For the books"]);
  });

  it("asks somebody else for a role that can’t be given", async () => {
    const element = await world.show("otto@hooli");
    await chooseFor(element, "Victor Lund", "Change roles…");
    const manager = await findByRole(element, "checkbox", "Manager");
    expect(manager.getAttribute("aria-disabled")).to.equal("true");
    byRole(element, "button", "Ask for it: Manager").click();
    await waitForText(element, "You can’t give this yourself");
    await type(await findField(element, "Reason for the change"), "Maria is away");
    await clickWhenReady(element, "Ask others");
    await untilGone(element, "dialog");
    const [request] = await open();
    expect(request).to.include({ kind: "access", justification: "Maria is away" });
  });

  it("is offered in role assignment too", async () => {
    const element = await world.showAssignment("otto@hooli", { user: "victor" });
    (await findByRole(element, "checkbox", "Billing")).click();
    await waitForText(element, "Others must agree first");
    await type(await findField(element, "Reason for the change"), "For the books");
    await clickWhenReady(element, "Ask for approval");
    await waitForText(element, "Asked for Billing for Victor Lund");
    expect((await open()).length).to.equal(1);
  });
});

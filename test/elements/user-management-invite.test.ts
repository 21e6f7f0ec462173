import { expect, waitUntil } from "@open-wc/testing";
import { sendKeys } from "@web/test-runner-commands";
import "../../src/elements/index.js";
import type { InvitationsPage } from "../../src/api/user-management/contract.js";
import {
  clickWhenReady,
  descriptionOf,
  fieldByLabel,
  findField,
  focused,
  isGrey,
  paste,
  press,
  tabTo,
  type,
  untilGone,
} from "../support/dialogs-in-browser.js";
import { World, allByRole, byRole, findByRole, textOf, waitForText } from "../support/permit-in-browser.js";

describe("inviting", () => {
  const world = new World();
  after(() => world.close());

  /** The invite dialog as somebody has just opened it. */
  async function open(who: string): Promise<Element> {
    const element = await world.show(who);
    byRole(element, "button", "Invite people").click();
    await findField(element, "E-mail addresses");
    return element;
  }

  async function add(element: Element, ...addresses: string[]): Promise<void> {
    for (const address of addresses) {
      await type(fieldByLabel(element, "E-mail addresses"), address);
      await press("Enter");
    }
  }

  const entry = (element: Element) => fieldByLabel(element, "E-mail addresses");
  const emails = (element: Element) =>
    allByRole(element, "textbox", "E-mail").map((field) => (field as HTMLInputElement).value);
  const field = (element: Element, email: string) => {
    const found = allByRole(element, "textbox", "E-mail").find(
      (one) => (one as HTMLInputElement).value === email,
    );
    if (!found) throw new Error(`There is no row for ${email}`);
    return found;
  };
  const verdict = (element: Element, email: string) => descriptionOf(field(element, email));
  const judged = (element: Element, email: string, words: string | RegExp) =>
    waitUntil(
      () => emails(element).includes(email) && new RegExp(words, "i").test(verdict(element, email)),
      `“${String(words)}” is not said of ${email}: ${textOf(element)}`,
      { timeout: 8000 },
    );

  it("is accessible, empty and with rows", async () => {
    const element = await open("olivia@acme");
    await expect(element).to.be.accessible();
    await add(element, "first@acme.example", "no address");
    await judged(element, "first@acme.example", "Invitation is sent");
    await expect(element).to.be.accessible();
  });

  it("lets five colleagues be invited by the keyboard alone", async () => {
    const element = await world.show("olivia@acme");
    byRole(element, "button", "Invite people").focus();
    await press("Enter");
    const field = await findField(element, "E-mail addresses");
    await waitUntil(() => focused() === field, "The focus is not in the field");
    for (const name of ["ada", "bela", "cleo", "dan", "eve"]) {
      await sendKeys({ type: `${name}@acme.example` });
      await press("Enter");
    }
    expect(emails(element)).to.have.length(5);
    await waitForText(element, "5 will be invited");
    await tabTo("Send 5");
    await press("Enter");
    await untilGone(element, "button", /^Send/);
    expect(focused()).to.equal(byRole(element, "button", "Invite people"), "the focus is back");
    const { invitations } = await (
      await world.elsewhere("olivia@acme")
    ).send<InvitationsPage>("GET /invitations");
    expect(invitations.map(({ email }) => email)).to.include.members([
      "ada@acme.example",
      "eve@acme.example",
    ]);
  });

  it("takes a pasted list apart, whatever separates it", async () => {
    const element = await open("olivia@acme");
    paste(
      entry(element),
      'a1@acme.example, b1@acme.example;c1@acme.example\n"One, Dora" <d1@acme.example> e1@acme.example',
    );
    await waitUntil(() => emails(element).length === 5, "There are not 5 rows", { timeout: 8000 });
    expect(emails(element)).to.deep.equal(
      ["a1", "b1", "c1", "d1", "e1"].map((name) => `${name}@acme.example`),
    );
  });

  it("gives new rows what was used last, and one choice to all rows", async () => {
    const element = await open("olivia@acme");
    await add(element, "f1@acme.example");
    byRole(element, "button", "Roles for f1@acme.example: Viewer").click();
    (await findByRole(element, "checkbox", "Editor")).click();
    byRole(element, "checkbox", "Viewer").click();
    byRole(element, "button", "Done").click();
    await findByRole(element, "button", "Roles for f1@acme.example: Editor");
    await add(element, "f2@acme.example");
    await findByRole(element, "button", "Roles for f2@acme.example: Editor");
    byRole(element, "button", "Roles for new addresses: Editor").click();
    (await findByRole(element, "checkbox", "Billing")).click();
    byRole(element, "button", "Done").click();
    (await findByRole(element, "button", "Give this to all 2")).click();
    await findByRole(element, "button", "Roles for f1@acme.example: Billing, Editor");
  });

  it("says beside each row what will happen before anything is sent", async () => {
    const element = await open("dmitri@acme");
    await add(element, "g1@acme.example", "victor@acme.example", "olivia@acme.example");
    await judged(element, "g1@acme.example", "Invitation is sent");
    await judged(element, "victor@acme.example", "Already here: gets");
    await judged(element, "olivia@acme.example", "outside your reach");
    expect(textOf(element)).to.include("1 will be invited, 1 is already here, 1 can’t");
    const { invitations } = await (
      await world.elsewhere("olivia@acme")
    ).send<InvitationsPage>("GET /invitations");
    expect(invitations.map(({ email }) => email)).not.to.include("g1@acme.example");
  });

  it("shows a role that may not be given grey, with the reason and who can", async () => {
    const element = await open("dmitri@acme");
    byRole(element, "button", /^Roles for new addresses/).click();
    const owner = await findByRole(element, "checkbox", "Owner");
    expect(isGrey(owner)).to.equal(true);
    expect(descriptionOf(owner)).to.match(/Who can: Olivia Marsh/);
    await expect(element).to.be.accessible();
    owner.click();
    expect((owner as HTMLInputElement).checked).to.equal(false);
    expect(byRole(element, "button", /^Roles for new addresses/).textContent).not.to.include("Owner");
    await press("Escape");
    await untilGone(element, "button", "Done");
    expect(focused()).to.equal(byRole(element, "button", /^Roles for new addresses/));
  });

  it("marks an address of several alphabets beside its row, and reads wide letters as what they are", async () => {
    const element = await open("olivia@acme");
    await add(element, "p\u0430blo@acme.example", "\uff50\uff49\uff41\uff20acme.example");
    await judged(element, "p\u0430blo@acme.example", "Letters of several alphabets");
    await judged(element, "pia@acme.example", "");
    expect(verdict(element, "pia@acme.example")).not.to.include("several alphabets");
    await expect(element).to.be.accessible();
  });

  it("names an address that is twice in the list, and one that is none", async () => {
    const element = await open("olivia@acme");
    await add(element, "h1@acme.example");
    paste(entry(element), "H1@acme.example, not an address");
    await waitUntil(() => emails(element).length === 3, "There are not 3 rows", { timeout: 8000 });
    expect(verdict(element, "H1@acme.example")).to.include("Already in this list, row 1");
    expect(field(element, "H1@acme.example").getAttribute("aria-invalid")).to.equal("true");
    expect(verdict(element, "not an address")).to.include("This is no e-mail address");
    await waitForText(element, "1 will be invited, 2 can’t");
  });

  it("keeps what is typed and is no address, with the reason beside the field", async () => {
    const element = await open("olivia@acme");
    await add(element, "kofi at partner");
    expect(entry(element).value).to.equal("kofi at partner");
    expect(descriptionOf(entry(element))).to.include("is no e-mail address");
    expect(entry(element).getAttribute("aria-invalid")).to.equal("true");
  });

  it("takes an empty field for a mistake only while there is no row", async () => {
    const element = await open("olivia@acme");
    byRole(element, "button", "Add").click();
    await waitForText(element, "Type an address first");
    await type(entry(element), "m1@acme.example");
    byRole(element, "button", "Add").click();
    await judged(element, "m1@acme.example", "Invitation is sent");
    byRole(element, "button", "Add").click();
    await waitUntil(() => focused() === entry(element), "The focus is not in the field");
    expect(textOf(element)).not.to.include("Type an address first");
    expect(entry(element).getAttribute("aria-invalid")).to.equal("false");
  });

  it("says whose mail could not be sent, and how they get their link", async () => {
    const element = await open("olivia@acme");
    await add(element, "gone@bounces.example");
    await clickWhenReady(element, "Send 1");
    await waitForText(
      element,
      "No mail could be sent to gone@bounces.example. The invitation stands: copy its link under “Invitations”.",
    );
    await expect(element).to.be.accessible();
    byRole(element, "button", "Close").click();
  });

  it("sends what can be sent; what is refused stays, with its reason", async () => {
    const element = await open("dmitri@acme");
    await add(element, "i1@acme.example", "olivia@acme.example");
    await clickWhenReady(element, "Send 1");
    await waitForText(element, "1 invitation made.");
    expect(emails(element)).to.deep.equal(["olivia@acme.example"]);
    await judged(element, "olivia@acme.example", "outside your reach");
  });

  it("sends the end date along", async () => {
    const element = await open("olivia@acme");
    await add(element, "j1@acme.example");
    byRole(element, "button", "End for j1@acme.example: No end").click();
    const day = await findField(element, "End for j1@acme.example");
    day.value = "2099-12-31";
    day.dispatchEvent(new Event("change"));
    await clickWhenReady(element, "Send 1");
    await untilGone(element, "button", /^Send/);
    const { invitations } = await (
      await world.elsewhere("olivia@acme")
    ).send<InvitationsPage>("GET /invitations");
    const [role] = invitations.find(({ email }) => email === "j1@acme.example")?.roles ?? [];
    expect(new Date(role?.ends_at ?? 0).getFullYear()).to.equal(2099);
  });

  it("asks before it loses rows, and keeps them on Escape", async () => {
    const element = await open("olivia@acme");
    await add(element, "k1@acme.example");
    await press("Escape");
    await findByRole(element, "button", "Keep editing");
    await press("Escape");
    await untilGone(element, "button", "Keep editing");
    expect(emails(element)).to.deep.equal(["k1@acme.example"]);
    byRole(element, "button", "Cancel").click();
    (await findByRole(element, "button", "Close without saving")).click();
    await untilGone(element, "button", "Cancel");
    byRole(element, "button", "Invite people").click();
    await findField(element, "E-mail addresses");
    expect(emails(element)).to.deep.equal([]);
  });

  it("pages a long list, and sends it piece by piece", async () => {
    const element = await open("olivia@acme");
    paste(
      entry(element),
      Array.from({ length: 230 }, (_, number) => `bulk${number}@acme.example`).join("\n"),
    );
    await waitForText(element, "1–50 of 230");
    expect(emails(element)).to.have.length(50);
    byRole(element, "button", "Next").click();
    await waitForText(element, "51–100 of 230");
    await waitForText(element, "230 will be invited");
    await clickWhenReady(element, "Send 230");
    await waitForText(element, /of 230 done/);
    await untilGone(element, "button", "Add");
    const { total } = await (await world.elsewhere("olivia@acme")).send<InvitationsPage>("GET /invitations");
    expect(total).to.be.at.least(230);
  }).timeout(40_000);

  it("can be stopped while it sends, and goes on from there", async () => {
    const element = await open("olivia@acme");
    paste(
      entry(element),
      Array.from({ length: 450 }, (_, number) => `long${number}@acme.example`).join("\n"),
    );
    await waitForText(element, "450 will be invited");
    await clickWhenReady(element, "Send 450");
    (await findByRole(element, "button", "Stop")).click();
    await waitForText(element, "200 invitations made. 250 are left below.");
    await clickWhenReady(element, "Send 250");
    await untilGone(element, "button", "Add");
  }).timeout(40_000);

  it("says that the connection is lost, keeps the rows and goes on", async () => {
    const element = await open("olivia@acme");
    await world.unplug();
    await add(element, "l1@acme.example");
    await waitForText(element, "No answer from the server");
    await world.plug();
    await clickWhenReady(element, "Try again");
    await judged(element, "l1@acme.example", "Invitation is sent");
  });
});

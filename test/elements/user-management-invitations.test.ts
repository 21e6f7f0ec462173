import { expect, waitUntil } from "@open-wc/testing";
import "../../src/elements/index.js";
import type { InvitationsPage } from "../../src/api/user-management/contract.js";
import {
  clickWhenReady,
  descriptionOf,
  findField,
  isGrey,
  untilGone,
} from "../support/dialogs-in-browser.js";
import {
  World,
  byRole,
  findByRole,
  textOf,
  waitForText,
  type Elsewhere,
} from "../support/permit-in-browser.js";

describe("pending invitations", () => {
  const worlds: World[] = [];
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });

  function newWorld(): World {
    const world = new World();
    worlds.push(world);
    return world;
  }

  async function invite(who: Elsewhere, email: string, role = "editor"): Promise<void> {
    await who.send("POST /invitations", { invitations: [{ email, roles: [{ role: who.role(role) }] }] });
  }

  async function open(world: World, who: string): Promise<Element> {
    const element = await world.show(who);
    (await findByRole(element, "tab", /^Invitations/)).click();
    return element;
  }

  const pending = async (world: World) => {
    const olivia = await world.elsewhere("olivia@acme");
    const { invitations } = await olivia.send<InvitationsPage>("GET /invitations");
    return invitations;
  };

  it("is accessible, empty and with rows", async () => {
    const world = newWorld();
    const element = await open(world, "olivia@acme");
    await waitForText(element, "No pending invitations");
    await expect(element).to.be.accessible();
    await invite(await world.elsewhere("olivia@acme"), "noor@acme.example");
    await waitForText(element, "noor@acme.example");
    await expect(element).to.be.accessible();
  });

  it("shows to whom, with which roles, from whom and until when", async () => {
    const world = newWorld();
    await invite(await world.elsewhere("olivia@acme"), "noor@acme.example", "billing");
    const element = await open(world, "olivia@acme");
    await waitForText(element, "noor@acme.example");
    const text = textOf(element);
    for (const words of ["Billing", "Invited by Olivia Marsh", "Open", "expires in"])
      expect(text).to.include(words);
  });

  it("sends again, and says that the link before no longer works", async () => {
    const world = newWorld();
    await invite(await world.elsewhere("olivia@acme"), "noor@acme.example");
    const element = await open(world, "olivia@acme");
    (await findByRole(element, "button", "Resend: noor@acme.example")).click();
    await waitForText(element, /Sent again.*The link before no longer works/);
  });

  it("says that the mail could not be sent, and what to do instead", async () => {
    const world = newWorld();
    await invite(await world.elsewhere("olivia@acme"), "gone@bounces.example");
    const element = await open(world, "olivia@acme");
    (await findByRole(element, "button", "Resend: gone@bounces.example")).click();
    await waitForText(element, "The mail could not be sent.");
    expect(textOf(element)).to.include("copy a fresh one instead");
  });

  it("copies a fresh link, or shows it where the clipboard is out of reach", async () => {
    const world = newWorld();
    await invite(await world.elsewhere("olivia@acme"), "noor@acme.example");
    const element = await open(world, "olivia@acme");
    const { writeText } = Clipboard.prototype;
    const copied: string[] = [];
    try {
      Clipboard.prototype.writeText = (text) => Promise.resolve(void copied.push(text));
      (await findByRole(element, "button", "Copy link: noor@acme.example")).click();
      await waitForText(element, "A fresh link is copied");
      expect(copied[0]).to.match(/^https:\/\/acme\.example\/join#invitation=.{20,}/);

      Clipboard.prototype.writeText = () =>
        Promise.reject(new DOMException("Not allowed", "NotAllowedError"));
      byRole(element, "button", "Copy link: noor@acme.example").click();
      const link = await findField(element, "Link to the invitation");
      expect(link.value).to.match(/#invitation=/);
      expect(link.value).not.to.equal(copied[0]);
    } finally {
      Clipboard.prototype.writeText = writeText;
    }
  });

  it("cancels, once it has said what that means", async () => {
    const world = newWorld();
    await invite(await world.elsewhere("olivia@acme"), "noor@acme.example");
    const element = await open(world, "olivia@acme");
    (await findByRole(element, "button", "Cancel: noor@acme.example")).click();
    await waitForText(element, "The link sent to noor@acme.example stops working at once");
    await expect(element).to.be.accessible();
    byRole(element, "button", "Keep it").click();
    await untilGone(element, "button", "Keep it");
    expect(await pending(world)).to.have.length(1);
    byRole(element, "button", "Cancel: noor@acme.example").click();
    (await findByRole(element, "button", "Cancel invitation")).click();
    await waitForText(element, "No pending invitations");
    expect(await pending(world)).to.have.length(0);
  });

  it("is grey where it would be refused, with the reason", async () => {
    const world = newWorld();
    await invite(await world.elsewhere("olivia@acme"), "boss@acme.example", "owner");
    const element = await open(world, "dmitri@acme");
    const resend = await findByRole(element, "button", "Resend: boss@acme.example");
    expect(isGrey(resend)).to.equal(true);
    expect(descriptionOf(resend)).not.to.equal("");
    resend.click();
    await waitUntil(async () => (await pending(world)).length === 1);
    expect(textOf(element)).not.to.include("Sent again");
  });

  it("says why one is no longer valid, and issues it again", async () => {
    const world = newWorld();
    await invite(await world.elsewhere("maria@acme"), "noor@acme.example");
    const olivia = await world.elsewhere("olivia@acme");
    await olivia.send("POST /people/roles", {
      changes: [{ user: await olivia.user("maria"), revoke: [{ role: olivia.role("manager") }] }],
    });
    const element = await open(world, "olivia@acme");
    await waitForText(element, "No longer valid");
    await waitForText(element, "It would be refused today:");
    byRole(element, "button", "Issue again…: noor@acme.example").click();
    await findByRole(element, "button", "Roles for noor@acme.example: Editor");
    await clickWhenReady(element, "Send 1");
    await waitForText(element, "Invited by Olivia Marsh");
    expect((await pending(world)).map(({ status }) => status)).to.deep.equal(["open"]);
  });

  it("follows what happens elsewhere", async () => {
    const world = newWorld();
    const element = await open(world, "olivia@acme");
    await waitForText(element, "No pending invitations");
    await invite(await world.elsewhere("dmitri@acme"), "later@acme.example");
    await waitForText(element, "later@acme.example");
  });
});

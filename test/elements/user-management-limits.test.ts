import { expect, waitUntil } from "@open-wc/testing";
import "../../src/elements/index.js";
import type { InvitationsPage } from "../../src/api/user-management/contract.js";
import { dayOf } from "../../src/elements/ui/day.js";
import {
  chooseFor,
  clickWhenReady,
  descriptionOf,
  fieldByLabel,
  findField,
  focused,
  isGrey,
  press,
  type,
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

/** A team lead at Umbrella gives roles for 90 days at most, to acme.example only, and says why. */
describe("acting within limits that ask for something", () => {
  const worlds: World[] = [];
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });

  async function show(who = "lena@umbrella"): Promise<{ world: World; element: Element }> {
    const world = new World();
    worlds.push(world);
    return { world, element: await world.show(who) };
  }

  const latest = async (world: World, role: string) => {
    const lena = await world.elsewhere("lena@umbrella");
    return lena.session.roles.find(({ key }) => key === role)?.latest_end ?? "";
  };

  async function choose(day: HTMLInputElement, value: string): Promise<void> {
    day.value = value;
    day.dispatchEvent(new Event("change"));
    await waitUntil(() => day.value === value);
  }

  const why = "Reason for the change";
  const missing = "Say why, in a few words";

  describe("inviting", () => {
    async function open(...addresses: string[]): Promise<{ world: World; element: Element }> {
      const { world, element } = await show();
      byRole(element, "button", "Invite people").click();
      const entry = await findField(element, "E-mail addresses");
      for (const address of addresses) {
        await type(entry, address);
        await press("Enter");
      }
      return { world, element };
    }

    it("fills in the latest end, lets none later be chosen, and says that there must be one", async () => {
      const { world, element } = await open("noor@acme.example");
      const day = await findField(element, "End for noor@acme.example");
      expect(day.max).to.equal(dayOf(await latest(world, "editor")));
      expect(day.value).to.equal(day.max);
      expect(dayOf(new Date(Date.now() + 90 * 86_400_000).toISOString())).to.equal(day.max);
      await expect(element).to.be.accessible();
      await choose(day, "2099-12-31");
      await waitUntil(() => /^At the latest /.test(descriptionOf(day)), "It does not say so", {
        timeout: 8000,
      });
      await choose(day, "");
      await waitUntil(() => descriptionOf(day) === "Choose an end date", "It does not say so", {
        timeout: 8000,
      });
      await waitForText(element, "1 can’t");
      expect(isGrey(byRole(element, "button", "Send"))).to.equal(true);
      byRole(element, "button", "Roles for noor@acme.example: Editor").click();
      const editor = await findByRole(element, "checkbox", "Editor");
      expect(descriptionOf(editor)).to.match(/You may give it until .* at the latest\./);
      const billing = byRole(element, "checkbox", "Billing");
      expect(isGrey(billing)).to.equal(true);
      expect(descriptionOf(billing)).to.match(/Who can: Olivia Marsh/);
    }).timeout(30_000);

    it("asks why before it sends, and sends it along", async () => {
      const { world, element } = await open("noor@acme.example");
      await clickWhenReady(element, "Send 1");
      await waitForText(element, missing);
      expect(focused() === fieldByLabel(element, why)).to.equal(true, "the focus is in the field");
      await expect(element).to.be.accessible();
      expect(await world.justifications()).to.deep.equal([]);
      await type(fieldByLabel(element, why), "Noor joins the team");
      byRole(element, "button", "Send 1").click();
      await untilGone(element, "button", /^Send/);
      expect(await world.justifications()).to.deep.equal([
        { action: "user.invite", justification: "Noor joins the team" },
      ]);
      await waitForText(element, "1 invitation made");
      byRole(element, "button", "Undo").click();
      await waitForText(element, "Undone");
      expect(await world.justifications()).to.deep.include({
        action: "invitation.cancel",
        justification: "Noor joins the team",
      });
    });

    it("names the mail domains that one may invite", async () => {
      const { element } = await open("noor@elsewhere.example");
      await waitForText(element, "You may invite acme.example addresses only.");
      expect(isGrey(byRole(element, "button", "Send"))).to.equal(true);
    });
  });

  describe("changing roles", () => {
    it("fills in the latest end with the reason, and asks why before it saves", async () => {
      const { world, element } = await show();
      await chooseFor(element, "Victor Lund", "Change roles…");
      const editor = await findByRole(element, "checkbox", "Editor");
      editor.click();
      const day = await findField(element, "End of Editor");
      expect(day.max).to.equal(dayOf(await latest(world, "editor")));
      expect(day.value).to.equal(day.max);
      expect(descriptionOf(editor)).to.match(/You may give it until .* at the latest\./);
      await expect(element).to.be.accessible();
      await choose(day, "2099-12-31");
      await waitUntil(() => /^At the latest /.test(descriptionOf(day)), "It does not say so", {
        timeout: 8000,
      });
      await waitForText(element, "This can’t be done");
      expect(isGrey(byRole(element, "button", "Save"))).to.equal(true);
      await choose(day, day.max);
      await clickWhenReady(element, "Save");
      await waitForText(element, missing);
      await type(fieldByLabel(element, why), "Stands in for Ana");
      await clickWhenReady(element, "Save");
      await untilGone(element, "heading", "Roles of Victor Lund");
      expect(await world.justifications()).to.deep.equal([
        { action: "role.grant", justification: "Stands in for Ana" },
      ]);
    });

    it("keeps a role grey that is out of reach, with who can", async () => {
      const { element } = await show();
      await chooseFor(element, "Victor Lund", "Change roles…");
      const owner = await findByRole(element, "checkbox", "Owner");
      expect(isGrey(owner)).to.equal(true);
      expect(descriptionOf(owner)).to.match(/Who can: Olivia Marsh/);
    });
  });

  describe("acting on invitations", () => {
    async function invite(by: Elsewhere): Promise<void> {
      const roles = [{ role: by.role("editor"), ends_at: new Date(Date.now() + 86_400_000).toISOString() }];
      await by.send("POST /invitations", {
        invitations: [{ email: "noor@acme.example", roles }],
        justification: "Noor joins the team",
      });
    }

    /** The invitations as a lead sees them, after one has invited Noor. */
    async function open(): Promise<{ world: World; element: Element }> {
      const { world, element } = await show();
      await invite(await world.elsewhere("lena@umbrella"));
      (await findByRole(element, "tab", /^Invitations/)).click();
      await waitForText(element, "noor@acme.example");
      return { world, element };
    }

    const act = (name: string) => `${name}: noor@acme.example`;
    const reasons = async (world: World, action: string) =>
      (await world.justifications())
        .filter((each) => each.action === action)
        .map((each) => each.justification);

    it("asks why before it sends again; what was typed stays when that fails", async () => {
      const { world, element } = await open();
      const resend = await findByRole(element, "button", act("Resend"));
      resend.focus();
      resend.click();
      await findByRole(element, "heading", "Resend invitation");
      await expect(element).to.be.accessible();
      byRole(element, "button", "Resend").click();
      await waitForText(element, missing);
      await type(fieldByLabel(element, why), "It went to spam");
      await world.unplug();
      byRole(element, "button", "Resend").click();
      await waitForText(element, "No answer from the server");
      expect(fieldByLabel(element, why).value).to.equal("It went to spam");
      await world.plug();
      await clickWhenReady(element, "Resend");
      await waitForText(element, /Sent again.*The link before no longer works/);
      await untilGone(element, "heading", "Resend invitation");
      expect(focused()?.getAttribute("aria-label")).to.equal(act("Resend"), "the focus is back");
      expect(await reasons(world, "invitation.resend")).to.deep.equal(["It went to spam"]);
    });

    it("asks before it loses what was typed", async () => {
      const { world, element } = await open();
      (await findByRole(element, "button", act("Resend"))).click();
      await type(await findField(element, why), "It went to spam");
      await press("Escape");
      (await findByRole(element, "button", "Close without saving")).click();
      await untilGone(element, "heading", "Resend invitation");
      byRole(element, "button", act("Resend")).click();
      expect((await findField(element, why)).value).to.equal("");
      expect(await reasons(world, "invitation.resend")).to.deep.equal([]);
    });

    it("asks why before it copies a link", async () => {
      const { world, element } = await open();
      const { writeText } = Clipboard.prototype;
      const copied: string[] = [];
      try {
        Clipboard.prototype.writeText = (text) => Promise.resolve(void copied.push(text));
        (await findByRole(element, "button", act("Copy link"))).click();
        await type(await findField(element, why), "Handed over in person");
        byRole(element, "button", "Copy link").click();
        await waitForText(element, "A fresh link is copied");
      } finally {
        Clipboard.prototype.writeText = writeText;
      }
      expect(copied[0]).to.match(/#invitation=.{20,}/);
      expect(await reasons(world, "invitation.copy-link")).to.deep.equal(["Handed over in person"]);
    });

    it("asks why before it cancels", async () => {
      const { world, element } = await open();
      (await findByRole(element, "button", act("Cancel"))).click();
      await waitForText(element, "The link sent to noor@acme.example stops working at once");
      byRole(element, "button", "Cancel invitation").click();
      await waitForText(element, missing);
      await type(fieldByLabel(element, why), "Noor does not come");
      byRole(element, "button", "Cancel invitation").click();
      await waitForText(element, "No pending invitations");
      expect(await reasons(world, "invitation.cancel")).to.deep.equal(["Noor does not come"]);
    });

    it("asks why before it issues a dead one again", async () => {
      const world = new World();
      worlds.push(world);
      await invite(await world.elsewhere("lars@umbrella"));
      const olivia = await world.elsewhere("olivia@umbrella");
      await olivia.send("POST /people/roles", {
        changes: [{ user: await olivia.user("lars"), revoke: [{ role: olivia.role("lead") }] }],
      });
      const element = await world.show("lena@umbrella");
      (await findByRole(element, "tab", /^Invitations/)).click();
      (await findByRole(element, "button", act("Issue again…"))).click();
      await type(await findField(element, why), "Lars has left the team");
      byRole(element, "button", "Cancel it and go on").click();
      await findByRole(element, "button", "Roles for noor@acme.example: Editor");
      expect(await reasons(world, "invitation.cancel")).to.deep.equal(["Lars has left the team"]);
      await type(await findField(element, why), "Noor is still to join");
      await clickWhenReady(element, "Send 1");
      await waitForText(element, "Invited by Lena Lead");
      expect(textOf(element)).not.to.include("No longer valid");
      const { invitations } = await olivia.send<InvitationsPage>("GET /invitations");
      expect(invitations.map(({ status }) => status)).to.deep.equal(["open"]);
    });

    it("asks nothing of whoever needs no reason", async () => {
      const { world, element } = await show("olivia@umbrella");
      await invite(await world.elsewhere("lena@umbrella"));
      (await findByRole(element, "tab", /^Invitations/)).click();
      (await findByRole(element, "button", act("Resend"))).click();
      await waitForText(element, "Sent again");
      byRole(element, "button", act("Cancel")).click();
      (await findByRole(element, "button", "Cancel invitation")).click();
      await waitForText(element, "No pending invitations");
    });
  });
});

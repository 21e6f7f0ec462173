import { aTimeout, expect } from "@open-wc/testing";
import { sendKeys, setViewport } from "@web/test-runner-commands";
import type { Delegation, DelegationsView } from "../../src/api/delegations/contract.js";
import "../../src/elements/index.js";
import { descriptionOf, fieldByLabel, isGrey, type } from "../support/dialogs-in-browser.js";
import {
  World,
  allByRole,
  byRole,
  findByRole,
  focused,
  nextEvent,
  press,
  textOf,
  until,
  waitForText,
  type Elsewhere,
} from "../support/permit-in-browser.js";

describe("<permit-delegations>", () => {
  const world = new World();
  let vendor: Elsewhere;

  before(async () => {
    vendor = await world.operator();
  });
  beforeEach(() => setViewport({ width: 1200, height: 900 }));
  after(() => world.close());

  const view = (): Promise<DelegationsView> => vendor.send("GET /delegations");
  const delegationsOf = async (named: string): Promise<Delegation[]> => {
    const { roles, rows } = await view();
    const role = roles.find(({ key, resource }) => [key, `${resource}:${key}`].includes(named))!;
    return rows.find((row) => row.role === role.id)?.delegations ?? [];
  };
  const cellOf = (element: Element, role: string, given: string): HTMLElement => {
    const heads = allByRole(element, "columnheader").map((head) => textOf(head));
    const row = allByRole(element, "row").find(
      (each) => allByRole(each, "rowheader").length > 0 && textOf(each).startsWith(`${role} `),
    );
    const column = heads.findIndex((head) => head === given) - 1;
    const cell = row && allByRole(row, "gridcell")[column];
    if (!cell) throw new Error(`No cell ${role}, ${given} among ${heads.join(", ")}`);
    return cell;
  };
  const check = async (root: Element, ...names: string[]): Promise<void> => {
    for (const name of names) {
      byRole(root, "checkbox", name).click();
      // No frame: a page that is not in front draws none.
      await aTimeout(0);
    }
  };
  async function choose(select: HTMLInputElement, text: string): Promise<void> {
    const options = [...(select as unknown as HTMLSelectElement).options];
    select.value = options.find((option) => option.text === text)?.value ?? "";
    select.dispatchEvent(new Event("change"));
    await Promise.resolve();
  }
  /** The form for limits of a role that has none, open. */
  async function writeFor(element: Element, role: string): Promise<void> {
    byRole(element, "button", "Write limits…").click();
    await findByRole(element, "dialog");
    await choose(fieldByLabel(element, "Holders of"), role);
    await findByRole(element, "checkbox", "give roles");
  }

  describe("accessibility", () => {
    it("holds for the matrix, the limits of a role and the form", async () => {
      const element = await world.showConsole("acme");
      await expect(element).to.be.accessible();
      allByRole(element, "rowheader")[0]!.click();
      await waitForText(element, "From the levels of the element");
      await expect(element).to.be.accessible();
      (await findByRole(element, "button", "Write limits in place of these…")).click();
      await waitForText(element, "This takes the place of what the levels");
      await expect(element).to.be.accessible();
    });

    it("holds on a phone, in the dark, from right to left, where each role is a card", async () => {
      await setViewport({ width: 390, height: 760 });
      const element = await world.showConsole("acme", { theme: "dark", dir: "rtl" });
      await expect(element).to.be.accessible();
      expect(allByRole(element, "grid")).to.deep.equal([]);
      byRole(element, "region", /^Holders of Manager may give/);
      expect(element.scrollWidth).to.be.at.most(390);
    });

    it("walks the matrix by arrow keys, and tells why not", async () => {
      const element = await world.showConsole("acme");
      const first = allByRole(element, "rowheader")[0]!;
      first.focus();
      await sendKeys({ press: "ArrowDown" });
      expect(textOf(focused()!)).to.contain("Manager");
      await sendKeys({ press: "ArrowRight" });
      expect(focused()).to.equal(cellOf(element, "Manager", "Owner"));
      expect(descriptionOf(focused()!)).to.contain("Owner is outside");
      await sendKeys({ press: "Enter" });
      await waitForText(element, "Owner: may not be given");
    });
  });

  describe("for a delegate", () => {
    it("shows what they may give, and why not more, and edits nothing", async () => {
      const element = await world.showIt("permit-delegations", "dmitri@acme");
      const card = byRole(element, "region", /^As Manager you may give/);
      expect(textOf(card)).to.contain("Editor");
      expect(textOf(card)).to.match(/Why not more Owner/);
      expect(textOf(element)).not.to.contain("Support");
      expect(allByRole(element, "button", "Write limits…")).to.deep.equal([]);
      byRole(card, "button", "All limits of Manager").click();
      await waitForText(element, "Your limits as Manager");
      expect(allByRole(element, "button", /^(Edit|Remove|Write)/)).to.deep.equal([]);
      await expect(element).to.be.accessible();
    });

    it("says so where they may give nothing, and where they may not look", async () => {
      const element = await world.showIt("permit-delegations", "ana@acme");
      await waitForText(element, "You may not give any role");
      const stranger = await world.placeIt("permit-delegations", "gloria@acme");
      await waitForText(stranger, "There is nothing here to show");
    });

    it("follows what operators save, without being loaded again", async () => {
      const element = await world.showIt("permit-delegations", "victor@acme");
      await waitForText(element, "You may not give any role");
      const { roles } = await view();
      const viewer = roles.find(({ key }) => key === "viewer")!.id;
      const limits = {
        verbs: ["user.view", "role.grant"],
        roles: { ids: [viewer] },
        mode: "bind",
        passing_on: true,
      };
      const { delegation } = await vendor.send<{ delegation: { id: string; version: number } }>(
        "POST /delegations",
        { role: viewer, limits },
      );
      await waitForText(element, "As Viewer you may give");
      await vendor.send(`POST /delegations/${delegation.id}/remove`, { version: delegation.version });
      await waitForText(element, "You may not give any role");
    });
  });

  describe("for an operator", () => {
    it("refuses to save what leaks until it is meant, says the path, and takes it back", async () => {
      const element = await world.showConsole();
      await writeFor(element, "Viewer");
      expect(
        fieldByLabel(element, "Roles whose holders may give roles, too"),
        "the levels let that, too",
      ).to.have.property("checked", true);
      await check(element, "invite", "give roles", "Manager");
      await waitForText(
        element,
        "Viewer may give Manager; Manager may give Editor; Viewer may not give Editor",
      );
      const save = byRole(element, "button", "Save");
      await until(
        () => descriptionOf(save).includes("say that it is meant"),
        "Save does not say why it is grey",
      );
      expect(isGrey(save)).to.equal(true);
      await expect(element).to.be.accessible();

      await check(element, "All of these are meant");
      await press(element, "button", "Save");
      await waitForText(element, "Say why it is meant");
      await type(fieldByLabel(element, "Why"), "a trial");
      const told = nextEvent(element, "permit-save-delegation");
      await press(element, "button", "Save");
      expect((await told).requestId).to.match(/^[\da-f-]{36}$/);
      await waitForText(element, "Limits of Viewer saved");
      await findByRole(element, "rowheader", /^Viewer/);
      expect(textOf(cellOf(element, "Viewer", "Manager"))).to.contain("Yes");
      const { leaks } = await view();
      expect(leaks.filter(({ is_meant }) => is_meant)).not.to.deep.equal([]);

      await press(element, "button", "Undo");
      await waitForText(element, "Undone");
      expect((await delegationsOf("viewer")).filter(({ source }) => source === "written")).to.deep.equal([]);
    });

    it("keeps what is typed when somebody else was faster, and shows what they changed", async () => {
      const element = await world.showConsole();
      const open = allByRole(element, "rowheader").find((row) => textOf(row).startsWith("Document owner"))!;
      open.click();
      await press(element, "button", "Edit…");
      const reason = await findReason(element);
      reason.click();
      await waitForText(element, "1 limit changed");

      const [current] = await delegationsOf("document:owner");
      const time = { must_end: true, longest_days: 30 };
      await vendor.send(`PATCH /delegations/${current!.id}`, {
        version: current!.version,
        limits: { ...current!.limits, time },
      });
      await waitForText(element, "Vera of the vendor has changed these limits meanwhile");
      await waitForText(element, "For 30 days at most");
      await press(element, "button", "Keep what I have here");
      expect(byRole(element, "checkbox", /^A reason in words/)).to.have.property("checked", true);
      await press(element, "button", "Save");
      await waitForText(element, "Limits of Document owner saved");
      const [after] = await delegationsOf("document:owner");
      expect(after!.limits).to.deep.include({ justification: true, time });
    });

    it("removes limits once it is said what is lost", async () => {
      const element = await world.showConsole();
      allByRole(element, "rowheader")
        .find((row) => textOf(row).startsWith("Document owner"))!
        .click();
      await press(element, "button", "Remove…");
      await waitForText(element, "Holders lose:");
      await waitForText(element, "Which roles: Document writer and Document reader");
      await press(element, "button", "Remove");
      await waitForText(element, "Limits of Document owner removed");
      await press(element, "button", "Undo");
      await waitForText(element, "Undone");
      byRole(element, "rowheader", /^Document owner/);
    });

    it("tells what people could ever give, together, each with its path", async () => {
      const element = await world.showConsole("acme");
      byRole(element, "button", "What could they ever give?").click();
      const field = await findByRole(element, "combobox", "Add people by name or e-mail");
      await type(field as HTMLInputElement, "maria");
      (await findByRole(element, "option", /Maria Santos/)).click();
      const reached = await findByRole(element, "list", "They could come to hold or give");
      expect(textOf(reached)).to.contain("Editor");
      expect(textOf(reached)).not.to.contain("Owner ");
      await expect(element).to.be.accessible();
      await type(field as HTMLInputElement, "olivia");
      (await findByRole(element, "option", /Olivia Marsh/)).click();
      await waitForText(element, "Manager and Owner");
    });
  });

  /** The tick that asks for a reason, whose group is closed while it is not set. */
  async function findReason(element: Element): Promise<HTMLElement> {
    const form = await findForm(element);
    const groups = [...form.shadowRoot!.querySelectorAll("details")];
    groups.find((group) => group.textContent.trim().startsWith("Reason"))!.open = true;
    return findByRole(element, "checkbox", /^A reason in words/);
  }

  async function findForm(element: Element): Promise<Element> {
    const find = (): Element | null | undefined =>
      element
        .shadowRoot!.querySelector("permit-delegation-editor")
        ?.shadowRoot?.querySelector("permit-limits-form");
    await until(find, "There is no form");
    return find()!;
  }
});

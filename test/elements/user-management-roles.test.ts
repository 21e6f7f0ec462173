import { expect, waitUntil } from "@open-wc/testing";
import "../../src/elements/index.js";
import type { PersonDetail } from "../../src/api/people/contract.js";
import {
  chooseFor,
  clickWhenReady,
  descriptionOf,
  findField,
  focused,
  isGrey,
  press,
  select,
  tabTo,
  untilGone,
} from "../support/dialogs-in-browser.js";
import { World, byRole, findByRole, textOf, waitForText } from "../support/permit-in-browser.js";

describe("changing roles", () => {
  const worlds: World[] = [];
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });

  async function open(who: string, person: string): Promise<{ world: World; element: Element }> {
    const world = new World();
    worlds.push(world);
    const element = await world.show(who);
    await chooseFor(element, person, "Change roles…");
    await findByRole(element, "heading", `Roles of ${person}`);
    await findByRole(element, "checkbox", "Viewer");
    return { world, element };
  }

  const box = (element: Element, role: string) => byRole(element, "checkbox", role) as HTMLInputElement;
  const held = async (world: World, key: string) => {
    const olivia = await world.elsewhere("olivia@acme");
    const { person } = await olivia.send<PersonDetail>(`GET /people/${await olivia.user(key)}`);
    const names = person.roles.map(({ role }) => olivia.session.roles.find(({ id }) => id === role)?.key);
    return names.sort();
  };

  it("is accessible", async () => {
    const { element } = await open("olivia@acme", "Ana Lucía Ferreira");
    box(element, "Billing").click();
    await waitForText(element, "Pay invoices");
    await expect(element).to.be.accessible();
  });

  it("shows the difference and its effect before it is saved", async () => {
    const { world, element } = await open("olivia@acme", "Ana Lucía Ferreira");
    expect(isGrey(byRole(element, "button", "Save"))).to.equal(true, "nothing is changed yet");
    box(element, "Billing").click();
    box(element, "Editor").click();
    await waitForText(element, "Ana Lucía Ferreira gains and loses");
    expect(textOf(element)).to.include("+ new");
    expect(textOf(element)).to.include("− removed");
    await waitForText(element, "Pay invoices");
    await waitForText(element, "Write documents");
    expect(await held(world, "ana")).to.deep.equal(["editor"]);
    await clickWhenReady(element, "Save");
    await untilGone(element, "heading", "Roles of Ana Lucía Ferreira");
    expect(await held(world, "ana")).to.deep.equal(["billing"]);
  });

  it("can be saved only while there is a difference", async () => {
    const { element } = await open("olivia@acme", "Ana Lucía Ferreira");
    box(element, "Billing").click();
    await waitUntil(() => !isGrey(byRole(element, "button", "Save")), "It can't be saved", { timeout: 8000 });
    box(element, "Billing").click();
    await waitUntil(() => isGrey(byRole(element, "button", "Save")), "It can still be saved", {
      timeout: 8000,
    });
  });

  it("is done by the keyboard alone, and the focus comes back", async () => {
    const { world, element } = await open("olivia@acme", "Victor Lund");
    await tabTo("Editor");
    await press("Space");
    await waitUntil(() => !isGrey(byRole(element, "button", "Save")), "It can't be saved", { timeout: 8000 });
    await tabTo("Save");
    await press("Enter");
    await untilGone(element, "heading", "Roles of Victor Lund");
    expect(await held(world, "victor")).to.deep.equal(["editor", "viewer"]);
    expect(focused()?.getAttribute("aria-label")).to.equal("Actions for Victor Lund");
  });

  it("gives a manager no way to make an owner, and says who could", async () => {
    const { element } = await open("dmitri@acme", "Ana Lucía Ferreira");
    const owner = box(element, "Owner");
    expect(isGrey(owner)).to.equal(true);
    expect(descriptionOf(owner)).to.include("Who can: Olivia Marsh");
    owner.focus();
    await press("Space");
    expect(owner.checked).to.equal(false);
    expect(isGrey(byRole(element, "button", "Save"))).to.equal(true);
  });

  it("moves the end of a role", async () => {
    const { world, element } = await open("olivia@acme", "Victor Lund");
    byRole(element, "button", "End of Viewer: No end").click();
    const day = await findField(element, "End of Viewer");
    day.value = "2099-06-30";
    day.dispatchEvent(new Event("change"));
    await waitForText(element, "end moved");
    await clickWhenReady(element, "Save");
    await untilGone(element, "heading", "Roles of Victor Lund");
    const olivia = await world.elsewhere("olivia@acme");
    const { person } = await olivia.send<PersonDetail>(`GET /people/${await olivia.user("victor")}`);
    expect(person.roles[0]?.ends_at).to.match(/^2099-0[67]/);
  });

  it("says that a day is over, and does not save it", async () => {
    const { element } = await open("olivia@acme", "Victor Lund");
    byRole(element, "button", "End of Viewer: No end").click();
    const day = await findField(element, "End of Viewer");
    day.value = "2020-01-01";
    day.dispatchEvent(new Event("change"));
    await waitUntil(() => descriptionOf(day).includes("This day is over"), "It does not say so", {
      timeout: 8000,
    });
    await waitForText(element, "This can’t be done");
    expect(isGrey(byRole(element, "button", "Save"))).to.equal(true);
  });

  it("says what somebody else has changed meanwhile, and keeps what was picked", async () => {
    const { world, element } = await open("olivia@acme", "Ana Lucía Ferreira");
    box(element, "Viewer").click();
    await waitUntil(() => !isGrey(byRole(element, "button", "Save")), "It can't be saved", { timeout: 8000 });
    const maria = await world.elsewhere("maria@acme");
    const user = await maria.user("ana");
    await maria.send("POST /people/roles", { changes: [{ user, grant: [{ role: maria.role("billing") }] }] });
    byRole(element, "button", "Save").click();
    await waitForText(element, "Somebody has changed Ana Lucía Ferreira meanwhile: + Billing.");
    expect(await held(world, "ana")).to.deep.equal(["billing", "editor"], "nothing was saved");
    (await findByRole(element, "button", "Show the current roles")).click();
    await waitUntil(() => box(element, "Billing").checked, "Billing is not shown", { timeout: 8000 });
    expect(box(element, "Viewer").checked).to.equal(true);
    await clickWhenReady(element, "Save");
    await untilGone(element, "heading", "Roles of Ana Lucía Ferreira");
    expect(await held(world, "ana")).to.deep.equal(["billing", "editor", "viewer"]);
  });

  it("asks before it loses what was picked", async () => {
    const { element } = await open("olivia@acme", "Ana Lucía Ferreira");
    box(element, "Billing").click();
    await press("Escape");
    (await findByRole(element, "button", "Keep editing")).click();
    await untilGone(element, "button", "Keep editing");
    expect(box(element, "Billing").checked).to.equal(true);
  });

  it("keeps what was picked when the connection is lost", async () => {
    const { world, element } = await open("olivia@acme", "Ana Lucía Ferreira");
    await world.unplug();
    box(element, "Billing").click();
    await waitForText(element, "No answer from the server");
    await world.plug();
    await clickWhenReady(element, "Try again");
    await clickWhenReady(element, "Save");
    await untilGone(element, "heading", "Roles of Ana Lucía Ferreira");
    expect(await held(world, "ana")).to.deep.equal(["billing", "editor"]);
  });

  describe("of several people", () => {
    async function openFor(who: string, ...people: string[]): Promise<{ world: World; element: Element }> {
      const world = new World();
      worlds.push(world);
      const element = await world.show(who);
      await select(element, ...people);
      (await findByRole(element, "button", "Change roles…")).click();
      await findByRole(element, "heading", `Roles of ${people.length} people`);
      return { world, element };
    }

    it("tells roles that all, some and none of them hold", async () => {
      const { element } = await openFor("olivia@acme", "Ana Lucía Ferreira", "Victor Lund", "Mei-Ling Zhou");
      await expect(element).to.be.accessible();
      expect(box(element, "Viewer").indeterminate).to.equal(true);
      expect(box(element, "Billing").checked || box(element, "Billing").indeterminate).to.equal(false);
      box(element, "Viewer").click();
      await waitUntil(() => box(element, "Viewer").checked, "It is not given to all");
      await waitForText(element, "1 person changes");
      box(element, "Viewer").click();
      await waitForText(element, "2 people change");
      box(element, "Viewer").click();
      await waitUntil(() => box(element, "Viewer").indeterminate, "It is not left as it is");
    });

    it("changes whom it may, and says by name who can't be changed and why", async () => {
      const { world, element } = await openFor(
        "dmitri@acme",
        "Ana Lucía Ferreira",
        "Olivia Marsh",
        "Victor Lund",
      );
      box(element, "Billing").click();
      await waitForText(element, "2 people change, 1 can’t");
      await waitForText(element, "Olivia Marsh holds a role that is outside your reach");
      await clickWhenReady(element, "Save for 2");
      await waitForText(element, "The roles of 2 people are changed.");
      await findByRole(element, "heading", "Roles of Olivia Marsh");
      expect(await held(world, "ana")).to.deep.equal(["billing", "editor"]);
      expect(await held(world, "victor")).to.deep.equal(["billing", "viewer"]);
      expect(await held(world, "olivia")).to.deep.equal(["owner"]);
    });
  });
});

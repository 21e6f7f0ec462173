import { expect, waitUntil } from "@open-wc/testing";
import "../../src/elements/index.js";
import type { PersonDetail } from "../../src/api/people/contract.js";
import {
  descriptionOf,
  dialogText,
  fieldByLabel,
  findField,
  isGrey,
  press,
  type,
  untilGone,
} from "../support/dialogs-in-browser.js";
import { World, allByRole, byRole, findByRole, textOf, waitForText } from "../support/permit-in-browser.js";

describe("the person panel", () => {
  const world = new World();
  after(() => world.close());

  async function open(who: string, person: string): Promise<Element> {
    const element = await world.show(who);
    (await findByRole(element, "button", new RegExp(`^(Open )?${person}`))).click();
    await findByRole(element, "heading", "Profile");
    return element;
  }

  const save = (element: Element) => byRole(element, "button", "Save").click();
  const detail = async (key: string) => {
    const olivia = await world.elsewhere("olivia@acme");
    return olivia.send<PersonDetail>(`GET /people/${await olivia.user(key)}`);
  };

  it("is accessible, to those who may edit and those who may not", async () => {
    await expect(await open("olivia@acme", "Ana Lucía Ferreira")).to.be.accessible();
    await expect(await open("victor@acme", "Ana Lucía Ferreira")).to.be.accessible();
  });

  it("shows roles and how they are held, profile, attributes and history", async () => {
    const element = await open("olivia@acme", "Dmitri Halloran");
    const text = textOf(element);
    for (const words of ["Roles", "Manager", "Billing", "Profile", "Attributes", "History"]) {
      expect(text).to.include(words);
    }
    expect(fieldByLabel(element, "Department").value).to.equal("Finance");
  });

  it("counts the roles that can't be seen", async () => {
    const element = await open("olivia@acme", "Mei-Ling Zhou");
    expect(dialogText(element)).to.include("+1 you can’t manage");
  });

  it("saves the profile", async () => {
    const element = await open("olivia@acme", "Ana Lucía Ferreira");
    await type(fieldByLabel(element, "Title"), "Head of Design");
    await press("Enter");
    await waitForText(element, "Saved.");
    expect((await detail("ana")).profile.title).to.equal("Head of Design");
  });

  it("saves attributes by their kind, and clears one", async () => {
    const element = await open("olivia@acme", "Victor Lund");
    await type(fieldByLabel(element, "Badge"), "42");
    const department = fieldByLabel(element, "Department");
    department.value = "Legal";
    department.dispatchEvent(new Event("change"));
    save(element);
    await waitForText(element, "Saved.");
    expect((await detail("victor")).attributes).to.include({ badge: 42, department: "Legal" });
    await type(fieldByLabel(element, "Badge"), "");
    save(element);
    await untilGone(element, "button", "Save");
    expect((await detail("victor")).attributes).not.to.include({ badge: 42 });
  });

  it("says beside the field what is wrong, and keeps what was typed", async () => {
    const element = await open("olivia@acme", "Ana Lucía Ferreira");
    await type(fieldByLabel(element, "Badge"), "forty-two");
    save(element);
    const badge = await findField(element, "Badge");
    await waitUntil(() => descriptionOf(badge).includes("This is no number"), "It does not say so", {
      timeout: 8000,
    });
    expect(badge.getAttribute("aria-invalid")).to.equal("true");
    expect(badge.value).to.equal("forty-two");
  });

  it("says beside the field what the server finds wrong", async () => {
    const element = await open("olivia@acme", "Ana Lucía Ferreira");
    await type(fieldByLabel(element, "Name"), "x".repeat(201));
    save(element);
    const name = fieldByLabel(element, "Name");
    await waitUntil(() => descriptionOf(name).includes("200"), `It says: ${textOf(element)}`, {
      timeout: 8000,
    });
    expect(name.value).to.have.length(201);
  });

  it("shows what can't be edited, with the reason", async () => {
    const element = await open("olivia@acme", "Ana Lucía Ferreira");
    const clearance = fieldByLabel(element, "Clearance");
    expect(clearance.readOnly).to.equal(true);
    expect(descriptionOf(clearance)).not.to.equal("");
  });

  it("offers a viewer nothing that would be refused", async () => {
    const element = await open("victor@acme", "Ana Lucía Ferreira");
    expect(dialogText(element)).to.include("Your role does not include this.");
    expect(() => fieldByLabel(element, "Name")).to.throw("No field");
    expect(() => fieldByLabel(element, "Badge")).to.throw("No field");
    expect(allByRole(element, "button", "Change roles…")).to.have.length(0);
    expect(allByRole(element, "heading", "History")).to.have.length(0);
  });

  it("keeps what was typed when somebody else was faster, and says what changed", async () => {
    const element = await open("olivia@acme", "Maria Santos");
    await type(fieldByLabel(element, "Title"), "Director");
    const dmitri = await world.elsewhere("dmitri@acme");
    await dmitri.send(`PATCH /people/${await dmitri.user("maria")}/profile`, { title: "Lead" });
    await waitForText(element, "Somebody has changed this to “Lead” meanwhile");
    expect(fieldByLabel(element, "Title").value).to.equal("Director");
    save(element);
    await waitForText(element, "Saved.");
    expect((await detail("maria")).profile.title).to.equal("Director");
  });

  it("asks before it loses what was typed", async () => {
    const element = await open("olivia@acme", "Ana Lucía Ferreira");
    await type(fieldByLabel(element, "Phone"), "123");
    byRole(element, "button", "Close").click();
    (await findByRole(element, "button", "Keep editing")).click();
    await untilGone(element, "button", "Keep editing");
    expect(fieldByLabel(element, "Phone").value).to.equal("123");
    byRole(element, "button", "Undo").click();
    await untilGone(element, "button", "Undo");
    byRole(element, "button", "Close").click();
    await untilGone(element, "heading", "Profile");
  });

  it("changes the roles from here, and shows them", async () => {
    const element = await open("olivia@acme", "Victor Lund");
    byRole(element, "button", "Change roles…").click();
    (await findByRole(element, "checkbox", "Editor")).click();
    await waitUntil(
      () => allByRole(element, "button", "Save").some((button) => !isGrey(button)),
      "It can't be saved",
      {
        timeout: 8000,
      },
    );
    allByRole(element, "button", "Save")
      .find((button) => !isGrey(button))
      ?.click();
    await untilGone(element, "heading", "Roles of Victor Lund");
    await waitUntil(() => dialogText(element).includes("Editor"), "Editor is not shown", {
      timeout: 8000,
    });
  });
});

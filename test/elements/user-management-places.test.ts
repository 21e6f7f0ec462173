import { expect, waitUntil } from "@open-wc/testing";
import "../../src/elements/index.js";
import type { PeopleCount } from "../../src/api/people/contract.js";
import {
  chooseFor,
  clickWhenReady,
  findField,
  isGrey,
  select,
  type,
  untilGone,
} from "../support/dialogs-in-browser.js";
import { World, allByRole, byRole, findByRole, textOf, waitForText } from "../support/permit-in-browser.js";

describe("suspending, reactivating, removing and leaving", () => {
  const worlds: World[] = [];
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });

  async function show(who: string): Promise<{ world: World; element: Element }> {
    const world = new World();
    worlds.push(world);
    return { world, element: await world.show(who) };
  }

  it("names who and what is lost before somebody is removed, unseen roles included", async () => {
    const { element } = await show("olivia@acme");
    await chooseFor(element, "Mei-Ling Zhou", "Remove…");
    await findByRole(element, "heading", "Remove Mei-Ling Zhou from Acme");
    await waitForText(element, "Roles that end");
    await waitForText(element, "and 1 role that you can’t see");
    await waitForText(element, "Read documents");
    await expect(element).to.be.accessible();
    await clickWhenReady(element, "Remove");
    await untilGone(element, "heading", /^Remove Mei/);
    await waitUntil(() => !textOf(element).includes("mei@acme.example"), "Mei is still there", {
      timeout: 8000,
    });
  });

  it("suspends and reactivates", async () => {
    const { element } = await show("olivia@acme");
    await chooseFor(element, "Victor Lund", "Suspend…");
    await waitForText(element, "Their roles stay, and count for nothing meanwhile");
    await clickWhenReady(element, "Suspend");
    await untilGone(element, "heading", "Suspend Victor Lund");
    const row = () => allByRole(element, "row").find((each) => textOf(each).includes("Victor Lund"));
    await waitUntil(() => textOf(row() ?? element).includes("Suspended"), "The list does not follow", {
      timeout: 8000,
    });
    await chooseFor(element, "Victor Lund", "Reactivate…");
    await clickWhenReady(element, "Reactivate");
    await untilGone(element, "heading", "Reactivate Victor Lund");
  });

  it("removes whom it may, and says why the others stay", async () => {
    const { element } = await show("dmitri@acme");
    await select(element, "Ana Lucía Ferreira", "Olivia Marsh");
    (await findByRole(element, "button", "Remove…")).click();
    await waitForText(element, "Olivia Marsh holds a role that is outside your reach");
    await clickWhenReady(element, "Remove 1");
    await waitForText(element, "1 person removed.");
    expect(isGrey(byRole(element, "button", "Remove"))).to.equal(true);
    expect(textOf(element)).to.include("Remove Olivia Marsh from Acme");
  });

  it("has the number typed before more than twenty people are removed", async () => {
    const { world, element } = await show("olivia@initech");
    byRole(element, "checkbox", "Select the people loaded here").click();
    (await findByRole(element, "button", "Remove…")).click();
    const heading = await findByRole(element, "heading", /^Remove \d+ people from Initech$/);
    const count = /\d+/.exec(heading.textContent)?.[0] ?? "";
    const typed = await findField(element, `Type ${count} to confirm`);
    const button = await findByRole(element, "button", /^Remove \d+$/);
    expect(isGrey(button)).to.equal(true);
    await type(typed, count);
    await clickWhenReady(element, /^Remove \d+$/);
    await waitForText(element, /people removed/);
    const { total } = await (await world.elsewhere("olivia@initech")).send<PeopleCount>("GET /people/count");
    expect(total).to.be.lessThan(400);
  });

  it("lets somebody leave, and refuses it to the last owner", async () => {
    const { element } = await show("olivia@acme");
    await chooseFor(element, "Olivia Marsh", "Leave…");
    await waitForText(element, "You lose your place in Acme");
    await clickWhenReady(element, "Leave");
    expect((await findByRole(element, "alert")).textContent).to.match(/owner/i);
    byRole(element, "button", "Cancel").click();

    const { world, element: victors } = await show("victor@acme");
    await chooseFor(victors, "Victor Lund", "Leave…");
    await clickWhenReady(victors, "Leave");
    await untilGone(victors, "heading", "Leave Acme");
    const olivia = await world.elsewhere("olivia@acme");
    await waitUntil(async () => (await olivia.send<PeopleCount>("GET /people/count")).total === 6);
  });
});

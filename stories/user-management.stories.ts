import type { Meta, StoryObj } from "@storybook/web-components-vite";
import { html } from "lit";
import { expect, userEvent, waitFor } from "storybook/test";
import type { PermitUserManagement } from "../src/elements/index.js";
import { cancelInvitation, elsewhere } from "./backend/elsewhere.js";
import { allByRole, findByRole, findText } from "./in-shadow.js";
import { dark, loading, longNames, phone, refusedFor, rightToLeft, stranger, unreachable } from "./states.js";

type Args = Pick<PermitUserManagement, "readonly" | "density" | "hide" | "locale">;

const meta: Meta<Args> = {
  title: "Elements/User management",
  component: "permit-user-management",
  args: { readonly: false, density: "comfortable", hide: "", locale: undefined },
  argTypes: {
    density: { control: "inline-radio", options: ["comfortable", "compact"] },
    hide: { control: "text" },
    locale: { control: "text" },
  },
  render: ({ readonly, density, hide, locale }) =>
    html`<permit-user-management
      ?readonly=${readonly}
      density=${density}
      hide=${hide}
      .locale=${locale}
    ></permit-user-management>`,
  /** What is looked at, by axe too, is the list and not what stands there before it. */
  play: async ({ canvasElement }) => {
    await findByRole(canvasElement, "grid");
  },
};
export default meta;

type Story = StoryObj<Args>;

/** What an owner meets: everybody, and everything that may be done with them. */
export const People: Story = {};

/** The main job: somebody is invited, and stands among the invitations. */
export const Invite: Story = {
  beforeEach: () => cancelInvitation("mira@acme.example"),
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "button", "Invite people"));
    const field = await findByRole(canvasElement, "textbox", "E-mail addresses");
    await userEvent.type(field, "mira@acme.example{Enter}");
    await findText(canvasElement, "Invitation is sent");
    await userEvent.click(await findByRole(canvasElement, "button", "Send 1"));
    await userEvent.click(await findByRole(canvasElement, "tab", /^Invitations/));
    await findText(canvasElement, "mira@acme.example");
  },
};

/** What others change appears by itself: here the invitation is made elsewhere while the list is open. */
export const Live: Story = {
  beforeEach: () => cancelInvitation("theo@acme.example"),
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "tab", /^Invitations/));
    await findText(canvasElement, "Live");
    await elsewhere("owner", "acme", async (client, { roles }) => {
      const grants = roles.filter(({ name }) => name === "Viewer").map(({ id }) => ({ role: id }));
      const invitations = [{ email: "theo@acme.example", roles: grants }];
      await client.send("POST /invitations", { input: { invitations } });
    });
    await findText(canvasElement, "theo@acme.example");
  },
};

/** A manager is offered what a manager may do. The rest is grey, with the reason. */
export const Manager: Story = { globals: { part: "manager" } };

/** A viewer sees who is here, and no control that would be refused. */
export const Viewer: Story = {
  globals: { part: "viewer" },
  play: async ({ canvasElement }) => {
    await findText(canvasElement, "Olivia Marsh");
    await expect(allByRole(canvasElement, "button", "Invite people")).toEqual([]);
  },
};

/** The host page shows the list only, whoever looks at it. */
export const ReadOnly: Story = { args: { readonly: true } };

/** Until the server has answered. */
export const Loading: Story = loading;

/** A search that nobody fits. */
export const Empty: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.type(await findByRole(canvasElement, "searchbox"), "nobody of this name");
    await findText(canvasElement, "Nobody matches");
  },
};

/** The server can't be reached. It tries again by itself, or when asked to. */
export const Unreachable: Story = unreachable;

/** A role that does not open this element. */
export const Refused: Story = refusedFor("editor");

/** Somebody of another company learns nothing, not even that this one exists. */
export const Stranger: Story = stranger;

export const LongNames: Story = longNames;

export const RightToLeft: Story = rightToLeft;

export const Dark: Story = dark;

export const Compact: Story = { args: { density: "compact" } };

/** Cards instead of a squeezed table. */
export const Phone: Story = phone;

/** As smooth as twenty-four: rows are loaded where one looks, and the server searches. */
export const TenThousandPeople: Story = {
  globals: { company: "umbrella" },
  play: async ({ canvasElement }) => {
    await findText(canvasElement, "10,000");
    await userEvent.type(await findByRole(canvasElement, "searchbox"), "keiko arai");
    await findText(canvasElement, "keiko.arai@umbrella.example");
    await waitFor(() => expect(allByRole(canvasElement, "row").length).toBeLessThan(5));
  },
};

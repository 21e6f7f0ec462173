import type { Meta, StoryObj } from "@storybook/web-components-vite";
import { html, nothing } from "lit";
import { userEvent } from "storybook/test";
import type { PermitAccessRequest } from "../src/elements/index.js";
import { withdrawAll } from "./backend/asking.js";
import { findByRole, findText } from "./in-shadow.js";
import { dark, loading, longNames, phone, rightToLeft, stranger, unreachable } from "./states.js";

type Args = Pick<PermitAccessRequest, "resourceInstance" | "readonly" | "dialog" | "hide" | "locale">;

const meta: Meta<Args> = {
  title: "Elements/Access request",
  component: "permit-access-request",
  args: { resourceInstance: "", readonly: false, dialog: false, hide: "", locale: undefined },
  argTypes: { hide: { control: "text" }, locale: { control: "text" } },
  globals: { part: "viewer" },
  render: ({ resourceInstance, readonly, dialog, hide, locale }) =>
    html`<permit-access-request
      resource-instance=${resourceInstance || nothing}
      ?readonly=${readonly}
      ?dialog=${dialog}
      hide=${hide}
      .locale=${locale}
      >${dialog ? html`<button slot="opener">Ask for access</button>` : nothing}</permit-access-request
    >`,
  /** What is looked at, by axe too, is the list and not what stands there before it. */
  play: async ({ canvasElement }) => {
    await findByRole(canvasElement, "radio");
  },
};
export default meta;

type Story = StoryObj<Args>;

/** What a viewer meets: the roles there are, what each gives, and which are held. */
export const Roles: Story = {};

/** The main job: a role is picked, the reason is said, and it waits for an answer. */
export const Ask: Story = {
  globals: { part: "editor" },
  beforeEach: () => withdrawAll("editor", "acme"),
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "radio", "Billing"));
    const why = await findByRole(canvasElement, "textbox", "What do you need it for?");
    await userEvent.type(why, "I plan the budget");
    await userEvent.click(await findByRole(canvasElement, "button", "Ask for Billing"));
    await findText(canvasElement, "You have asked for Billing.");
    await findText(canvasElement, "Billing for you");
  },
};

/** The roles on one document. */
export const OnOneDocument: Story = {
  args: { resourceInstance: "document:q3-forecast" },
  play: ({ canvasElement }) => findText(canvasElement, "Ask for access to “"),
};

/** A button of the host’s opens it as a modal dialog. */
export const AsDialog: Story = {
  args: { dialog: true },
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "button", "Ask for access"));
    await findByRole(canvasElement, "dialog");
    await findByRole(canvasElement, "radio");
  },
};

/** The attribute names nothing: it says how to mend that. */
export const WrongSetUp: Story = {
  args: { resourceInstance: "q3-forecast" },
  play: ({ canvasElement }) => findText(canvasElement, "This element is not set up yet"),
};

/** The host page shows the roles only. */
export const ReadOnly: Story = { args: { readonly: true } };

/** Until the server has answered. */
export const Loading: Story = loading;

/** The server can't be reached. It tries again by itself, or when asked to. */
export const Unreachable: Story = unreachable;

/** Somebody of another company learns nothing, not even that this one exists. */
export const Stranger: Story = stranger;

export const LongNames: Story = longNames;

export const RightToLeft: Story = rightToLeft;

export const Dark: Story = dark;

/** One column, with room for a thumb. */
export const Phone: Story = phone;

import type { Meta, StoryObj } from "@storybook/web-components-vite";
import { html } from "lit";
import { userEvent } from "storybook/test";
import type { PermitApprovals } from "../src/elements/index.js";
import { askFor, withdrawAll } from "./backend/asking.js";
import { allByRole, findByRole, findText } from "./in-shadow.js";
import { dark, loading, longNames, phone, rightToLeft, stranger, unreachable } from "./states.js";

type Args = Pick<PermitApprovals, "readonly" | "hide" | "locale">;

const meta: Meta<Args> = {
  title: "Elements/Approvals",
  component: "permit-approvals",
  args: { readonly: false, hide: "", locale: undefined },
  argTypes: { hide: { control: "text" }, locale: { control: "text" } },
  render: ({ readonly, hide, locale }) =>
    html`<permit-approvals ?readonly=${readonly} hide=${hide} .locale=${locale}></permit-approvals>`,
  /** What is looked at, by axe too, is the list and not what stands there before it. */
  play: async ({ canvasElement }) => {
    await findByRole(canvasElement, "listitem");
  },
};
export default meta;

type Story = StoryObj<Args>;

/** What an owner meets: who asks for what, for whom and why. */
export const ToReview: Story = {};

/** The main job: the last agreement that is needed grants it at once, and the question says so. */
export const Agree: Story = {
  beforeEach: () => askFor("editor", "acme", "billing", "For the travel costs of the team"),
  play: async ({ canvasElement }) => {
    await findText(canvasElement, "For the travel costs of the team");
    const [agree] = allByRole(canvasElement, "button", /^Agree: Billing/);
    if (agree) await userEvent.click(agree);
    await findByRole(canvasElement, "button", "Agree");
  },
};

/** What others ask for appears by itself. */
export const Live: Story = {
  beforeEach: () => withdrawAll("editor", "acme"),
  play: async ({ canvasElement }) => {
    await findText(canvasElement, "Live");
    await askFor("editor", "acme", "manager", "Ana is on leave in May");
    await findText(canvasElement, "Ana is on leave in May");
  },
};

/** What has been asked for by the person at the screen. */
export const AskedByMe: Story = {
  globals: { part: "viewer" },
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "tab", "Asked by me"));
    await findText(canvasElement, "for you");
  },
};

/** Nobody has asked for anything that this person could answer. */
export const Empty: Story = {
  globals: { part: "viewer" },
  play: ({ canvasElement }) => findText(canvasElement, "Nothing waits for you"),
};

/** The host page shows the requests only, whoever looks at them. */
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

/** Cards instead of a squeezed list. */
export const Phone: Story = phone;

import type { Meta, StoryObj } from "@storybook/web-components-vite";
import { html } from "lit";
import { userEvent } from "storybook/test";
import type { PermitAuditLog } from "../src/elements/index.js";
import { findByRole, findText } from "./in-shadow.js";
import { dark, loading, longNames, phone, refusedFor, rightToLeft, stranger, unreachable } from "./states.js";

type Args = Pick<PermitAuditLog, "density" | "hide" | "locale">;

const meta: Meta<Args> = {
  title: "Elements/Audit log",
  component: "permit-audit-log",
  args: { density: "comfortable", hide: "" },
  argTypes: {
    density: { control: "inline-radio", options: ["comfortable", "compact"] },
    hide: { control: "text" },
    locale: { control: "text" },
  },
  render: ({ density, hide, locale }) =>
    html`<permit-audit-log density=${density} hide=${hide} .locale=${locale}></permit-audit-log>`,
  /** What is looked at, by axe too, is the list and not what stands there before it. */
  play: async ({ canvasElement }) => {
    await findByRole(canvasElement, "grid");
  },
};
export default meta;

type Story = StoryObj<Args>;

/** What an owner meets: everything that was done, newest first. */
export const Activity: Story = {};

/** The main job: one kind of action is looked for, and what is found is verified. */
export const Filtered: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "button", /^Filter by action/));
    await userEvent.click(await findByRole(canvasElement, "checkbox", "Invited"));
    await findByRole(canvasElement, "button", "Remove filter Invited");
    await userEvent.keyboard("{Escape}");
    await userEvent.click(await findByRole(canvasElement, "button", "Verify"));
    await findText(canvasElement, "nothing altered");
  },
};

/** The tail waits while it is paused. */
export const Paused: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "button", "Pause"));
    await findText(canvasElement, "Paused");
  },
};

/** Nothing fits the filter. */
export const Empty: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "button", /^Filter by action/));
    await userEvent.click(await findByRole(canvasElement, "checkbox", "Left"));
    await findText(canvasElement, "Nothing matches");
  },
};

/** Until the server has answered. */
export const Loading: Story = loading;

/** The server can't be reached. It tries again by itself, or when asked to. */
export const Unreachable: Story = unreachable;

/** A role that does not open the log. */
export const Refused: Story = refusedFor("viewer");

/** Somebody of another company learns nothing, not even that this one exists. */
export const Stranger: Story = stranger;

export const LongNames: Story = longNames;

export const RightToLeft: Story = rightToLeft;

export const Dark: Story = dark;

/** The log of ten thousand people: found by name, loaded where one looks. */
export const TenThousandPeople: Story = { globals: { company: "umbrella" } };

/** On a small screen each entry is a card. */
export const Phone: Story = phone;

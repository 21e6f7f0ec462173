import type { Meta, StoryObj } from "@storybook/web-components-vite";
import { html } from "lit";
import { userEvent } from "storybook/test";
import type { PermitDelegations } from "../src/elements/index.js";
import { findByRole, findText } from "./in-shadow.js";
import { dark, loading, longNames, phone, rightToLeft, stranger, unreachable } from "./states.js";

type Args = Pick<PermitDelegations, "readonly" | "hide" | "locale">;

const meta: Meta<Args> = {
  title: "Elements/Delegations",
  component: "permit-delegations",
  args: { readonly: false, hide: "" },
  argTypes: { hide: { control: "text" }, locale: { control: "text" } },
  globals: { part: "operator" },
  render: ({ readonly, hide, locale }) =>
    html`<permit-delegations ?readonly=${readonly} hide=${hide} .locale=${locale}></permit-delegations>`,
  /** What is looked at, by axe too, is the matrix and not what stands there before it. */
  play: async ({ canvasElement }) => {
    await findByRole(canvasElement, "grid");
  },
};
export default meta;

type Story = StoryObj<Args>;

/** What the vendor's team meets in its own console: who may give what. */
export const Matrix: Story = {};

/** The main job: limits are written, what would follow stands beside them, and what leaks is not saved. */
export const WhatIf: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "button", "Write limits…"));
    await choose(canvasElement, "Holders of", "Viewer");
    for (const name of ["invite", "give roles", "Manager"])
      await userEvent.click(await findByRole(canvasElement, "checkbox", name));
    await findByRole(canvasElement, "heading", "This lets people past the limits");
  },
};

/** All limits of a role in plain sentences. */
export const OneRole: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "rowheader", /^Team lead/));
    await findByRole(canvasElement, "heading", "Written limits");
  },
};

/** What people could ever come to give, each with the shortest way there. */
export const Closure: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "button", "What could they ever give?"));
    await choose(canvasElement, "Or somebody who holds", "Manager");
    await findByRole(canvasElement, "heading", "They could come to hold or give");
  },
};

/** What a delegate sees: what they may give, and why not more. */
export const OwnLimits: Story = {
  globals: { part: "manager" },
  play: ({ canvasElement }) => findText(canvasElement, "As Manager you may give"),
};

/** Somebody who may give nothing. */
export const Empty: Story = {
  globals: { part: "editor" },
  play: ({ canvasElement }) => findText(canvasElement, "You may not give any role"),
};

/** The host page shows the limits only, whoever looks at them. */
export const ReadOnly: Story = { args: { readonly: true } };

/** Until the server has answered. */
export const Loading: Story = loading;

/** The server can't be reached. It tries again by itself, or when asked to. */
export const Unreachable: Story = unreachable;

/** Somebody of another company learns nothing, not even that this one exists. */
export const Stranger: Story = {
  ...stranger,
  play: ({ canvasElement }) => findText(canvasElement, "There is nothing here to show"),
};

export const LongNames: Story = longNames;

export const RightToLeft: Story = rightToLeft;

export const Dark: Story = dark;

/** On a small screen each role is a card. */
export const Phone: Story = {
  ...phone,
  play: ({ canvasElement }) => findText(canvasElement, "Holders of Manager may give"),
};

async function choose(root: HTMLElement, label: string, text: string): Promise<void> {
  const select = (await findByRole(root, "combobox", label)) as HTMLSelectElement;
  const option = [...select.options].find((each) => each.text === text);
  if (!option) throw new Error(`There is no ${text} to choose as ${label}`);
  await userEvent.selectOptions(select, option);
}

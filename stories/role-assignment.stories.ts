import type { Meta, StoryObj } from "@storybook/web-components-vite";
import { html, nothing } from "lit";
import { expect, userEvent, waitFor } from "storybook/test";
import type { PermitRoleAssignment } from "../src/elements/index.js";
import { allByRole, findByRole, findText } from "./in-shadow.js";
import { dark, loading, phone, refusedFor, rightToLeft, unreachable } from "./states.js";

type Args = Pick<
  PermitRoleAssignment,
  "resourceInstance" | "user" | "readonly" | "dialog" | "hide" | "locale"
>;

const meta: Meta<Args> = {
  title: "Elements/Role assignment",
  component: "permit-role-assignment",
  args: { resourceInstance: "document:q3-forecast", user: "", readonly: false, dialog: false, hide: "" },
  argTypes: { hide: { control: "text" }, locale: { control: "text" } },
  render: ({ resourceInstance, user, readonly, dialog, hide, locale }) =>
    html`<permit-role-assignment
      resource-instance=${resourceInstance || nothing}
      user=${user || nothing}
      ?readonly=${readonly}
      ?dialog=${dialog}
      hide=${hide}
      .locale=${locale}
      >${dialog ? html`<button slot="opener">Share</button>` : nothing}</permit-role-assignment
    >`,
  /** What is looked at, by axe too, is the list and not what stands there before it. */
  play: async ({ canvasElement }) => {
    await findText(canvasElement, "Also through a role in");
  },
};
export default meta;

type Story = StoryObj<Args>;

/** What an owner meets: who has which role on a document, by which way. */
export const Share: Story = {};

/** The main job: a document is shared, the role is changed, and taken back. */
export const ShareChangeRemove: Story = {
  args: { resourceInstance: "document:pricing" },
  play: async ({ canvasElement }) => {
    await userEvent.type(await findByRole(canvasElement, "combobox"), "sukarno");
    await userEvent.click(await findByRole(canvasElement, "option", /Sukarno/));
    await findText(canvasElement, "gains and loses");
    await pressed(canvasElement, "Share");
    await pressed(canvasElement, /^Change what Sukarno has/);
    await userEvent.click(await findByRole(canvasElement, "checkbox", "Document editor"));
    await findText(canvasElement, "Write and change documents");
    await pressed(canvasElement, "Save");
    await findByRole(canvasElement, "button", /^Change what Sukarno has: .*Document editor/);
    await pressed(canvasElement, /^Change what Sukarno has/);
    await pressed(canvasElement, "Remove access…");
    await pressed(canvasElement, "Remove access");
    await waitFor(() => expect(allByRole(canvasElement, "button", /^Change what Sukarno has/)).toEqual([]));
  },
};

/** An address that nobody here has is invited. */
export const Invite: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.type(await findByRole(canvasElement, "combobox"), "nadia@acme.example");
    await userEvent.click(await findByRole(canvasElement, "option", /Invite nadia@acme.example/));
    await findText(canvasElement, "gains and loses");
  },
};

/** A button of the host’s opens it as a modal dialog. */
export const AsDialog: Story = {
  args: { dialog: true },
  play: async ({ canvasElement }) => {
    await userEvent.click(await findByRole(canvasElement, "button", "Share"));
    await findByRole(canvasElement, "dialog");
    await findByRole(canvasElement, "region", /^Also through a role in/);
  },
};

/** Nobody has a role on it directly. */
export const Empty: Story = {
  args: { resourceInstance: "document:untitled" },
  play: ({ canvasElement }) => findText(canvasElement, "Nobody has a role on this yet"),
};

/** Somebody whose roles do not open it. */
export const Refused: Story = refusedFor("viewer");

/** The host page shows who has access only, whoever looks at it. */
export const ReadOnly: Story = { args: { readonly: true } };

/** All roles of one person: in the tenant, and on single documents. */
export const OnePerson: Story = {
  args: { resourceInstance: "", user: "yael-barak" },
  play: ({ canvasElement }) => findText(canvasElement, "On single items"),
};

/** Neither a person nor a thing is named: it says how to mend that. */
export const WrongSetUp: Story = {
  args: { resourceInstance: "" },
  play: ({ canvasElement }) => findText(canvasElement, "This element is not set up yet"),
};

/** Until the server has answered. */
export const Loading: Story = loading;

/** The server can't be reached. It tries again by itself, or when asked to. */
export const Unreachable: Story = unreachable;

export const LongNames: Story = {
  globals: { company: "longwinded" },
  args: { resourceInstance: "document:minutes" },
};

export const RightToLeft: Story = rightToLeft;

export const Dark: Story = dark;

/** Where a role in the tenant reaches it, thousands are a number; whoever is sought is found as quickly. */
export const TenThousandPeople: Story = {
  globals: { company: "umbrella" },
  args: { resourceInstance: "document:travel" },
  play: async ({ canvasElement }) => {
    await findText(canvasElement, /and [\d,]{5} others/);
    await userEvent.type(await findByRole(canvasElement, "combobox"), "keiko arai");
    await findByRole(canvasElement, "option", /Keiko Arai/);
  },
};

/** Cards instead of a squeezed table. */
export const Phone: Story = phone;

/** Presses a button once it can be used. */
async function pressed(root: HTMLElement, name: string | RegExp): Promise<void> {
  const usable = await waitFor(() => {
    const found = allByRole(root, "button", name).find((one) => !one.matches(":disabled"));
    if (!found) throw new Error(`${String(name)} can’t be used`);
    return found;
  });
  await userEvent.click(usable);
}

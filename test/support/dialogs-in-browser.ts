import { waitUntil } from "@open-wc/testing";
import { sendKeys } from "@web/test-runner-commands";
import { allByRole, findByRole, nameOf, textOf, waitForText } from "./permit-in-browser.js";

/** Steps that a person takes in a dialog, and what they read there. */

/** The field under this label, whatever kind it is. */
export function fieldByLabel(root: Element, label: string): HTMLInputElement {
  const fields = [...everyField(root)].filter((field) => field.checkVisibility());
  const found = fields.find((field) => labelOf(field) === label);
  if (found) return found;
  throw new Error(`No field “${label}”; there is ${fields.map((field) => `“${labelOf(field)}”`).join(", ")}`);
}

/** Waits until it is there. */
export async function findField(root: Element, label: string): Promise<HTMLInputElement> {
  const isThere = (): boolean =>
    [...everyField(root)].some((field) => field.checkVisibility() && labelOf(field) === label);
  await waitUntil(isThere, `The field “${label}” did not appear`, { timeout: 8000 });
  return fieldByLabel(root, label);
}

/** What a screen reader adds to the name of an element. */
export function descriptionOf(element: Element): string {
  const root = element.getRootNode() as ShadowRoot;
  const ids = element.getAttribute("aria-describedby")?.split(" ") ?? [];
  const said = ids.map((id) => root.getElementById(id)).filter((part) => part?.checkVisibility());
  const words = [
    element.getAttribute("aria-description") ?? "",
    ...said.map((part) => part?.textContent ?? ""),
  ];
  return words.join(" ").replace(/\s+/g, " ").trim();
}

/** Replaces what stands in a field, as typing does. */
export async function type(field: HTMLInputElement, text: string): Promise<void> {
  field.focus();
  field.select();
  await press("Delete");
  if (text !== "") await sendKeys({ type: text });
}

export async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await sendKeys({ press: key });
}

export function paste(field: HTMLElement, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.focus();
  field.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }),
  );
}

export function isGrey(control: HTMLElement): boolean {
  return control.getAttribute("aria-disabled") === "true" || control.matches(":disabled");
}

/** Waits until a button can be used, then uses it. */
export async function clickWhenReady(root: Element, name: string | RegExp): Promise<void> {
  const ready = (): HTMLElement | undefined =>
    allByRole(root, "button", name).find((button) => !isGrey(button));
  await waitUntil(() => ready() !== undefined, `The button ${String(name)} can't be used: ${textOf(root)}`, {
    timeout: 8000,
  });
  ready()?.click();
}

/** Opens the menu of a person and chooses an action. */
export async function chooseFor(element: Element, person: string, action: string): Promise<void> {
  (await findByRole(element, "button", `Actions for ${person}`)).click();
  (await findByRole(element, "menuitem", action)).click();
}

/** Selects people in the list, one after the other. */
export async function select(element: Element, ...people: string[]): Promise<void> {
  for (const [already, person] of people.entries()) {
    (await findByRole(element, "checkbox", `Select ${person}`)).click();
    await waitForText(element, `${already + 1} selected`);
  }
}

export async function untilGone(root: Element, role: string, name?: string | RegExp): Promise<void> {
  await waitUntil(() => allByRole(root, role, name).length === 0, `${role} ${String(name)} is still there`, {
    timeout: 8000,
  });
}

/** What the one open dialog shows. */
export function dialogText(root: Element): string {
  const [dialog] = allByRole(root, "dialog");
  const host = (dialog?.getRootNode() as ShadowRoot | undefined)?.host;
  return host ? textOf(host) : "";
}

/** Where the focus is, in whatever shadow. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Walks on by the keyboard until the focus is on something with this name. */
export async function tabTo(name: string | RegExp, key = "Tab"): Promise<void> {
  const fits = (): boolean => {
    const active = focused();
    const found = active ? nameOf(active) : "";
    return typeof name === "string" ? found === name : name.test(found);
  };
  for (let step = 0; step < 60 && !fits(); step++) await press(key);
  if (!fits()) throw new Error(`The keyboard does not reach ${String(name)}`);
}

function* everyField(root: Element): IterableIterator<HTMLInputElement> {
  if (root.matches("input, textarea, select")) yield root as HTMLInputElement;
  for (const child of root.shadowRoot?.children ?? []) yield* everyField(child);
  for (const child of root.children) yield* everyField(child);
}

function labelOf(field: HTMLInputElement): string {
  const label = field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent ?? "";
  return label.replace(/\s+/g, " ").trim();
}

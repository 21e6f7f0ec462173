import { waitFor, within } from "storybook/test";

const patience = { timeout: 10_000, onTimeout: (error: Error) => error };

/** What can be found by its role and name, in whatever shadow it is; waits until it is there. */
export function findByRole(root: Element, role: string, name?: string | RegExp): Promise<HTMLElement> {
  return waitFor(() => {
    const [found] = allByRole(root, role, name);
    if (!found) throw new Error(`No ${role} ${String(name ?? "")} in: ${textOf(root)}`);
    return found;
  }, patience);
}

export function allByRole(root: Element, role: string, name?: string | RegExp): HTMLElement[] {
  const options = name === undefined ? {} : { name };
  return [...treesIn(root)].flatMap((tree) => within(tree).queryAllByRole(role, options));
}

/** Waits until these words can be read. */
export function findText(root: Element, words: string | RegExp): Promise<void> {
  return waitFor(() => {
    const text = textOf(root);
    const isThere = typeof words === "string" ? text.includes(words) : words.test(text);
    if (!isThere) throw new Error(`“${String(words)}” is not in: ${text}`);
  }, patience);
}

function textOf(root: Element): string {
  const texts = [...treesIn(root)].map((tree) => [...tree.children].map(readable).join(" "));
  return texts.join(" ").replace(/\s+/g, " ").trim();
}

function readable(element: Element): string {
  if (element instanceof HTMLStyleElement || !element.checkVisibility()) return "";
  return element instanceof HTMLElement ? element.innerText : (element.textContent ?? "");
}

/** The tree below an element, and those of all shadow roots in it. */
function* treesIn(root: Element): IterableIterator<HTMLElement> {
  yield root as HTMLElement;
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (element.shadowRoot) yield* treesBelow(element.shadowRoot);
  }
}

function* treesBelow(shadow: ShadowRoot): IterableIterator<HTMLElement> {
  // Testing Library asks a tree for what it finds in it, which a shadow root answers as an element does.
  yield shadow as unknown as HTMLElement;
  for (const element of shadow.querySelectorAll("*")) {
    if (element.shadowRoot) yield* treesBelow(element.shadowRoot);
  }
}

import { fixture, html, waitUntil } from "@open-wc/testing";
import { sendKeys } from "@web/test-runner-commands";
import type {
  PermitAuditLog,
  PermitRoleAssignment,
  PermitUserManagement,
  PermitDelegations,
} from "../../src/elements/index.js";
import type { OpenSessionInput, Session } from "../../src/api/wire.js";

type FurtherTag = "permit-approvals" | "permit-access-request" | "permit-delegations";

/** A world of the element tests as the browser reaches it: the real API on a database of its own. */
export class World {
  readonly #path = `/permit/in/${crypto.randomUUID()}`;

  /** Where the API answers to `<user>@<tenant>`. */
  endpoint(who: string): string {
    return `${this.#path}/as/${who}`;
  }

  /** The element as somebody sees it, with its first rows on the screen. */
  async show(who: string, attributes: Record<string, string> = {}): Promise<PermitUserManagement> {
    const element = await this.place(who, attributes);
    await nextEvent(element, "permit-ready");
    return element;
  }

  /** The log as somebody sees it, with its first entries on the screen. */
  async showLog(who: string, attributes: Record<string, string> = {}): Promise<PermitAuditLog> {
    const element = await this.placeLog(who, attributes);
    await nextEvent(element, "permit-ready");
    return element;
  }

  /** The log on the page, whatever it shows. */
  async placeLog(who: string, attributes: Record<string, string> = {}): Promise<PermitAuditLog> {
    const element = document.createElement("permit-audit-log");
    element.endpoint = this.endpoint(who);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return fixture<PermitAuditLog>(html`${element}`);
  }

  /** The element on the page, whatever it shows. */
  async place(who: string, attributes: Record<string, string> = {}): Promise<PermitUserManagement> {
    const element = document.createElement("permit-user-management");
    element.endpoint = this.endpoint(who);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return fixture<PermitUserManagement>(html`${element}`);
  }

  /** Role assignment as somebody sees it, with its first rows on the screen. */
  async showAssignment(who: string, attributes: Record<string, string> = {}): Promise<PermitRoleAssignment> {
    const element = await this.placeAssignment(who, attributes);
    await nextEvent(element, "permit-ready");
    return element;
  }

  /** Role assignment on the page, whatever it shows. */
  async placeAssignment(who: string, attributes: Record<string, string> = {}): Promise<PermitRoleAssignment> {
    const element = document.createElement("permit-role-assignment");
    element.endpoint = this.endpoint(who);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return fixture<PermitRoleAssignment>(html`${element}`);
  }

  /** A further element as somebody sees it, with its first rows on the screen. */
  async showIt<Tag extends FurtherTag>(
    tag: Tag,
    who: string,
    attributes: Record<string, string> = {},
  ): Promise<HTMLElementTagNameMap[Tag]> {
    const element = await this.placeIt(tag, who, attributes);
    await nextEvent(element, "permit-ready");
    return element;
  }

  /** A further element on the page, whatever it shows. */
  async placeIt<Tag extends FurtherTag>(
    tag: Tag,
    who: string,
    attributes: Record<string, string> = {},
  ): Promise<HTMLElementTagNameMap[Tag]> {
    const element = document.createElement(tag);
    element.endpoint = this.endpoint(who);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return fixture<HTMLElementTagNameMap[Tag]>(html`${element}`);
  }

  /** Limits in the vendor's own console: of one tenant, or of all. */
  async showConsole(tenant = "", attributes: Record<string, string> = {}): Promise<PermitDelegations> {
    const element = document.createElement("permit-delegations");
    element.endpoint = this.endpoint("nobody@nowhere");
    element.authToken = () => this.operatorToken(tenant);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    const ready = nextEvent(element, "permit-ready");
    await fixture<PermitDelegations>(html`${element}`);
    await ready;
    return element;
  }

  /** A token of the vendor's own console. */
  async operatorToken(tenant = ""): Promise<string> {
    const response = await fetch(`${this.#path}/test/operator?tenant=${tenant}`, { method: "POST" });
    return ((await response.json()) as { token: string }).token;
  }

  /** Another of the vendor's team, who speaks to the API without an element. */
  async operator(tenant = ""): Promise<Elsewhere> {
    const token = await this.operatorToken(tenant);
    return new Elsewhere(this.endpoint("nobody@nowhere"), { token } as Session);
  }

  /** Somebody elsewhere, who speaks to the API without an element. */
  async elsewhere(who: string, input: OpenSessionInput = { type: "user-management" }): Promise<Elsewhere> {
    const endpoint = this.endpoint(who);
    const response = await fetch(`${endpoint}/session`, {
      method: "POST",
      headers: { "content-type": "application/json", "permit-element": "1" },
      body: JSON.stringify(input),
    });
    return new Elsewhere(endpoint, (await response.json()) as Session);
  }

  /** What was done with a justification, as the audit trail keeps it; the latest last. */
  async justifications(): Promise<{ action: string; justification: string }[]> {
    const response = await fetch(`${this.#path}/test/justifications`);
    return (await response.json()) as { action: string; justification: string }[];
  }

  async unplug(): Promise<void> {
    await fetch(`${this.#path}/test/unplug`, { method: "POST" });
  }

  async plug(): Promise<void> {
    await fetch(`${this.#path}/test/plug`, { method: "POST" });
  }

  /** Gives Initech a log of 20,000 entries. */
  async fillLog(): Promise<void> {
    await fetch(`${this.#path}/test/fill-log`, { method: "POST" });
  }

  /** Alters an entry of Acme behind the product's back. */
  async forgeLog(): Promise<void> {
    await fetch(`${this.#path}/test/forge-log`, { method: "POST" });
  }

  async close(): Promise<void> {
    await fetch(`${this.#path}/test/close`, { method: "POST" });
  }
}

export class Elsewhere {
  readonly session: Session;
  #endpoint: string;

  constructor(endpoint: string, session: Session) {
    this.#endpoint = endpoint;
    this.session = session;
  }

  role(key: string): string {
    const role = this.session.roles.find((each) => each.key === key);
    if (!role) throw new Error(`There is no role ${key}`);
    return role.id;
  }

  async send<Answer>(route: string, input?: unknown): Promise<Answer> {
    const [method = "", path = ""] = route.split(" ");
    const response = await fetch(this.#endpoint + path, {
      method,
      headers: { authorization: `Bearer ${this.session.token}`, "content-type": "application/json" },
      ...(input !== undefined && { body: JSON.stringify(input) }),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(`${route} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** The id of a person, by key. */
  async user(key: string): Promise<string> {
    const { people } = await this.send<{ people: { key: string; user: string }[] }>(
      `GET /people?search=${key}`,
    );
    const found = people.find((each) => each.key === key);
    if (!found) throw new Error(`${key} is not here`);
    return found.user;
  }
}

/* ── finding things as a person does ─────────────────────────────────────── */

const implicitRoles: Record<string, string> = {
  button: "button",
  "input[type=checkbox]": "checkbox",
  "input[type=radio]": "radio",
  "input[type=search]": "searchbox",
  "input:not([type]), input[type=text], input[type=email], textarea": "textbox",
  "a[href]": "link",
  "h1, h2, h3": "heading",
  "section[aria-label], section[aria-labelledby]": "region",
  dialog: "dialog",
  table: "table",
  tr: "row",
};

/** All visible elements with this role, and this name if one is asked for, in whatever shadow they are. */
export function allByRole(root: Element, role: string, name?: string | RegExp): HTMLElement[] {
  return [...everything(root)].filter(
    (element): element is HTMLElement =>
      roleOf(element) === role && isShown(element) && (!name || fits(nameOf(element), name)),
  );
}

/** The one visible element with this role and name; fails, saying what there is, if there is none. */
export function byRole(root: Element, role: string, name?: string | RegExp): HTMLElement {
  const [found] = allByRole(root, role, name);
  if (found) return found;
  const others = allByRole(root, role).map((element) => `“${nameOf(element)}”`);
  throw new Error(`No ${role} ${String(name ?? "")}; there is ${others.join(", ") || "none"}`);
}

/** Waits until it is there. */
export async function findByRole(root: Element, role: string, name?: string | RegExp): Promise<HTMLElement> {
  const label = `${role} ${String(name ?? "")} did not appear`;
  await waitUntil(() => allByRole(root, role, name).length > 0, label, { timeout: 8000 });
  return byRole(root, role, name);
}

/** The next event of this name, with its type. */
export function nextEvent<Name extends keyof HTMLElementEventMap>(
  element: HTMLElement,
  name: Name,
): Promise<HTMLElementEventMap[Name]> {
  return new Promise((resolve) => element.addEventListener(name, resolve, { once: true }));
}

/** Waits until it is so, as long as a busy machine may take. */
export function until(condition: () => unknown, what: string): Promise<void> {
  return waitUntil(condition, what, { timeout: 8000 });
}

/** Types it, as fast as pasting. */
export async function type(field: HTMLElement, text: string): Promise<void> {
  field.focus();
  await sendKeys({ type: text });
}

/** What has the focus, in whatever shadow it is. */
export function focused(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? active : null;
}

/** All the text that can be seen, in whatever shadow it is. */
export function textOf(root: Element): string {
  let text = "";
  for (const element of everything(root)) {
    if (!isShown(element)) continue;
    for (const node of element.childNodes) if (node instanceof Text) text += ` ${node.data}`;
  }
  return text.replace(/\s+/g, " ").trim();
}

export async function waitForText(root: Element, text: string | RegExp): Promise<void> {
  try {
    await waitUntil(() => fits(textOf(root), text, true), "", { timeout: 8000 });
  } catch {
    throw new Error(`“${String(text)}” did not appear; there is: ${textOf(root)}`);
  }
}

/** Waits until it is there and can be used, and clicks it. */
export async function press(root: Element, role: string, name?: string | RegExp): Promise<void> {
  const usable = (): HTMLElement | undefined =>
    allByRole(root, role, name).find((one) => !one.matches(":disabled, [aria-disabled=true]"));
  await waitUntil(usable, `${role} ${String(name ?? "")} can’t be used`, { timeout: 8000 });
  usable()?.click();
}

export function nameOf(element: Element): string {
  const label = element.getAttribute("aria-label");
  if (label !== null) return label;
  const labelledBy = element.getAttribute("aria-labelledby");
  const root = element.getRootNode();
  if (labelledBy && root instanceof ShadowRoot)
    return (root.getElementById(labelledBy)?.textContent ?? "").trim();
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const words = labels.length > 0 ? labels.map((one) => one.textContent).join(" ") : element.textContent;
  return words.replace(/\s+/g, " ").trim();
}

function roleOf(element: Element): string | undefined {
  const explicit = element.getAttribute("role");
  if (explicit) return explicit;
  return Object.entries(implicitRoles).find(([selector]) => element.matches(selector))?.[1];
}

function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true]");
}

function* everything(root: Element): IterableIterator<Element> {
  yield root;
  for (const child of root.shadowRoot?.children ?? []) yield* everything(child);
  for (const child of root.children) yield* everything(child);
}

function fits(text: string, wanted: string | RegExp, within = false): boolean {
  if (wanted instanceof RegExp) return wanted.test(text);
  return within ? text.includes(wanted) : text === wanted;
}

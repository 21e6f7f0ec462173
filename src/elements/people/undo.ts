import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ChangeRolesInput, HeldRole, PeopleAnswer, Person } from "../../api/people/contract.js";

export interface Notice {
  text: string;
  /** Takes back what the notice tells of: a new act, judged anew. */
  undo?: () => Promise<void>;
}

const shownFor = 10_000;

/** What was just done, and the way back; it stays while the pointer or the focus is on it. */
export class Notices implements ReactiveController {
  notice: Notice | undefined;
  isUndoing = false;

  #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#forget();
  }

  show(notice: Notice): void {
    this.notice = notice;
    this.isUndoing = false;
    this.letGo();
    this.#host.requestUpdate();
  }

  hold(): void {
    clearTimeout(this.#timer);
  }

  letGo(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#forget(), shownFor);
  }

  /** `words` tells how it went, from the error that stopped it, if one did. */
  async undo(words: (error?: unknown) => string): Promise<void> {
    const undo = this.notice?.undo;
    if (!undo || this.isUndoing) return;
    this.isUndoing = true;
    this.hold();
    this.#host.requestUpdate();
    try {
      await undo();
      this.show({ text: words() });
    } catch (error) {
      this.show({ text: words(error) });
    }
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.notice = undefined;
    this.#host.requestUpdate();
  }
}

/**
 * The change that takes a change of roles back, for those it was done to, with their versions as it left them.
 * undefined where that can't be known: roles on single instances are not in the list.
 */
export function inverseOf(
  { changes, justification }: ChangeRolesInput,
  { rows }: PeopleAnswer,
  before: ReadonlyMap<string, Person>,
): ChangeRolesInput | undefined {
  const done = new Map(rows.filter((row) => row.outcome === "done").map((row) => [row.user, row]));
  const inverse: ChangeRolesInput["changes"] = [];
  for (const { user, grant = [], revoke = [] } of changes) {
    const row = done.get(user);
    if (!row) continue;
    const person = before.get(user);
    if (!person || [...grant, ...revoke].some((one) => one.instance)) return undefined;
    const held = new Map<string, HeldRole>(person.roles.map((one) => [one.role, one]));
    const again = [...grant, ...revoke].flatMap(({ role }) => held.get(role) ?? []);
    inverse.push({
      user,
      ...(row.version === null ? {} : { version: row.version }),
      grant: again.map(({ role, ends_at }) => ({ role, ends_at })),
      revoke: grant.filter(({ role }) => !held.has(role)).map(({ role }) => ({ role })),
    });
  }
  if (inverse.length === 0) return undefined;
  return justification === undefined ? { changes: inverse } : { changes: inverse, justification };
}

/** An undo is a new act, and was refused for this reason. */
export class UndoRefused extends Error {
  override name = "UndoRefused";
}

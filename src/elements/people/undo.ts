import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ChangeRolesInput, HeldRole, PeopleAnswer } from "../../api/people/contract.js";

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

/** What somebody held before a change, on an instance or in the tenant; undefined where that is not known. */
export type HeldBefore = (
  user: string,
  role: string,
  instance: string | undefined,
) => HeldRole | null | undefined;

/**
 * The change that takes a change of roles back, for those it was done to, with their versions as it left them.
 * undefined where it is not known what was held before.
 */
export function inverseOf(
  { changes, justification }: ChangeRolesInput,
  { rows }: PeopleAnswer,
  heldBefore: HeldBefore,
): ChangeRolesInput | undefined {
  const done = new Map(rows.filter((row) => row.outcome === "done").map((row) => [row.user, row]));
  const inverse: ChangeRolesInput["changes"] = [];
  for (const { user, grant = [], revoke = [] } of changes) {
    const row = done.get(user);
    if (!row) continue;
    const again: typeof grant = [];
    const away: typeof revoke = [];
    for (const { role, instance } of [...grant, ...revoke]) {
      const held = heldBefore(user, role, instance);
      if (held === undefined) return undefined;
      const where = instance === undefined ? { role } : { role, instance };
      if (held) again.push({ ...where, ends_at: held.ends_at });
      else away.push(where);
    }
    inverse.push({
      user,
      ...(row.version === null ? {} : { version: row.version }),
      grant: again,
      revoke: away,
    });
  }
  if (inverse.length === 0) return undefined;
  return justification === undefined ? { changes: inverse } : { changes: inverse, justification };
}

/** An undo is a new act, and was refused for this reason. */
export class UndoRefused extends Error {
  override name = "UndoRefused";
}

/** A bulk is answered row by row; an undo that was refused for somebody is a failed undo. */
export async function refusedIfNotDone(step: Promise<unknown>): Promise<void> {
  const answer = (await step) as Partial<PeopleAnswer>;
  const reason = answer.rows?.find((row) => row.outcome === "refused")?.reasons[0];
  if (reason) throw new UndoRefused(reason.message);
}

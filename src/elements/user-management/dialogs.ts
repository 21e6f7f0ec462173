import { html, nothing, type LitElement, type TemplateResult } from "lit";
import type { Session } from "../../api/wire.js";
import type { ApprovalsRoutes } from "../../api/approvals/contract.js";
import type * as People from "../../api/people/contract.js";
import type * as Wire from "../../api/user-management/contract.js";
import type { ElementConnection } from "../connection/element-connection.js";
import type { Asking } from "../people/asking.js";
import { Commands } from "./commands.js";
import { Catalogue } from "./catalogue.js";
import { inverseOf, refusedIfNotDone, type HeldBefore, type Notices } from "../people/undo.js";

/** Loaded when first used, so that the list itself stays small. */
const parts = {
  "permit-invite-dialog": () => import("./invite-dialog.js"),
  "permit-roles-dialog": () => import("./roles-dialog.js"),
  "permit-person-panel": () => import("./person-panel.js"),
  "permit-people-act-dialog": () => import("./people-act-dialog.js"),
};
type Part = keyof typeof parts;

export interface DialogsOptions {
  host: LitElement;
  connection: ElementConnection<Wire.UserManagementRoutes & ApprovalsRoutes>;
  notices: Notices;
  catalogue: () => Catalogue;
  detail: (user: string) => Promise<People.PersonDetail>;
  /** Something was done to these people, or to invitations. */
  done: (users: readonly string[]) => void;
  failed: (error: unknown) => void;
  /** The person at the screen has left. */
  left: () => void;
}

/** The dialogs of user management: opens them, sends what they ask for, and says afterwards how to take it back. */
export class Dialogs {
  readonly commands: Commands;

  #options: DialogsOptions;
  #loaded = new Set<Part>();
  #asking: Asking | undefined;
  #before: ReadonlyMap<string, People.Person> = new Map();
  #count = 0;
  #undo: (() => Promise<unknown>)[] = [];

  constructor(options: DialogsOptions) {
    this.#options = options;
    this.commands = new Commands(options.host, options.connection);
  }

  invite(initial?: { email: string; roles: People.RoleGrant[] }[]): Promise<void> {
    return this.#open("permit-invite-dialog", (dialog) => dialog.open(initial));
  }

  changeRoles(people: readonly People.Person[]): Promise<void> {
    this.#before = new Map(people.map((person) => [person.user, person]));
    return this.#open("permit-roles-dialog", (dialog) => dialog.open([...people]));
  }

  act(verb: "suspend" | "reactivate" | "remove" | "leave", people: readonly People.Person[]): Promise<void> {
    return this.#open("permit-people-act-dialog", (dialog) => dialog.open(verb, [...people]));
  }

  person(user: string): Promise<void> {
    return this.#open("permit-person-panel", (panel) => panel.open(user));
  }

  /** What is shown of a person may have changed. */
  refresh(): void {
    const panel = this.#options.host.renderRoot.querySelector("permit-person-panel");
    if (panel) void panel.refresh();
  }

  render(session: Session): TemplateResult {
    const { commands } = this;
    const { detail } = this.#options;
    const messages = this.#options.catalogue().all;
    const has = (part: Part): boolean => this.#loaded.has(part);
    return html`${
      has("permit-invite-dialog")
        ? html`<permit-invite-dialog
            .session=${session}
            .messages=${messages}
            .invite=${this.#invite}
            @permit-closed=${this.#tellInvited}
          ></permit-invite-dialog>`
        : nothing
    }
    ${
      has("permit-person-panel")
        ? html`<permit-person-panel
            .session=${session}
            .messages=${messages}
            .detail=${detail}
            .editProfile=${commands.editProfile}
            .editAttributes=${commands.editAttributes}
            @permit-change-roles-request=${this.#changeRolesOf}
          ></permit-person-panel>`
        : nothing
    }
    ${
      has("permit-roles-dialog")
        ? html`<permit-roles-dialog
            .session=${session}
            .messages=${messages}
            .detail=${detail}
            .change=${this.#changeRoles}
            .asking=${this.#asking}
          ></permit-roles-dialog>`
        : nothing
    }
    ${
      has("permit-people-act-dialog")
        ? html`<permit-people-act-dialog
            .session=${session}
            .messages=${messages}
            .act=${this.#act}
            .leave=${this.#leave}
          ></permit-people-act-dialog>`
        : nothing
    }`;
  }

  async #open<Name extends Part>(
    part: Name,
    open: (dialog: HTMLElementTagNameMap[Name]) => unknown,
  ): Promise<void> {
    const { host, failed } = this.#options;
    try {
      const [{ askingBy }] = await Promise.all([
        import("../people/asking.js"),
        parts[part](),
        Catalogue.load(),
      ]);
      const { connection, notices } = this.#options;
      this.#asking ??= askingBy(host, connection, (text) => notices.show({ text }));
      this.#loaded.add(part);
      this.#count = 0;
      this.#undo = [];
      host.requestUpdate();
      await host.updateComplete;
      const dialog = host.renderRoot.querySelector<HTMLElementTagNameMap[Name]>(part);
      if (dialog) await open(dialog);
    } catch (error) {
      failed(error);
    }
  }

  #invite = async (input: Wire.InviteInput, signal?: AbortSignal): Promise<Wire.InviteAnswer> => {
    const answer = await this.commands.invite(input, signal);
    if (answer.dry_run) return answer;
    const { commands } = this;
    const { justification } = input;
    for (const { invitation: id } of answer.rows) {
      if (id) this.#undo.push(() => commands.cancelInvitation({ id }, { justification }));
    }
    this.#options.done([]);
    return answer;
  };

  #changeRoles = async (
    input: People.ChangeRolesInput,
    signal?: AbortSignal,
  ): Promise<People.PeopleAnswer> => {
    const { commands } = this;
    const { catalogue } = this.#options;
    const answer = await commands.changeRoles(input, signal);
    if (answer.dry_run) return answer;
    const inverse = inverseOf(input, answer, this.#heldBefore);
    this.#tell(answer, catalogue().list.done.changeRoles, inverse && (() => commands.changeRoles(inverse)));
    return answer;
  };

  /** Roles on single instances are not in the list. */
  #heldBefore: HeldBefore = (user, role, instance) => {
    const person = this.#before.get(user);
    if (!person || instance !== undefined) return undefined;
    return person.roles.find((held) => held.role === role) ?? null;
  };

  #act = async (
    verb: "suspend" | "reactivate" | "remove",
    input: Wire.PeopleInput,
    signal?: AbortSignal,
  ): Promise<People.PeopleAnswer> => {
    const { commands } = this;
    const { catalogue } = this.#options;
    const answer = await commands.act(verb, input, signal);
    if (answer.dry_run) return answer;
    const opposite = { suspend: "reactivate", reactivate: "suspend", remove: undefined } as const;
    const back = opposite[verb];
    const people = doneRows(answer).map(({ user, version }) =>
      version === null ? { user } : { user, version },
    );
    this.#tell(answer, catalogue().list.done[verb], back && (() => commands.act(back, { ...input, people })));
    return answer;
  };

  #leave = async (): Promise<Wire.Done> => {
    const answer = await this.commands.leave();
    this.#options.left();
    return answer;
  };

  /** A long job comes in several answers: what is told, and taken back, is all of it. */
  #tell(answer: People.PeopleAnswer, words: (count: number) => string, undo?: () => Promise<unknown>): void {
    const done = doneRows(answer);
    if (done.length === 0) return;
    this.#count += done.length;
    if (undo) this.#undo.push(undo);
    this.#show(words(this.#count), this.#undo);
    this.#options.done(done.map((row) => row.user));
  }

  #tellInvited = (): void => {
    if (this.#undo.length === 0) return;
    this.#show(this.#options.catalogue().list.done.invite(this.#undo.length), this.#undo);
    this.#undo = [];
  };

  #show(text: string, steps: readonly (() => Promise<unknown>)[]): void {
    const undo = async (): Promise<void> => {
      for (const step of steps) await refusedIfNotDone(step());
      this.#options.done([]);
    };
    this.#options.notices.show(steps.length > 0 ? { text, undo } : { text });
  }

  #changeRolesOf = async (event: Event & { user: string }): Promise<void> => {
    try {
      const { person } = await this.#options.detail(event.user);
      await this.changeRoles([person]);
    } catch (error) {
      this.#options.failed(error);
    }
  };
}

function doneRows({ rows }: People.PeopleAnswer): People.PersonRow[] {
  return rows.filter((row) => row.outcome === "done");
}

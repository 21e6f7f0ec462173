import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import type {
  ChangeRolesInput,
  PeopleAnswer,
  Person,
  PersonDetail,
  PersonRow,
} from "../../api/people/contract.js";
import "../ui/callout.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { LatestAnswer } from "../ui/latest-answer.js";
import { LongJob } from "../ui/long-job.js";
import {
  errorCallout,
  jobProgress,
  justificationField,
  justified,
  outcomeList,
  dryRun,
} from "./dialog-parts.js";
import "./effect-list.js";
import { footerStyles } from "./footer.styles.js";
import type { PermitJustificationField } from "./justification-field.js";
import type { Messages } from "./messages.js";
import { isStale, problemOf } from "./refusal.js";
import type { RoleEndEvent, RoleSwitchEvent } from "./role-picker.js";
import "./role-picker.js";
import {
  changesFor,
  isHeldOtherwise,
  optionsFor,
  subjectFromDetail,
  subjectFromPerson,
  withEnd,
  withSwitched,
  type Subject,
  type Wishes,
} from "./role-plan.js";
import { rolesDialogStyles } from "./roles-dialog.styles.js";
import { staleCallout } from "./stale-callout.js";

const peopleAtOnce = 200;
const namesShown = 3;
const staleAtOnce = 50;

/**
 * @summary Changes the roles of one person or of several. The difference and what it really gives and takes stand
 * there before it is saved.
 *
 * @fires permit-closed - The dialog has closed.
 */
@customElement("permit-roles-dialog")
export class PermitRolesDialog extends LitElement {
  static override styles = [controlStyles, footerStyles, rolesDialogStyles];

  /** Who changes, where, and which roles there are. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  /** Reads one person, with what may be done about each role. */
  @property({ attribute: false }) detail!: (user: string) => Promise<PersonDetail>;

  /** Changes roles, or answers what would happen. */
  @property({ attribute: false }) change!: (
    input: ChangeRolesInput,
    signal?: AbortSignal,
  ) => Promise<PeopleAnswer>;

  @state() private subjects: readonly Subject[] = [];
  @state() private masked = 0;
  @state() private wishes: Wishes = new Map();
  @state() private justification = "";
  @state() private isLoading = false;
  @state() private loadError: unknown;
  @state() private error: unknown;
  @state() private saved = 0;

  /** People as they are now, once it is known that somebody else has changed them. */
  @state() private meanwhile: readonly Subject[] = [];

  @query("permit-dialog") private dialog!: PermitDialog;
  @query("permit-justification-field") private why!: PermitJustificationField | null;

  #dryRun = new LatestAnswer<readonly PersonRow[]>(this, 200);
  #job = new LongJob(this);

  /** Opens it for one person or several. */
  async open(people: readonly Person[]): Promise<void> {
    this.subjects = people.map(subjectFromPerson);
    this.masked = people.reduce((sum, person) => sum + person.masked_roles, 0);
    this.wishes = new Map();
    this.justification = "";
    this.error = undefined;
    this.saved = 0;
    this.meanwhile = [];
    this.#dryRun.forget();
    this.isLoading = people.length === 1;
    await this.updateComplete;
    await this.dialog.show();
    if (this.isLoading) await this.load();
  }

  override render(): TemplateResult {
    const { dialog, roles } = this.messages;
    const [first] = this.subjects;
    const isLong = this.#job.isRunning && this.#job.total > peopleAtOnce;
    return html`<permit-dialog
      heading=${
        first && this.subjects.length === 1
          ? roles.title(first.name)
          : roles.titleForSeveral(this.subjects.length)
      }
      .words=${dialog}
      ?unsaved=${this.wishes.size > 0}
      @permit-closed=${() => this.dispatchEvent(new Event("permit-closed"))}
    >
      <div class="stack">${this.isLoading || this.loadError ? this.#waiting() : this.#plan()}</div>
      <div slot="footer">${isLong ? jobProgress(this.#job, this.messages) : this.#footer()}</div>
    </permit-dialog>`;
  }

  #waiting(): TemplateResult {
    if (this.loadError) return html`${errorCallout(this.loadError, this.messages, () => void this.load())}`;
    return html`<div class="skeleton" role="status" aria-label=${this.messages.common.loading}>
      <div></div>
      <div></div>
      <div></div>
    </div>`;
  }

  #plan(): TemplateResult {
    const { roles } = this.messages;
    const names = this.subjects.slice(0, namesShown).map((subject) => subject.name);
    return html`${
        names.length > 1
          ? html`<div class="muted">${roles.names(names, this.subjects.length - names.length)}</div>`
          : nothing
      }
      ${staleCallout(this.subjects, this.meanwhile, this.session.roles, this.messages, this.showCurrent)}
      ${errorCallout(this.error, this.messages)}
      ${this.saved > 0 ? html`<permit-callout tone="good">${roles.saved(this.saved)}</permit-callout>` : nothing}
      <permit-role-picker
        ends
        label=${roles.choices}
        .options=${optionsFor(this.session.roles, this.subjects, this.wishes)}
        .messages=${this.messages}
        ?inert=${this.#job.isRunning}
        @permit-role-switch=${this.switchRole}
        @permit-role-end=${this.moveEnd}
      ></permit-role-picker>
      ${this.masked > 0 ? html`<div class="small muted">${roles.masked(this.masked)}</div>` : nothing}
      ${this.wishes.size > 0 ? this.#effect() : nothing}`;
  }

  #effect(): TemplateResult {
    const { effects } = this.messages;
    const rows = this.#dryRun.answer ?? [];
    const changed = rows.filter((row) => row.outcome === "done");
    const refused = rows.filter((row) => row.outcome === "refused" && !row.reasons.some(isStale));
    const [first] = this.subjects;
    const title =
      this.subjects.length > 1 ? effects.titleForSeveral(changed.length) : effects.title(first?.name ?? "");
    return html`${errorCallout(this.#dryRun.error, this.messages, () => this.judge())}
      <div
        class="effect ${this.#dryRun.isStale ? "waits" : ""}"
        aria-live="polite"
        aria-busy=${this.#dryRun.isStale}
      >
        ${
          changed.length > 0
            ? html`<permit-effect-list
                heading=${title}
                .rows=${changed}
                .messages=${this.messages}
              ></permit-effect-list>`
            : nothing
        }
        ${outcomeList(refused, this.subjects.length, this.messages)}
      </div>
      ${justificationField(this.session, this.justification, this.messages, this.noteJustification)}`;
  }

  #footer(): TemplateResult {
    const { common, roles } = this.messages;
    const rows = this.#dryRun.answer ?? [];
    const changed = rows.filter((row) => row.outcome === "done").length;
    const several = this.subjects.length > 1;
    const isBusy = this.#job.isRunning;
    const sum = this.#dryRun.isStale
      ? roles.checking
      : several
        ? roles.sum(changed, rows.length - changed)
        : "";
    return html`<div class="footer">
      <span class="sum" role="status">${this.wishes.size > 0 ? sum : nothing}</span>
      <button type="button" class="button" @click=${() => this.dialog.requestClose()}>
        ${this.saved > 0 ? common.close : common.cancel}
      </button>
      <button
        type="button"
        class="button primary"
        ?disabled=${changed === 0 || this.#dryRun.isStale || this.meanwhile.length > 0}
        aria-disabled=${isBusy}
        @click=${this.save}
      >
        ${isBusy ? roles.saving : several && changed > 0 ? roles.saveForSeveral(changed) : roles.save}
      </button>
    </div>`;
  }

  private async load(): Promise<void> {
    this.isLoading = true;
    this.loadError = undefined;
    try {
      this.subjects = await Promise.all(
        this.subjects.map(async ({ user }) => subjectFromDetail(await this.detail(user))),
      );
    } catch (error) {
      this.loadError = error;
    }
    this.isLoading = false;
  }

  private switchRole(event: RoleSwitchEvent): void {
    this.wishes = withSwitched(this.wishes, event.option, this.subjects);
    this.judge();
  }

  private moveEnd(event: RoleEndEvent): void {
    this.wishes = withEnd(this.wishes, event.option, event.endsAt, this.subjects);
    this.judge();
  }

  /** Asks what would happen to each person, and looks again at those whom somebody else has changed. */
  private judge(): void {
    const input = this.#input();
    if (input.changes.length === 0) return this.#dryRun.forget();
    this.#dryRun.ask(async (signal) => {
      const { rows } = await this.change({ ...input, ...dryRun(this.session, this.justification) }, signal);
      await this.#lookAgain(rows.filter((row) => row.reasons.some(isStale)).map((row) => row.user));
      return rows;
    });
  }

  private async save(): Promise<void> {
    if (this.#job.isRunning || (this.why && !this.why.isGiven())) return;
    this.error = undefined;
    const rows: PersonRow[] = [];
    try {
      const { changes } = this.#input();
      await this.#job.run(changes, peopleAtOnce, async (piece) => {
        const answer = await this.change({ changes: [...piece], ...justified(this.justification) });
        rows.push(...answer.rows);
      });
    } catch (error) {
      if (problemOf(error)?.error_code !== "stale") this.error = error;
    }
    await this.#settle(rows);
  }

  /** Whoever is done leaves the dialog; whoever was refused stays, with what was picked. */
  async #settle(rows: readonly PersonRow[]): Promise<void> {
    const done = new Set(rows.flatMap((row) => (row.outcome === "refused" ? [] : [row.user])));
    const left = this.subjects.filter(
      (subject) => !done.has(subject.user) && changesFor(subject, this.wishes),
    );
    if (left.length === 0) {
      this.dialog.close();
      return;
    }
    this.saved += rows.filter((row) => row.outcome === "done").length;
    const isNowOne = left.length === 1 && this.subjects.length > 1;
    this.subjects = left;
    if (isNowOne) await this.load();
    this.judge();
    this.dialog.focus();
  }

  /** A change that leaves the roles alone is no news: the plan just moves on to the new version. */
  async #lookAgain(users: readonly string[]): Promise<void> {
    const before = new Map(this.subjects.map((subject) => [subject.user, subject]));
    const now: Subject[] = [];
    for (const user of users.slice(0, staleAtOnce)) now.push(subjectFromDetail(await this.detail(user)));
    this.meanwhile = now.filter((subject) => isHeldOtherwise(before.get(subject.user), subject));
    if (now.length > 0 && this.meanwhile.length === 0) this.#replaceSubjects(now);
  }

  /** What was picked stays, and is judged against how they are now. */
  private showCurrent = (): void => {
    this.#replaceSubjects(this.meanwhile);
    this.meanwhile = [];
  };

  #replaceSubjects(subjects: readonly Subject[]): void {
    const now = new Map(subjects.map((subject) => [subject.user, subject]));
    this.subjects = this.subjects.map((subject) => now.get(subject.user) ?? subject);
    this.judge();
  }

  #input(): ChangeRolesInput {
    return {
      changes: this.subjects.flatMap((subject) => changesFor(subject, this.wishes) ?? []),
    };
  }

  private noteJustification = (text: string): void => {
    this.justification = text;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-roles-dialog": PermitRolesDialog;
  }
}

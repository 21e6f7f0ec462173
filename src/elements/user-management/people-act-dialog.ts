import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import type { PeopleAnswer, Person, PersonRow } from "../../api/people/contract.js";
import type { Done, PeopleInput } from "../../api/user-management/contract.js";
import "../ui/callout.js";
import { chipStyles } from "../ui/chip.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { LatestAnswer } from "../ui/latest-answer.js";
import { LongJob } from "../ui/long-job.js";
import {
  dryRun,
  errorCallout,
  jobProgress,
  justificationField,
  justified,
  outcomeList,
} from "../people/dialog-parts.js";
import "../people/effect-list.js";
import { footerStyles } from "../people/footer.styles.js";
import type { PermitJustificationField } from "../people/justification-field.js";
import { lostRoles, lostRolesStyles } from "./lost-roles.js";
import type { Messages } from "./messages.js";
import { peopleActDialogStyles } from "./people-act-dialog.styles.js";
import { meanwhileLines } from "../people/meanwhile.js";
import { isStale, problemOf } from "../people/refusal.js";

export type PeopleAct = "suspend" | "reactivate" | "remove";

const peopleAtOnce = 200;
const namesShown = 3;
const typedFrom = 21;

/**
 * @summary Suspends, reactivates or removes people, or leaves. Names who and what is lost before it is done.
 *
 * @fires permit-closed - The dialog has closed.
 */
@customElement("permit-people-act-dialog")
export class PermitPeopleActDialog extends LitElement {
  static override styles = [controlStyles, chipStyles, footerStyles, lostRolesStyles, peopleActDialogStyles];

  /** Who acts, where, and which roles there are. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  /** Does it, or answers what would happen. */
  @property({ attribute: false }) act!: (
    verb: PeopleAct,
    input: PeopleInput,
    signal?: AbortSignal,
  ) => Promise<PeopleAnswer>;

  /** Gives up one's own place. */
  @property({ attribute: false }) leave!: () => Promise<Done>;

  @state() private verb: PeopleAct | "leave" = "remove";
  @state() private people: readonly Person[] = [];
  @state() private justification = "";
  @state() private typed = "";
  @state() private error: unknown;
  @state() private done = 0;
  @state() private changedMeanwhile: readonly PersonRow[] = [];

  @query("permit-dialog") private dialog!: PermitDialog;
  @query("permit-justification-field") private why!: PermitJustificationField | null;

  #dryRun = new LatestAnswer<readonly PersonRow[]>(this, 0);
  #job = new LongJob(this);

  /** Opens it for an act on these people; for `leave` they are not asked for. */
  async open(verb: PeopleAct | "leave", people: readonly Person[]): Promise<void> {
    this.verb = verb;
    this.people = people;
    this.justification = "";
    this.typed = "";
    this.error = undefined;
    this.done = 0;
    this.changedMeanwhile = [];
    this.#dryRun.forget();
    this.judge();
    await this.updateComplete;
    await this.dialog.show();
  }

  override render(): TemplateResult {
    const { dialog } = this.messages;
    const words = this.messages.act[this.verb];
    const isLong = this.#job.isRunning && this.#job.total > peopleAtOnce;
    return html`<permit-dialog
      heading=${words.title(this.#whom(), this.session.tenant.name)}
      .words=${dialog}
      ?unsaved=${this.justification !== "" || this.typed !== ""}
      @permit-closed=${() => this.dispatchEvent(new Event("permit-closed"))}
    >
      <div class="stack">${this.#body()}</div>
      <div slot="footer">${isLong ? jobProgress(this.#job, this.messages) : this.#footer()}</div>
    </permit-dialog>`;
  }

  #body(): TemplateResult {
    const { act, roles } = this.messages;
    const rows = this.#dryRun.answer ?? [];
    const refused = rows.filter((row) => row.outcome === "refused");
    const losing = rows.filter((row) => row.outcome === "done" && row.gains.length + row.loses.length > 0);
    const names = this.people.slice(0, namesShown).map((person) => person.name);
    const affected = this.people.length > 1 ? this.messages.common.people(losing.length) : this.#whom();
    const isFinal = this.verb === "remove" || this.verb === "leave";
    return html`${errorCallout(this.error, this.messages)}
      ${
        this.done > 0
          ? html`<permit-callout tone="good">${act[this.verb].done(this.done)}</permit-callout>`
          : nothing
      }
      ${
        this.changedMeanwhile.length > 0
          ? html`<permit-callout tone="warn"
              >${act.changedMeanwhile(this.changedMeanwhile.map((row) => row.name))}
              ${meanwhileLines(
                this.changedMeanwhile.flatMap((row) => row.reasons),
                this.messages.format,
              )}</permit-callout
            >`
          : nothing
      }
      ${
        this.people.length > 1
          ? html`<p class="muted">${roles.names(names, this.people.length - names.length)}</p>`
          : nothing
      }
      <p>${act[this.verb].consequence(this.people.length, this.session.tenant.name)}</p>
      ${isFinal ? lostRoles(this.people, this.session.roles, this.messages) : nothing}
      ${errorCallout(this.#dryRun.error, this.messages, () => this.judge())}
      <div class="effect" aria-live="polite" aria-busy=${this.#dryRun.isStale}>
        ${this.#dryRun.isStale ? html`<span class="muted">${roles.checking}</span>` : nothing}
        ${
          losing.length > 0
            ? html`<permit-effect-list
                brief
                heading=${act[this.verb === "reactivate" ? "gain" : "lose"](affected, losing.length)}
                .rows=${losing}
                .messages=${this.messages}
              ></permit-effect-list>`
            : nothing
        }
        ${outcomeList(refused, this.people.length, this.messages)}
      </div>
      ${
        this.verb === "leave"
          ? nothing
          : justificationField(this.session, this.justification, this.messages, this.noteJustification)
      }
      ${this.#mustType() ? this.#confirmation() : nothing}`;
  }

  #confirmation(): TemplateResult {
    const { act } = this.messages;
    const wanted = this.#wanted();
    return html`<div>
      <label class="label" for="typed">${act.type(wanted)}</label>
      <input
        id="typed"
        class="field typed"
        inputmode="numeric"
        autocomplete="off"
        .value=${this.typed}
        @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}
      />
    </div>`;
  }

  #footer(): TemplateResult {
    const { act, common, roles } = this.messages;
    const rows = this.#dryRun.answer ?? [];
    const able = this.verb === "leave" ? 1 : rows.filter((row) => row.outcome === "done").length;
    const refused = rows.filter((row) => row.outcome === "refused").length;
    const isBusy = this.#job.isRunning;
    const isTyped = !this.#mustType() || this.typed.trim() === this.#wanted();
    return html`<div class="footer">
      <span class="sum" role="status"
        >${this.people.length > 1 && refused > 0 ? roles.sum(able, refused) : nothing}</span
      >
      <button type="button" class="button" @click=${() => this.dialog.requestClose()}>
        ${this.done > 0 ? common.close : common.cancel}
      </button>
      <button
        type="button"
        class="button ${this.verb === "reactivate" ? "primary" : "danger"}"
        ?disabled=${able === 0 || this.#dryRun.isStale || !isTyped}
        aria-disabled=${isBusy}
        @click=${this.run}
      >
        ${isBusy ? act.busy : act[this.verb].button(this.people.length > 1 ? able : null)}
      </button>
    </div>`;
  }

  #whom(): string {
    const [first] = this.people;
    return first && this.people.length === 1 ? first.name : this.messages.common.people(this.people.length);
  }

  #mustType(): boolean {
    return this.verb === "remove" && this.people.length >= typedFrom;
  }

  #wanted(): string {
    return String(this.people.length);
  }

  private judge(): void {
    const { verb } = this;
    if (verb === "leave") return;
    this.#dryRun.ask(async (signal) => {
      const { rows } = await this.act(
        verb,
        { ...this.#input(this.people), ...dryRun(this.session, this.justification) },
        signal,
      );
      if (this.#adoptVersions(rows)) this.judge();
      return rows;
    });
  }

  /** Whoever has been changed meanwhile is judged anew as they are now, and it says so. */
  #adoptVersions(rows: readonly PersonRow[]): boolean {
    const versions = new Map(
      rows.filter((row) => row.reasons.some(isStale)).map((row) => [row.user, row.version]),
    );
    if (versions.size === 0) return false;
    this.changedMeanwhile = rows.filter((row) => versions.has(row.user));
    this.people = this.people.map((person) => ({
      ...person,
      version: versions.get(person.user) ?? person.version,
    }));
    return true;
  }

  private async run(): Promise<void> {
    if (this.#job.isRunning || (this.why && !this.why.isGiven())) return;
    this.error = undefined;
    this.changedMeanwhile = [];
    try {
      if (this.verb === "leave") await this.leave();
      else await this.#actOnAll(this.verb);
    } catch (error) {
      if (problemOf(error)?.error_code !== "stale") this.error = error;
    }
    if (!this.error && (this.people.length === 0 || this.verb === "leave")) return this.dialog.close();
    this.judge();
    this.dialog.focus();
  }

  /** Whoever is done leaves the dialog; whoever was refused stays. */
  async #actOnAll(verb: PeopleAct): Promise<void> {
    const able = new Set(this.#dryRun.answer?.flatMap((row) => (row.outcome === "done" ? [row.user] : [])));
    const people = this.people.filter((person) => able.has(person.user));
    await this.#job.run(people, peopleAtOnce, async (piece) => {
      const { rows } = await this.act(verb, { ...this.#input(piece), ...justified(this.justification) });
      const settled = new Set(rows.flatMap((row) => (row.outcome === "refused" ? [] : [row.user])));
      this.done += settled.size;
      this.people = this.people.filter((person) => !settled.has(person.user));
    });
  }

  #input(people: readonly Person[]): PeopleInput {
    return { people: people.map(({ user, version }) => ({ user, version })) };
  }

  private noteJustification = (text: string): void => {
    this.justification = text;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-people-act-dialog": PermitPeopleActDialog;
  }
}

import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import type { RoleGrant } from "../../api/people/contract.js";
import type { InviteAnswer, InviteInput } from "../../api/user-management/contract.js";
import "../ui/callout.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { LatestAnswer } from "../ui/latest-answer.js";
import { LongJob } from "../ui/long-job.js";
import type { AddressesEvent, PermitAddressEntry } from "./address-entry.js";
import "./address-entry.js";
import { errorCallout, jobProgress, justificationField, justified, dryRun } from "../people/dialog-parts.js";
import { footerStyles } from "../people/footer.styles.js";
import type { PermitGrantsField } from "./grants-field.js";
import "./grants-field.js";
import { inviteDialogStyles } from "./invite-dialog.styles.js";
import {
  faultsOf,
  firstRoles,
  sameGrants,
  type AnswerRow,
  type Fault,
  type InviteRow,
} from "./invite-draft.js";
import { inviteOutcome } from "./invite-outcome.js";
import type { PermitInviteRows, RowChangeEvent, RowRemoveEvent } from "./invite-rows.js";
import "./invite-rows.js";
import type { PermitJustificationField } from "../people/justification-field.js";
import type { Messages } from "./messages.js";

const mostRows = 5000;
const rowsAtOnce = 200;

/**
 * @summary Invites one or many people: addresses are typed or pasted, each gets its own roles and end, and what will
 * happen is said beside each before anything is sent.
 *
 * @fires permit-closed - The dialog has closed.
 */
@customElement("permit-invite-dialog")
export class PermitInviteDialog extends LitElement {
  static override styles = [controlStyles, footerStyles, inviteDialogStyles];

  /** Who invites, where, and which roles there are. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  /** Invites, or answers what would happen. */
  @property({ attribute: false }) invite!: (
    input: InviteInput,
    signal?: AbortSignal,
  ) => Promise<InviteAnswer>;

  @state() private rows: readonly InviteRow[] = [];
  @state() private grants: readonly RoleGrant[] = [];
  @state() private justification = "";
  @state() private isTooMany = false;
  @state() private error: unknown;
  @state() private invited: readonly AnswerRow[] = [];

  @query("permit-dialog") private dialog!: PermitDialog;
  @query("permit-address-entry") private entry!: PermitAddressEntry;
  @query("permit-invite-rows") private list!: PermitInviteRows | null;
  @query("permit-justification-field") private why!: PermitJustificationField | null;

  #lastId = 0;
  #faults: ReadonlyMap<number, Fault> = new Map();
  #dryRun = new LatestAnswer<ReadonlyMap<InviteRow, AnswerRow>>(this);
  #job = new LongJob(this);

  /** Opens it, empty or with addresses and their roles filled in. */
  async open(initial: readonly { email: string; roles: readonly RoleGrant[] }[] = []): Promise<void> {
    this.grants = firstRoles(this.session.roles);
    this.justification = "";
    this.isTooMany = false;
    this.error = undefined;
    this.invited = [];
    this.#setRows(initial.map((row) => ({ id: ++this.#lastId, ...row })));
    await this.updateComplete;
    await this.dialog.show();
    this.entry.focus();
  }

  override render(): TemplateResult {
    const { dialog, invite } = this.messages;
    return html`<permit-dialog
      heading=${invite.title}
      .words=${dialog}
      ?unsaved=${this.rows.length > 0 || Boolean(this.entry?.text)}
      @permit-closed=${() => this.dispatchEvent(new Event("permit-closed"))}
    >
      ${
        this.rows.length > 1
          ? html`<span slot="heading" class="muted">${invite.count(this.rows.length, mostRows)}</span>`
          : nothing
      }
      <div class="stack">
        ${this.#entry()} ${inviteOutcome(this.invited, this.rows.length, this.messages)}
        ${errorCallout(this.error, this.messages)}
        ${errorCallout(this.#dryRun.error, this.messages, () => this.judge())}
        ${
          this.rows.length > 0
            ? html`<permit-invite-rows
                .rows=${this.rows}
                .faults=${this.#faults}
                .answers=${this.#dryRun.answer ?? new Map()}
                .roles=${this.session.roles}
                .messages=${this.messages}
                ?busy=${this.#job.isRunning}
                @permit-row-change=${this.changeRow}
                @permit-row-remove=${this.removeRow}
              ></permit-invite-rows>`
            : nothing
        }
        ${
          this.rows.length > 0
            ? justificationField(this.session, this.justification, this.messages, this.noteJustification)
            : nothing
        }
      </div>
      <div slot="footer">${this.#footer()}</div>
    </permit-dialog>`;
  }

  #entry(): TemplateResult {
    const { invite } = this.messages;
    const differ = this.rows.filter((row) => !sameGrants(row.roles, this.grants));
    return html`<permit-address-entry
        .messages=${this.messages}
        ?optional=${this.rows.length > 0}
        ?disabled=${this.#job.isRunning}
        @input=${() => this.requestUpdate()}
        @permit-addresses=${this.addRows}
      ></permit-address-entry>
      <div class="defaults">
        <span class="muted">${invite.theyGet}</span>
        <permit-grants-field
          subject=${invite.newRows}
          .grants=${this.grants}
          .roles=${this.session.roles}
          .messages=${this.messages}
          ?disabled=${this.#job.isRunning}
          @change=${(event: Event) => (this.grants = (event.target as PermitGrantsField).grants)}
        ></permit-grants-field>
        ${
          differ.length > 0 && this.rows.length > 1
            ? html`<button
                type="button"
                class="button link"
                ?disabled=${this.#job.isRunning}
                @click=${this.applyToAll}
              >
                ${invite.applyToAll(this.rows.length)}
              </button>`
            : nothing
        }
      </div>
      ${
        this.isTooMany
          ? html`<permit-callout tone="warn">${invite.tooMany(mostRows)}</permit-callout>`
          : nothing
      }`;
  }

  #footer(): TemplateResult {
    const { common, invite } = this.messages;
    if (this.#job.isRunning && this.#job.total > rowsAtOnce) {
      return jobProgress(this.#job, this.messages);
    }
    if (this.rows.length === 0 && this.invited.length > 0) {
      return html`<div class="footer">
        <span class="sum"></span>
        <button type="button" class="button primary" @click=${() => this.dialog.close()}>
          ${common.close}
        </button>
      </div>`;
    }
    const ready = this.#ready().length;
    const isBusy = this.#job.isRunning;
    return html`<div class="footer">
      <span class="sum" role="status">${this.#sum()}</span>
      <button type="button" class="button" @click=${() => this.dialog.requestClose()}>
        ${this.invited.length > 0 ? common.close : common.cancel}
      </button>
      <button
        type="button"
        class="button primary"
        ?disabled=${ready === 0 || this.#dryRun.isStale}
        aria-disabled=${isBusy}
        @click=${this.send}
      >
        ${isBusy ? invite.sending : invite.send(ready)}
      </button>
    </div>`;
  }

  #sum(): string {
    const { invite } = this.messages;
    const answers = this.rows.map((row) =>
      this.#faults.has(row.id) ? undefined : this.#dryRun.answer?.get(row),
    );
    const invited = answers.filter((answer) => answer?.outcome === "invited").length;
    const granted = answers.filter((answer) => answer?.outcome === "granted").length;
    if (this.#dryRun.isStale) return invite.checking;
    return this.rows.length === 0 ? "" : invite.sum(invited, granted, this.rows.length - invited - granted);
  }

  /** Rows that the dry run lets through. */
  #ready(): readonly InviteRow[] {
    return this.rows.filter((row) => {
      const outcome = this.#faults.has(row.id) ? undefined : this.#dryRun.answer?.get(row)?.outcome;
      return outcome === "invited" || outcome === "granted";
    });
  }

  private addRows(event: AddressesEvent): void {
    const room = mostRows - this.rows.length;
    this.isTooMany = event.addresses.length > room;
    const added = event.addresses
      .slice(0, room)
      .map((email) => ({ id: ++this.#lastId, email, roles: this.grants }));
    this.#setRows([...this.rows, ...added]);
  }

  private changeRow({ row }: RowChangeEvent): void {
    const before = this.rows.find((other) => other.id === row.id);
    if (before && !sameGrants(before.roles, row.roles)) this.grants = row.roles;
    this.#setRows(this.rows.map((other) => (other.id === row.id ? row : other)));
  }

  private async removeRow({ row }: RowRemoveEvent): Promise<void> {
    this.#setRows(this.rows.filter((other) => other.id !== row.id));
    await this.updateComplete;
    if (!(await this.list?.focusNear(row.id))) this.entry.focus();
  }

  private applyToAll(): void {
    this.#setRows(this.rows.map((row) => ({ ...row, roles: this.grants })));
  }

  #setRows(rows: readonly InviteRow[]): void {
    this.rows = rows;
    this.#faults = faultsOf(rows, this.session.roles);
    this.judge();
  }

  /** Asks what would happen to all rows together: they share seats and other counts. */
  private judge(): void {
    const rows = this.rows.filter((row) => !this.#faults.has(row.id));
    if (rows.length === 0) return this.#dryRun.forget();
    this.#dryRun.ask(async (signal) => {
      const answer = await this.invite(
        { ...this.#input(rows), ...dryRun(this.session, this.justification) },
        signal,
      );
      return new Map(
        answer.rows.flatMap((answerRow, place) => (rows[place] ? [[rows[place], answerRow]] : [])),
      );
    });
  }

  /** What was sent leaves the list; what was refused stays, with its reason. */
  private async send(): Promise<void> {
    if (this.#job.isRunning || (this.why && !this.why.isGiven())) return;
    this.error = undefined;
    const refused = new Map<InviteRow, AnswerRow>();
    try {
      await this.#job.run(this.#ready(), rowsAtOnce, async (rows) => {
        const answer = await this.invite({ ...this.#input(rows), ...justified(this.justification) });
        const gone = new Set<InviteRow>();
        for (const [place, row] of rows.entries()) {
          const answerRow = answer.rows[place];
          if (!answerRow) continue;
          if (answerRow.outcome === "refused") refused.set(row, answerRow);
          else gone.add(row);
        }
        this.invited = [...this.invited, ...answer.rows.filter((row) => row.outcome !== "refused")];
        this.rows = this.rows.filter((row) => !gone.has(row));
      });
    } catch (error) {
      this.error = error;
    }
    this.#dryRun.answer = new Map([...(this.#dryRun.answer ?? []), ...refused]);
    this.#setRows(this.rows);
    if (this.rows.length === 0 && this.invited.every((row) => row.sent !== false)) this.dialog.close();
    else this.dialog.focus();
  }

  #input(rows: readonly InviteRow[]): InviteInput {
    return {
      invitations: rows.map(({ email, roles }) => ({ email: email.trim(), roles: [...roles] })),
    };
  }

  private noteJustification = (text: string): void => {
    this.justification = text;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-invite-dialog": PermitInviteDialog;
  }
}

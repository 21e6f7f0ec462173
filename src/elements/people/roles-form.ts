import { html, nothing, type LitElement, type TemplateResult } from "lit";
import type { Role, Session } from "../../api/wire.js";
import type { ChangeRolesInput, PeopleAnswer, PersonRow } from "../../api/people/contract.js";
import "../ui/callout.js";
import { LatestAnswer } from "../ui/latest-answer.js";
import { LongJob } from "../ui/long-job.js";
import type { ChangeMessages } from "./change-messages.js";
import {
  dryRun,
  errorCallout,
  jobProgress,
  justificationField,
  justified,
  outcomeList,
} from "./dialog-parts.js";
import type { AskInput } from "../../api/approvals/contract.js";
import { askEach, lacksApproval, type Asking } from "./asking.js";
import "./effect-list.js";
import { isStale, problemOf } from "./refusal.js";
import type { RoleAskEvent, RoleEndEvent, RoleSwitchEvent } from "./role-picker.js";
import "./role-picker.js";
import { changesFor, isHeldOtherwise, optionsFor, withEnd, withSwitched } from "./role-plan.js";
import type { Wishes } from "./role-plan.js";
import type { Subject } from "./subject.js";
import { staleCallout } from "./stale-callout.js";

const peopleAtOnce = 200;
const namesShown = 3;
const staleAtOnce = 50;

export interface RolesFormOptions {
  session: () => Session;
  messages: () => ChangeMessages;
  /** The roles to choose from, in the order to show them. */
  roles: () => readonly Role[];
  /** How somebody is now, with what may be done about each role. */
  look: (user: string) => Promise<Subject>;
  /** Changes roles, or answers what would happen. */
  change: (input: ChangeRolesInput, signal?: AbortSignal) => Promise<PeopleAnswer>;
  /** How others are asked where that is needed; without it nobody is. */
  asking?: (() => Asking | undefined) | undefined;
  /** Everybody is done. */
  finished: () => void;
  /** Some are done and some are left, or nobody is: what stands above is worth reading again. */
  halted?: () => void;
}

/**
 * The form that changes the roles of one person or of several, in a dialog or in line. The difference and what it
 * really gives and takes stand there before it is saved; what somebody else changes meanwhile is shown.
 */
export class RolesForm {
  subjects: readonly Subject[] = [];

  #host: LitElement;
  #options: RolesFormOptions;
  #wishes: Wishes = new Map();
  #masked = 0;
  /** Roles to ask somebody else for, since whoever picks may not give them. */
  #asked = new Set<string>();
  #justification = "";
  #isLoading = false;
  #loadError: unknown;
  #error: unknown;
  #saved = 0;
  /** People as they are now, once it is known that somebody else has changed them. */
  #meanwhile: readonly Subject[] = [];
  #dryRun: LatestAnswer<readonly PersonRow[]>;
  #job: LongJob;

  constructor(host: LitElement, options: RolesFormOptions) {
    this.#host = host;
    this.#options = options;
    this.#dryRun = new LatestAnswer(host, 200);
    this.#job = new LongJob(host);
  }

  /** Something was picked that is not saved. */
  get isUnsaved(): boolean {
    return this.#wishes.size > 0;
  }

  /** What is wished for each role. */
  get wishes(): Wishes {
    return this.#wishes;
  }

  /** Begins anew for these people, of whom so many further roles can't be seen. */
  start(subjects: readonly Subject[], masked = 0): void {
    this.subjects = subjects;
    this.#masked = masked;
    this.#wishes = new Map();
    this.#asked = new Set();
    this.#justification = "";
    this.#error = undefined;
    this.#loadError = undefined;
    this.#saved = 0;
    this.#meanwhile = [];
    this.#dryRun.forget();
  }

  /** Looks at each of them, so that what may be done is known before it is tried. */
  async load(): Promise<void> {
    this.#isLoading = true;
    this.#loadError = undefined;
    this.#host.requestUpdate();
    const { subjects } = this;
    try {
      const now = await Promise.all(subjects.map(({ user }) => this.#options.look(user)));
      if (subjects === this.subjects) this.subjects = now;
    } catch (error) {
      this.#loadError = error;
    }
    this.#isLoading = false;
    this.#host.requestUpdate();
  }

  /** Somebody may have been changed meanwhile: what was picked is judged anew, and says so. */
  lookAgain(): void {
    if (this.isUnsaved && !this.#job.isRunning) this.#judge();
  }

  /** Wishes for these roles what is given, as if it were picked by hand. */
  wish(wishes: Wishes): void {
    this.#wishes = wishes;
    this.#judge();
  }

  body(): TemplateResult {
    const { common } = this.#options.messages();
    if (this.#loadError) {
      return html`${errorCallout(this.#loadError, this.#options.messages(), () => void this.load())}`;
    }
    if (!this.#isLoading) return this.#plan();
    return html`<div class="waiting" role="status" aria-label=${common.loading}>
      <div></div>
      <div></div>
      <div></div>
    </div>`;
  }

  /** What it comes to, and the buttons. `save` says otherwise what the button does. */
  foot(close: () => void, save?: { label: string; danger?: boolean }): TemplateResult {
    const messages = this.#options.messages();
    if (this.#job.isRunning && this.#job.total > peopleAtOnce) return jobProgress(this.#job, messages);
    const { common, roles } = messages;
    const rows = this.#dryRun.answer ?? [];
    const changed = rows.filter((row) => row.outcome === "done").length;
    const several = this.subjects.length > 1;
    const isBusy = this.#job.isRunning;
    const sum = this.#dryRun.isStale
      ? roles.checking
      : several
        ? roles.sum(changed, rows.length - changed)
        : "";
    const asks = this.#askable.length;
    const saves = several && changed > 0 ? roles.saveForSeveral(changed) : (save?.label ?? roles.save);
    const label = asks > 0 ? this.#askLabel(asks) : saves;
    return html`<div class="footer">
      <span class="sum" role="status">${this.isUnsaved ? sum : nothing}</span>
      <button type="button" class="button" part="button" @click=${close}>
        ${this.#saved > 0 ? common.close : common.cancel}
      </button>
      <button
        type="button"
        class="button ${save?.danger && asks === 0 ? "danger" : "primary"}"
        part="primary-button"
        ?disabled=${changed + asks === 0 || this.#dryRun.isStale || this.#meanwhile.length > 0}
        aria-disabled=${isBusy}
        @click=${() => void (asks > 0 ? this.#askOthers() : this.#save())}
      >
        ${isBusy ? (asks > 0 ? messages.asking.asking : roles.saving) : label}
      </button>
    </div>`;
  }

  /** Whose change can only be asked for. Whoever can be changed at once is changed first. */
  get #askable(): readonly PersonRow[] {
    const rows = this.#dryRun.answer ?? [];
    if (!this.#options.asking?.() || rows.some(({ outcome }) => outcome === "done")) return [];
    if (this.#asksForAccess) return rows.filter(({ outcome }) => outcome === "unchanged");
    return rows.filter(lacksApproval);
  }

  get #asksForAccess(): boolean {
    return [...this.#asked].some((role) => this.#wishes.get(role)?.on);
  }

  #askLabel(count: number): string {
    const { asking } = this.#options.messages();
    if (this.#asksForAccess) return asking.others;
    return count > 1 ? asking.forApprovalOf(count) : asking.forApproval;
  }

  #plan(): TemplateResult {
    const messages = this.#options.messages();
    const { roles } = messages;
    const choices = this.#options.roles();
    const names = this.subjects.slice(0, namesShown).map((subject) => subject.name);
    const showCurrent = (): void => {
      const now = this.#meanwhile;
      this.#meanwhile = [];
      this.#replaceSubjects(now);
    };
    return html`${
        names.length > 1
          ? html`<div class="muted">${roles.names(names, this.subjects.length - names.length)}</div>`
          : nothing
      }
      ${staleCallout(this.subjects, this.#meanwhile, choices, messages, showCurrent)}
      ${errorCallout(this.#error, messages)}
      ${this.#saved > 0 ? html`<permit-callout tone="good">${roles.saved(this.#saved)}</permit-callout>` : nothing}
      <permit-role-picker
        ends
        ?asks=${this.#options.asking?.() !== undefined}
        label=${roles.choices}
        .options=${optionsFor(choices, this.subjects, this.#wishes)}
        .messages=${messages}
        ?inert=${this.#job.isRunning}
        @permit-role-switch=${({ option }: RoleSwitchEvent) =>
          this.wish(withSwitched(this.#wishes, option, this.subjects))}
        @permit-role-ask=${({ option: { role } }: RoleAskEvent) => {
          this.#asked.add(role.id);
          this.wish(new Map(this.#wishes).set(role.id, { on: true }));
        }}
        @permit-role-end=${({ option, endsAt }: RoleEndEvent) =>
          this.wish(withEnd(this.#wishes, option, endsAt, this.subjects))}
      ></permit-role-picker>
      ${this.#masked > 0 ? html`<div class="small muted">${roles.masked(this.#masked)}</div>` : nothing}
      ${this.isUnsaved ? this.#effect() : nothing}`;
  }

  #effect(): TemplateResult {
    const messages = this.#options.messages();
    const { effects } = messages;
    const rows = this.#dryRun.answer ?? [];
    const changed = rows.filter((row) => row.outcome === "done");
    const asked = this.#askable;
    const refused = rows.filter(
      (row) => row.outcome === "refused" && !row.reasons.some(isStale) && !asked.includes(row),
    );
    const [first] = this.subjects;
    const title =
      this.subjects.length > 1 ? effects.titleForSeveral(changed.length) : effects.title(first?.name ?? "");
    return html`${errorCallout(this.#dryRun.error, messages, () => this.#judge())}
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
                .messages=${messages}
              ></permit-effect-list>`
            : nothing
        }
        ${asked.length > 0 ? this.#askEffect() : nothing}
        ${outcomeList(refused, this.subjects.length, messages)}
      </div>
      ${justificationField(
        { justification: asked.length > 0 || this.#options.session().justification },
        this.#justification,
        messages,
        (text) => {
          this.#justification = text;
        },
      )}`;
  }

  /** That others decide, and what it gives then. */
  #askEffect(): TemplateResult {
    const { asking, format } = this.#options.messages();
    const given = this.#options.roles().filter(({ id }) => this.#wishes.get(id)?.on);
    const gives = [...new Set(given.flatMap(({ permissions }) => permissions))];
    const [first] = this.subjects;
    return html`<permit-callout
      >${this.#asksForAccess ? asking.needsOthers : asking.needsApproval}
      ${
        this.subjects.length === 1 && first && gives.length > 0
          ? html`<div class="small">${asking.withAgreement(first.name)}: ${format.list(gives)}</div>`
          : nothing
      }</permit-callout
    >`;
  }

  /** Asks what would happen to each person, and looks again at those whom somebody else has changed. */
  #judge(): void {
    const input = this.#input();
    this.#host.requestUpdate();
    if (input.changes.length === 0) return this.#dryRun.forget();
    const asking = this.#options.asking?.();
    if (asking && this.#asksForAccess) return this.#judgeAsking(asking);
    this.#dryRun.ask(async (signal) => {
      const { change, session } = this.#options;
      const { rows } = await change({ ...input, ...dryRun(session(), this.#justification) }, signal);
      await this.#lookAgain(rows.filter((row) => row.reasons.some(isStale)).map((row) => row.user));
      return rows;
    });
  }

  /** What somebody else is asked for is judged as a request, not as a change of one's own. */
  #judgeAsking(asking: Asking): void {
    const [input] = this.#requests("access", this.subjects);
    const [subject] = this.subjects;
    if (!input || !subject) return this.#dryRun.forget();
    const dry = dryRun(this.#options.session(), this.#justification);
    this.#dryRun.ask(async (signal) => {
      const { reasons } = await asking.ask({ ...input, ...dry }, signal);
      const { user, name, version } = subject;
      const outcome = reasons.length > 0 ? "refused" : "unchanged";
      return [{ user, name, outcome, reasons, gains: [], loses: [], version }];
    });
  }

  async #askOthers(): Promise<void> {
    const asking = this.#options.asking?.();
    const why = this.#host.renderRoot.querySelector("permit-justification-field");
    if (!asking || this.#job.isRunning || (why && !why.isGiven())) return;
    this.#error = undefined;
    const asked = new Set(this.#askable.map(({ user }) => user));
    const subjects = this.subjects.filter(({ user }) => asked.has(user));
    const inputs = this.#requests(this.#asksForAccess ? "access" : "approval", subjects).map((input) => ({
      ...input,
      ...justified(this.#justification),
    }));
    const messages = this.#options.messages();
    try {
      await this.#job.run([inputs], 1, ([all = []]) => askEach(asking, all, this.#options.roles(), messages));
    } catch (error) {
      this.#error = error;
      this.#host.requestUpdate();
      return;
    }
    this.#asked.clear();
    await this.#settle([...asked].map((user) => ({ user, outcome: "unchanged" })));
  }

  #requests(kind: AskInput["kind"], subjects: readonly Subject[]): AskInput[] {
    return subjects.flatMap((subject) => {
      const person = changesFor(subject, this.#wishes);
      return person ? [{ kind, person }] : [];
    });
  }

  async #save(): Promise<void> {
    const why = this.#host.renderRoot.querySelector("permit-justification-field");
    if (this.#job.isRunning || (why && !why.isGiven())) return;
    this.#error = undefined;
    const rows: PersonRow[] = [];
    try {
      const { changes } = this.#input();
      await this.#job.run(changes, peopleAtOnce, async (piece) => {
        const answer = await this.#options.change({
          changes: [...piece],
          ...justified(this.#justification),
        });
        rows.push(...answer.rows);
      });
    } catch (error) {
      if (problemOf(error)?.error_code !== "stale") this.#error = error;
    }
    await this.#settle(rows);
  }

  /** Whoever is done leaves the form; whoever was refused stays, with what was picked. */
  async #settle(rows: readonly Pick<PersonRow, "user" | "outcome">[]): Promise<void> {
    const done = new Set(rows.flatMap((row) => (row.outcome === "refused" ? [] : [row.user])));
    const left = this.subjects.filter(
      (subject) => !done.has(subject.user) && changesFor(subject, this.#wishes),
    );
    if (left.length === 0) {
      this.#wishes = new Map();
      this.#options.finished();
      return;
    }
    this.#saved += rows.filter((row) => row.outcome === "done").length;
    const isNowOne = left.length === 1 && this.subjects.length > 1;
    this.subjects = left;
    if (isNowOne) await this.load();
    this.#judge();
    this.#options.halted?.();
  }

  /** A change that leaves the roles alone is no news: the plan just moves on to the new version. */
  async #lookAgain(users: readonly string[]): Promise<void> {
    const before = new Map(this.subjects.map((subject) => [subject.user, subject]));
    const now: Subject[] = [];
    for (const user of users.slice(0, staleAtOnce)) now.push(await this.#options.look(user));
    this.#meanwhile = now.filter((subject) => isHeldOtherwise(before.get(subject.user), subject));
    if (now.length > 0 && this.#meanwhile.length === 0) this.#replaceSubjects(now);
  }

  /** What was picked stays, and is judged against how they are now. */
  #replaceSubjects(subjects: readonly Subject[]): void {
    const now = new Map(subjects.map((subject) => [subject.user, subject]));
    this.subjects = this.subjects.map((subject) => now.get(subject.user) ?? subject);
    this.#judge();
  }

  #input(): ChangeRolesInput {
    return { changes: this.subjects.flatMap((subject) => changesFor(subject, this.#wishes) ?? []) };
  }
}

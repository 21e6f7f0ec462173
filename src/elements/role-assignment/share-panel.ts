import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { AccessRow, InstanceAccess } from "../../api/role-assignment/contract.js";
import type { Session } from "../../api/wire.js";
import { LiveQuery } from "../connection/live-query.js";
import { wordsFor } from "../people/messages.js";
import { errorWords, refusalWords } from "../people/refusal.js";
import type { PermitRoleEditor } from "../people/role-editor.js";
import type { Wishes } from "../people/role-plan.js";
import { subjectFromDetail, type Subject } from "../people/subject.js";
import { face, skeleton } from "../ui/face.js";
import { accessRow } from "./access-row.js";
import { leastRole, nameOfRole, wayWords } from "./held-words.js";
import { inviting, newcomer } from "./inviting.js";
import type { Surroundings } from "./surroundings.js";
import { tenantSummary } from "./tenant-summary.js";

interface Question {
  instance: string;
  pages: number;
}

/** The form that is open: for whom, and whether they are new to the list. */
interface Opened {
  subject: Subject;
  row: AccessRow | null;
  initial: Wishes;
  isNew: boolean;
}

/** Who has which role on one instance, by which way; adds people, changes and removes. */
export class SharePanel {
  #around: Surroundings;
  #instance: () => string | undefined;
  #access: LiveQuery<Question, InstanceAccess>;
  #pages = 1;
  #opened: Opened | undefined;
  #taken: unknown;
  #explains = false;
  #byAddressOnly = false;

  constructor(around: Surroundings, instance: () => string | undefined) {
    this.#around = around;
    this.#instance = instance;
    this.#access = new LiveQuery(around.host, {
      list: "people",
      doorbell: around.connection,
      question: () => {
        const key = this.#instance();
        return key && around.connection.session ? { instance: key, pages: this.#pages } : undefined;
      },
      ask: (question, signal) => this.#ask(question, signal),
    });
  }

  get error(): unknown {
    return this.#access.error;
  }

  get isReady(): boolean {
    return this.#shown !== undefined;
  }

  get isUnsaved(): boolean {
    return this.#opened !== undefined && this.#editor?.isUnsaved === true;
  }

  title(session: Session | undefined): string {
    const { share } = this.#around.words();
    const access = session && this.#shown;
    if (!access) return share.opening;
    const { name } = access.instance;
    return this.#whyNoChange(access) === null ? share.titleReadonly(name) : share.title(name);
  }

  async reload(): Promise<void> {
    await this.#access.reload();
  }

  render(session: Session): TemplateResult {
    const words = this.#around.words();
    const access = this.#shown;
    if (access) return this.#list(session, access);
    if (this.#access.face !== "error") return skeleton(4);
    return face({
      title: words.list.failed,
      hint: errorWords(this.#access.error, words),
      action: { label: words.common.retry, run: () => void this.reload() },
      isError: true,
    });
  }

  /** The last answer, if it is about what is asked for now. */
  get #shown(): InstanceAccess | undefined {
    const { answer } = this.#access;
    return answer?.instance.key === this.#instance() ? answer : undefined;
  }

  get #editor(): PermitRoleEditor | null {
    return this.#around.host.renderRoot.querySelector("permit-role-editor");
  }

  #list(session: Session, access: InstanceAccess): TemplateResult {
    const words = this.#around.words();
    const { share, list } = words;
    const rows = access.people.map((row) => this.#row(session, access, row));
    return html`${this.#toolbar(session, access)}
    ${
      access.people.length === 0
        ? html`<slot name="empty">${face({ title: share.nobodyYet, hint: share.nobodyYetHint })}</slot>`
        : html`<div class="rows" role="list" aria-label=${share.peopleWithAccess}>
            ${repeat(
              access.people,
              ({ person }) => person.user,
              (_, index) => rows[index],
            )}
          </div>`
    }
    ${
      access.next
        ? html`<div class="more">
            <span class="muted">${list.shown(access.people.length, access.total)}</span>
            <button type="button" class="button" part="button" @click=${this.#more}>${list.more}</button>
          </div>`
        : nothing
    }
    ${tenantSummary(access.through_tenant, session, words)}`;
  }

  #toolbar(session: Session, access: InstanceAccess): TemplateResult | typeof nothing {
    const why = this.#whyNoChange(access);
    if (why === null || this.#around.hides("toolbar")) return nothing;
    if (why) return html`<div class="toolbar" part="toolbar"><p class="refusal">${why}</p></div>`;
    const words = this.#around.words();
    const { share } = words;
    const { isNew } = this.#opened ?? {};
    return html`<div class="toolbar" part="toolbar">
        <permit-finder
          exportparts="search"
          label=${this.#byAddressOnly ? share.addByAddress : share.add}
          hint=${this.#byAddressOnly ? share.byAddressOnly : ""}
          .words=${{ ...share, failed: (error: unknown) => wordsFor(error, words) }}
          .find=${(text: string, signal: AbortSignal) => this.#find(access, text, signal)}
        ></permit-finder>
        <slot name="toolbar"></slot>
      </div>
      ${isNew && this.#opened ? this.#newcomer(session, access, this.#opened) : this.#limits(access)}`;
  }

  /** What may be given here, and why the rest may not. */
  #limits({ roles }: InstanceAccess): TemplateResult | typeof nothing {
    const words = this.#around.words();
    const { share, format } = words;
    const able = roles.filter((role) => !role.cannot_give).map(({ name }) => name);
    const refused = roles.filter((role) => role.cannot_give);
    if (refused.length === 0 || able.length === 0) return nothing;
    const names = format.list(refused.map(({ name }) => name));
    return html`<div class="limits small">
      <span class="muted">${share.canGive(able)}</span>
      <button
        type="button"
        class="button link"
        part="button"
        aria-expanded=${this.#explains}
        @click=${() => {
          this.#explains = !this.#explains;
          this.#around.host.requestUpdate();
        }}
      >
        ${share.whyNot(names)}
      </button>
      ${
        this.#explains
          ? html`<ul>
              ${refused.map(
                ({ name, cannot_give }) =>
                  html`<li>
                    <strong>${name}</strong>: ${cannot_give && refusalWords(cannot_give, words, roles)}
                  </li>`,
              )}
            </ul>`
          : nothing
      }
    </div>`;
  }

  #newcomer(session: Session, access: InstanceAccess, opened: Opened): TemplateResult {
    const { share } = this.#around.words();
    const isInvited = opened.row === null;
    const { name } = opened.subject;
    return html`<section
      class="newcomer"
      part="editor"
      aria-label=${isInvited ? share.inviting(name) : share.adding(name)}
    >
      <h3 dir="auto">${isInvited ? share.inviting(name) : share.adding(name)}</h3>
      ${this.#form(session, access, opened, isInvited ? share.sendInvitation : share.give)}
    </section>`;
  }

  #row(session: Session, access: InstanceAccess, row: AccessRow): TemplateResult {
    const words = this.#around.words();
    const opened = this.#opened;
    const isOpen = opened !== undefined && !opened.isNew && opened.subject.user === row.person.user;
    const canChange = this.#whyNoChange(access) === undefined;
    return accessRow({
      row,
      roles: access.roles,
      words,
      whyNot: row.person.refused["role.grant"],
      toggle: canChange ? () => this.#toggle(row) : null,
      editor: isOpen ? this.#form(session, access, opened, words.roles.save) : null,
    });
  }

  #form(session: Session, access: InstanceAccess, opened: Opened, save: string): TemplateResult {
    const words = this.#around.words();
    const { row, subject, initial, isNew } = opened;
    const others = row?.ways.filter(({ how }) => how !== "direct") ?? [];
    const remains = others.map((way) =>
      words.share.way(nameOfRole(way.role, access.roles), wayWords(way, words)),
    );
    return html`<permit-role-editor
      exportparts="button, primary-button"
      .session=${session}
      .messages=${words}
      .roles=${access.roles}
      .subject=${subject}
      .initial=${initial}
      .look=${(user: string) => this.#look(user)}
      .change=${row ? this.#changeRoles : inviting(this.#around, access.roles)}
      .asking=${row ? this.#around.asking() : undefined}
      .save=${save}
      .take=${isNew || !row ? "" : words.share.remove}
      @permit-finished=${() => this.#close()}
      @permit-cancelled=${() => this.#close()}
    >
      ${
        remains.length > 0
          ? html`<p slot="taken" class="remains">${words.share.remains(subject.name, remains)}</p>`
          : nothing
      }
    </permit-role-editor>`;
  }

  /** Why nothing can be changed here, in words; null if that is not even to be said, undefined if it can. */
  #whyNoChange({ refused }: InstanceAccess): string | null | undefined {
    if (this.#around.host.readonly) return null;
    const reason = refused["role.grant"];
    return reason && refusalWords(reason, this.#around.words(), []);
  }

  async #find(access: InstanceAccess, text: string, signal: AbortSignal) {
    const { connection, words } = this.#around;
    const instance = access.instance.key;
    const found = await connection.send("GET /instances/{instance}/candidates", {
      path: { instance },
      query: { search: text },
      signal,
    });
    if (this.#byAddressOnly !== found.by_address_only) {
      this.#byAddressOnly = found.by_address_only;
      this.#around.host.requestUpdate();
    }
    const { candidates } = await import("./candidates.js");
    return candidates(found, text, access, words(), {
      choose: (row) => this.#add(row),
      invite: (email) => this.#openForm(newcomer(email, access), null, true),
    });
  }

  /** Somebody who is in the list already is changed there. */
  #add(row: AccessRow): void {
    const listed = this.#shown?.people.find(({ person }) => person.user === row.person.user);
    if (listed) this.#toggle(listed);
    else this.#openForm(subjectFromDetail(row, this.#instance()), row, true);
  }

  #toggle(row: AccessRow): void {
    const { subject, isNew } = this.#opened ?? {};
    if (subject?.user === row.person.user && !isNew) return this.#close();
    this.#openForm(subjectFromDetail(row, this.#instance()), row, false);
  }

  #openForm(subject: Subject, row: AccessRow | null, isNew: boolean): void {
    const initial: Wishes = isNew ? this.#leastOf(subject) : new Map();
    this.#opened = { subject, row, initial, isNew };
    this.#around.host.requestUpdate();
    void this.#focusEditor();
  }

  async #focusEditor(): Promise<void> {
    await import("./editing.js");
    await this.#around.host.updateComplete;
    await this.#editor?.updateComplete;
    this.#editor?.focus();
  }

  /** At first the role that gives least, of those that may be given. */
  #leastOf({ held, cannotGive }: Subject): Wishes {
    const roles = this.#shown?.roles ?? [];
    const least = leastRole(roles.filter(({ id }) => !held.has(id) && !cannotGive.has(id)));
    if (!least) return new Map();
    return new Map([[least.id, { on: true, ...(least.must_end ? { endsAt: least.latest_end } : {}) }]]);
  }

  #close(): void {
    const { subject, isNew } = this.#opened ?? {};
    this.#opened = undefined;
    const { renderRoot } = this.#around.host;
    const button = renderRoot.querySelector<HTMLElement>(
      `[data-user="${subject?.user ?? ""}"] .roles-button`,
    );
    if (isNew || !button) renderRoot.querySelector("permit-finder")?.focus();
    else button.focus();
    this.#around.host.requestUpdate();
  }

  #changeRoles = (
    input: Parameters<Surroundings["change"]>[0],
    signal?: AbortSignal,
  ): ReturnType<Surroundings["change"]> => {
    const held = this.#opened?.subject.held;
    return this.#around.change(input, (_, role) => held?.get(role) ?? null, signal);
  };

  /** How somebody is now: in the list, or as a search finds them. */
  async #look(user: string): Promise<Subject> {
    const before = this.#opened;
    await this.reload();
    let row = this.#shown?.people.find(({ person }) => person.user === user);
    const { email, name } = before?.row?.person ?? {};
    const instance = this.#instance();
    const search = email ?? name;
    if (!row && search && instance) {
      const { people } = await this.#around.connection.send("GET /instances/{instance}/candidates", {
        path: { instance },
        query: { search },
      });
      row = people.find(({ person }) => person.user === user);
    }
    if (!row) throw new Error("Nobody of that id is found any more");
    return subjectFromDetail(row, instance);
  }

  #more = (): void => {
    this.#pages += 1;
    this.#around.host.requestUpdate();
  };

  /** All the pages asked for so far; the first came along with the session. */
  async #ask({ instance, pages }: Question, signal: AbortSignal): Promise<InstanceAccess> {
    const { connection } = this.#around;
    const brought = connection.session?.first_page as InstanceAccess | undefined;
    let answer: InstanceAccess | undefined;
    if (brought && brought !== this.#taken && pages === 1 && brought.instance.key === instance)
      answer = brought;
    this.#taken = brought;
    for (let page = answer ? pages : 0; page < pages && answer?.next !== null; page++) {
      const query = answer?.next ? { cursor: answer.next } : {};
      const next = await connection.send("GET /instances/{instance}/access", {
        path: { instance },
        query,
        signal,
      });
      answer = { ...next, people: [...(answer?.people ?? []), ...next.people] };
    }
    if (!answer || signal.aborted) throw new DOMException("Superseded", "AbortError");
    this.#follow(answer);
    return answer;
  }

  /** The form that is open learns of what others have changed. */
  #follow({ people, instance }: InstanceAccess): void {
    const opened = this.#opened;
    const row = people.find(({ person }) => person.user === opened?.subject.user);
    if (opened && row && row.person.version !== opened.subject.version) {
      this.#opened = { ...opened, subject: subjectFromDetail(row, instance.key), row };
    }
  }
}

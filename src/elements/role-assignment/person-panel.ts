import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ChangeRolesInput, Instance, PeopleAnswer, PersonDetail } from "../../api/people/contract.js";
import type { Session } from "../../api/wire.js";
import { LiveQuery } from "../connection/live-query.js";
import { wordsFor } from "../people/messages.js";
import { errorWords, refusalWords } from "../people/refusal.js";
import type { PermitRoleEditor } from "../people/role-editor.js";
import { subjectFromDetail, type Subject } from "../people/subject.js";
import { face, skeleton } from "../ui/face.js";
import type { Found } from "../ui/finder.js";
import "../ui/finder.js";
import { alsoHeld, heldChips, instanceRow } from "./instance-row.js";
import type { Surroundings } from "./surroundings.js";

type Section = PersonDetail["instances"][number];

/** The roles of one person: in the tenant, and on each instance; adds instances. */
export class PersonPanel {
  #around: Surroundings;
  #user: () => string | undefined;
  #detail: LiveQuery<string, PersonDetail>;
  /** Whose answer is shown: the host may have named them by a key of its own. */
  #shownFor: string | undefined;
  #taken: unknown;
  #opened: string | undefined;
  /** An instance on which nothing is held yet. */
  #added: Instance | undefined;

  constructor(around: Surroundings, user: () => string | undefined) {
    this.#around = around;
    this.#user = user;
    this.#detail = new LiveQuery(around.host, {
      list: "people",
      doorbell: around.connection,
      question: () => (around.connection.session && user()) || undefined,
      ask: (name, signal) => this.#ask(name, signal),
    });
  }

  get error(): unknown {
    return this.#detail.error;
  }

  get isReady(): boolean {
    return this.#shown !== undefined;
  }

  get isUnsaved(): boolean {
    const editors = this.#around.host.renderRoot.querySelectorAll<PermitRoleEditor>("permit-role-editor");
    return [...editors].some((editor) => editor.isUnsaved);
  }

  title(session: Session | undefined): string {
    const { person } = this.#around.words();
    const detail = session && this.#shown;
    return detail ? person.title(detail.person.name) : person.opening;
  }

  async reload(): Promise<void> {
    await this.#detail.reload();
  }

  render(session: Session): TemplateResult {
    const words = this.#around.words();
    const detail = this.#shown;
    if (detail) return this.#sections(session, detail);
    if (this.#detail.face !== "error") return skeleton(4);
    return face({
      title: words.list.failed,
      hint: errorWords(this.#detail.error, words),
      action: { label: words.common.retry, run: () => void this.reload() },
      isError: true,
    });
  }

  get #shown(): PersonDetail | undefined {
    return this.#shownFor === this.#user() ? this.#detail.answer : undefined;
  }

  #sections(session: Session, detail: PersonDetail): TemplateResult {
    const { person: words } = this.#around.words();
    return html`<div class="sections">
      <section class="section" aria-labelledby="in-tenant">
        <h3 id="in-tenant">${words.inTenant(session.tenant.name)}</h3>
        ${this.#inTenant(session, detail)}
      </section>
      <section class="section" aria-labelledby="on-instances">
        <h3 id="on-instances">${words.onInstances}</h3>
        ${this.#onInstances(session, detail)}
      </section>
      ${alsoHeld(detail, session.roles, this.#around.words())}
    </div>`;
  }

  #inTenant(session: Session, detail: PersonDetail): TemplateResult {
    const words = this.#around.words();
    const { person, choices } = detail;
    const masked =
      person.masked_roles > 0
        ? html`<p class="small muted">${words.roles.masked(person.masked_roles)}</p>`
        : nothing;
    const why = person.refused["role.grant"];
    const held = choices.flatMap((choice) => choice.held ?? []);
    if (this.#around.host.readonly || choices.length === 0)
      return html`${heldChips(held, session.roles, words)} ${masked}`;
    return html`${why ? html`<p class="refusal">${refusalWords(why, words, session.roles)}</p>` : nothing}
    ${this.#editor(session, subjectFromDetail(detail), true)} ${masked}`;
  }

  #onInstances(session: Session, detail: PersonDetail): TemplateResult {
    const words = this.#around.words();
    const mayChange = !this.#around.host.readonly;
    const added = this.#added;
    const isNew = added && !detail.instances.some(({ instance }) => instance.key === added.key);
    const sections: Section[] = [...detail.instances, ...(isNew ? [this.#blank(session, added)] : [])];
    return html`${
      sections.length === 0
        ? html`<p class="muted">${words.person.none}</p>`
        : html`<div class="rows" role="list" aria-labelledby="on-instances">
            ${repeat(
              sections,
              ({ instance }) => instance.key,
              (section) => this.#section(session, detail, section, mayChange),
            )}
          </div>`
    }
    ${mayChange && !this.#around.hides("toolbar") ? this.#adding(session) : nothing}`;
  }

  #section(session: Session, detail: PersonDetail, section: Section, mayChange: boolean): TemplateResult {
    const { key } = section.instance;
    const subject = subjectFromDetail({ person: detail.person, choices: section.choices }, key);
    return instanceRow({
      section,
      roles: session.roles,
      words: this.#around.words(),
      toggle: mayChange ? () => this.#toggle(key) : null,
      editor: this.#opened === key && mayChange ? this.#editor(session, subject, false) : null,
    });
  }

  #editor(session: Session, subject: Subject, quiet: boolean): TemplateResult {
    const words = this.#around.words();
    const type = subject.instance?.split(":")[0] ?? null;
    return html`<permit-role-editor
      exportparts="button, primary-button"
      ?quiet=${quiet}
      .session=${session}
      .messages=${words}
      .roles=${session.roles.filter(({ resource }) => resource === type)}
      .subject=${subject}
      .look=${(user: string) => this.#look(user, subject.instance)}
      .change=${(input: ChangeRolesInput, signal?: AbortSignal): Promise<PeopleAnswer> =>
        this.#around.change(input, (_, role) => subject.held.get(role) ?? null, signal)}
      .asking=${this.#around.asking()}
      .take=${quiet ? "" : words.share.remove}
      @permit-finished=${() => this.#close(subject.instance)}
      @permit-cancelled=${() => this.#close(subject.instance)}
    ></permit-role-editor>`;
  }

  #adding(session: Session): TemplateResult | typeof nothing {
    if (!session.roles.some(({ resource }) => resource !== null)) return nothing;
    const words = this.#around.words();
    const { share, person } = words;
    const failed = (error: unknown): string => wordsFor(error, words);
    return html`<div class="toolbar" part="toolbar">
      <permit-finder
        exportparts="search"
        label=${person.add}
        .words=${{ ...share, nobody: person.nothingFound, failed }}
        .find=${(text: string, signal: AbortSignal) => this.#find(text, signal)}
      ></permit-finder>
      <slot name="toolbar"></slot>
    </div>`;
  }

  async #find(search: string, signal: AbortSignal): Promise<Found[]> {
    const { instances } = await this.#around.connection.send("GET /instances", { query: { search }, signal });
    return instances.map((instance) => ({
      id: instance.key,
      content: html`<span class="plus" aria-hidden="true">+</span>
        <span class="words"><bdi>${instance.name}</bdi> <small>${instance.type_name}</small></span>`,
      choose: () => {
        this.#added = instance;
        this.#opened = undefined;
        this.#toggle(instance.key);
      },
    }));
  }

  /** Nothing is held there: what may be given is what may be given to somebody new. */
  #blank({ roles }: Session, instance: Instance): Section {
    const choices = roles
      .filter(({ resource }) => resource === instance.type)
      .map(({ id, cannot_give }) => ({ role: id, held: null, cannot_give, cannot_take: null }));
    return { instance, choices };
  }

  #toggle(key: string): void {
    this.#opened = this.#opened === key ? undefined : key;
    this.#around.host.requestUpdate();
    if (this.#opened) void this.#focusEditor(key);
  }

  async #focusEditor(key: string): Promise<void> {
    await import("./editing.js");
    await this.#around.host.updateComplete;
    const editor = this.#rowOf(key)?.querySelector("permit-role-editor");
    await editor?.updateComplete;
    editor?.focus();
  }

  #close(instance: string | undefined): void {
    this.#around.host.requestUpdate();
    if (instance === undefined) return;
    this.#opened = undefined;
    if (this.#added?.key === instance) this.#added = undefined;
    const button = this.#rowOf(instance)?.querySelector<HTMLElement>(".roles-button");
    (button ?? this.#around.host.renderRoot.querySelector<HTMLElement>("permit-finder"))?.focus();
  }

  #rowOf(key: string): HTMLElement | undefined {
    const rows = this.#around.host.renderRoot.querySelectorAll<HTMLElement>("[data-instance]");
    return [...rows].find((row) => row.dataset["instance"] === key);
  }

  async #look(user: string, instance: string | undefined): Promise<Subject> {
    const path = { user };
    const detail = await this.#around.connection.send("GET /people/{user}", { path });
    if (instance === undefined) return subjectFromDetail(detail);
    const there = detail.instances.find((section) => section.instance.key === instance);
    return subjectFromDetail({ person: detail.person, choices: there?.choices ?? [] }, instance);
  }

  /** The first answer came along with the session; by it a key of the host's becomes an id. */
  async #ask(name: string, signal: AbortSignal): Promise<PersonDetail> {
    const { connection } = this.#around;
    void import("./editing.js");
    const brought = connection.session?.first_page as PersonDetail | undefined;
    const isFresh = brought !== undefined && brought !== this.#taken;
    this.#taken = brought ?? this.#taken;
    const user = brought?.person.user ?? this.#detail.answer?.person.user ?? name;
    const answer = isFresh
      ? brought
      : await connection.send("GET /people/{user}", { path: { user }, signal });
    this.#shownFor = name;
    return answer;
  }
}

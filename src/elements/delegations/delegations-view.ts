import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { DelegationsRoutes, DelegationsView as Shown } from "../../api/delegations/contract.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { ElementView } from "../connection/element-view.js";
import { LiveQuery } from "../connection/live-query.js";
import { sessionFace } from "../connection/session-face.js";
import { listFooter } from "../people/list-footer.js";
import { errorWords } from "../people/refusal.js";
import { Notices } from "../people/undo.js";
import "../ui/callout.js";
import { face, skeleton } from "../ui/face.js";
import { wordsIn, type DelegationMessagesOverride } from "./catalogue.js";
import "./delegation-matrix.js";
import type { PermitDelegations } from "./delegations.js";
import { delegationsViewStyles } from "./delegations-view.styles.js";
import type { Dialogs } from "./dialogs.js";
import { leakList } from "./leak-list.js";
import type { DelegationMessages } from "./messages.js";
import { nameOf, saysSomething } from "./names.js";
import type { EditRequest, OpenRoleRequest, RemoveRequest } from "./requests.js";
import { roleCard } from "./role-card.js";

/** What `<permit-delegations>` shows and does, loaded with the first of them. */
export class DelegationsView extends ElementView<
  PermitDelegations,
  DelegationsRoutes,
  DelegationMessages,
  DelegationMessagesOverride
> {
  #notices: Notices;
  #shown: LiveQuery<string, Shown>;
  #taken: unknown;
  #dialogs: Dialogs | undefined;

  constructor(host: PermitDelegations, connection: ElementConnection<DelegationsRoutes>) {
    super(host, connection, wordsIn, [delegationsViewStyles]);
    this.#notices = new Notices(host);
    this.#shown = new LiveQuery<string, Shown>(host, {
      list: "delegations",
      // One's own roles decide what one may give: whatever touches the session touches this.
      doorbell: {
        subscribe: (listener) =>
          connection.subscribe((list) => listener(list === "session" ? "delegations" : list)),
      },
      question: () => connection.session?.tenant.id,
      ask: (_, signal) => this.#ask(signal),
    });
  }

  hostUpdated(): void {
    this.milestones.fares(this.connection.error ?? this.#shown.error);
    if (this.connection.session && this.#shown.answer)
      this.milestones.isReady(this.connection.session.tenant.id);
  }

  render(): TemplateResult {
    const { session } = this.connection;
    const { list } = this.words;
    const shown = session && this.#shown.answer;
    const title = shown?.is_operator === false ? list.ownTitle : list.title;
    return html`<section
      class="frame"
      part="frame"
      aria-label=${title}
      @permit-open-role-request=${this.#openRole}
      @permit-edit-request=${this.#edit}
      @permit-remove-request=${this.#remove}
    >
      <header part="header">
        <slot name="header"><h2 part="title">${title}</h2></slot>
        ${shown?.is_operator ? html`<span class="count">${session?.tenant.name}</span>` : nothing}
      </header>
      ${session ? this.#body() : sessionFace(this.connection, this.words, 6)}
      ${
        session && !this.host.hides("footer")
          ? listFooter(this.#notices, this.connection.live === "connected", this.words)
          : nothing
      }
      ${session && shown ? this.#dialogs?.render(shown) : nothing}
    </section>`;
  }

  #body(): TemplateResult {
    const { list } = this.words;
    const shown = this.#shown.answer;
    if (!shown && this.#shown.face !== "error") return skeleton(6);
    if (!shown)
      return face({
        title: list.failed,
        hint: errorWords(this.#shown.error, this.words),
        action: { label: this.words.common.retry, run: () => void this.#shown.reload() },
        isError: true,
      });
    return html`<div class="panel">
      ${this.isLost ? html`<permit-callout part="banner" tone="warn">${list.lost}</permit-callout>` : nothing}
      ${this.#toolbar(shown)} ${leakList(shown, this.words, this.#edits(shown) ? this.#aboutLeaks : null)}
      ${this.#rows(shown)}
    </div>`;
  }

  #edits({ is_operator }: Shown): boolean {
    return is_operator && !this.host.readonly;
  }

  #toolbar(shown: Shown): TemplateResult | typeof nothing {
    if (!shown.is_operator || this.host.hides("toolbar")) return nothing;
    const { actions } = this.words;
    const write = (): void => this.#with((dialogs) => dialogs.edit(shown, null, null));
    const ask = (): void => this.#with((dialogs) => dialogs.askClosure());
    return html`<div class="toolbar" part="toolbar">
      <button type="button" class="button" part="button" @click=${ask}>${actions.closure}</button>
      <slot name="toolbar"></slot>
      ${
        this.#edits(shown)
          ? html`<button type="button" class="button primary" part="button" @click=${write}>
              ${actions.write}
            </button>`
          : nothing
      }
    </div>`;
  }

  #rows(shown: Shown): TemplateResult {
    const { list, matrix } = this.words;
    const rows = shown.rows.filter(saysSomething);
    if (rows.length === 0) {
      const [title, hint] = shown.is_operator
        ? [list.nothingYet, list.nothingYetHint]
        : [list.ownNothing, list.ownNothingHint];
      return html`<slot name="empty">${face({ title, hint })}</slot>`;
    }
    const said = new Set(rows.map(({ role }) => role));
    const silent = shown.roles.filter(({ id }) => !said.has(id)).map(({ id }) => nameOf(shown, id));
    return html`${
        shown.is_operator
          ? html`<permit-delegation-matrix
              exportparts="matrix, column-header, row-header, cell"
              .shown=${shown}
              .messages=${this.words}
            ></permit-delegation-matrix>`
          : nothing
      }
      <div class="cards ${shown.is_operator ? "in-place-of-matrix" : ""}">
        ${repeat(
          rows,
          ({ role }) => role,
          (row) => roleCard(row, shown, this.words),
        )}
      </div>
      ${
        shown.is_operator && silent.length > 0
          ? html`<p class="silent muted small">${matrix.nothing(silent)}</p>`
          : nothing
      }`;
  }

  #aboutLeaks: Parameters<typeof leakList>[2] = {
    mean: (leaks, attributes) => this.#with((dialogs) => dialogs.mean(leaks, attributes)),
    withdraw: (mark, words) => this.#with((dialogs) => dialogs.withdraw(mark, words)),
  };

  #openRole = ({ role, given }: OpenRoleRequest): void =>
    this.#with((dialogs) => dialogs.openRole(role, given));

  #edit = ({ role, delegation, leak }: EditRequest): void => {
    const shown = this.#shown.answer;
    if (shown) this.#with((dialogs) => dialogs.edit(shown, role, delegation, leak));
  };

  #remove = ({ delegation }: RemoveRequest): void => this.#with((dialogs) => dialogs.remove(delegation));

  /** Dialogs arrive with their first use. */
  #with(act: (dialogs: Dialogs) => Promise<void>): void {
    this.use(
      (async () => {
        if (!this.#dialogs) {
          const { Dialogs } = await import("./dialogs.js");
          this.#dialogs ??= new Dialogs({
            host: this.host,
            connection: this.connection,
            notices: this.#notices,
            words: () => this.words,
            shown: () => this.#shown.answer,
            changed: () => this.#shown.reload(),
          });
        }
        this.host.requestUpdate();
        await this.host.updateComplete;
        await act(this.#dialogs);
      })(),
    );
  }

  /** The first answer came along with the session. */
  async #ask(signal: AbortSignal): Promise<Shown> {
    const brought = this.connection.session?.first_page as Shown | undefined;
    const isFresh = brought !== undefined && brought !== this.#taken;
    this.#taken = brought ?? this.#taken;
    return isFresh ? brought : this.connection.send("GET /delegations", { query: {}, signal });
  }
}

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { AccessRequestRoutes, RequestableRoles } from "../../api/access-request/contract.js";
import type { AccessRequest, ApprovalsRoutes, AskInput } from "../../api/approvals/contract.js";
import type { Session } from "../../api/wire.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { ElementView } from "../connection/element-view.js";
import { PermitErrorEvent } from "../connection/events.js";
import { LiveQuery } from "../connection/live-query.js";
import { sessionFace } from "../connection/session-face.js";
import { doAct } from "../people/do-act.js";
import { footerStyles } from "../people/footer.styles.js";
import { listFooter, listStatus } from "../people/list-footer.js";
import { wordsFor } from "../people/messages.js";
import { errorWords } from "../people/refusal.js";
import { requestCard } from "../people/request-card.js";
import { requestCardStyles } from "../people/request-card.styles.js";
import { RequestPages } from "../people/request-pages.js";
import { requestTitle } from "../people/request-words.js";
import { Notices } from "../people/undo.js";
import { avatarStyles } from "../ui/avatar.js";
import "../ui/callout.js";
import { chipStyles } from "../ui/chip.styles.js";
import { face, skeleton } from "../ui/face.js";
import type { PermitAccessRequest } from "./access-request.js";
import { accessRequestViewStyles } from "./access-request-view.styles.js";
import { wordsIn, type AccessRequestMessagesOverride } from "./catalogue.js";
import type { AccessRequestMessages } from "./messages.js";
import { roleChoices } from "./role-choices.js";

type AskingRoutes = ApprovalsRoutes & AccessRequestRoutes;

/** What `<permit-access-request>` shows and does, loaded with the first of them. */
export class AccessRequestView extends ElementView<
  PermitAccessRequest,
  AskingRoutes,
  AccessRequestMessages,
  AccessRequestMessagesOverride
> {
  #tellClosed: () => void;
  #notices: Notices;
  #roles: LiveQuery<{ instance?: string }, RequestableRoles>;
  #mine: RequestPages;
  #taken: unknown;
  #chosen: string | undefined;
  #why = "";
  #isMissing = false;
  #isSending = false;
  #error: unknown;
  #toldSetup = "";

  /** `closed` is called when the dialog has closed. */
  constructor(host: PermitAccessRequest, connection: ElementConnection<AskingRoutes>, closed: () => void) {
    super(host, connection, wordsIn, [
      chipStyles,
      avatarStyles,
      footerStyles,
      requestCardStyles,
      accessRequestViewStyles,
    ]);
    this.#tellClosed = closed;
    this.#notices = new Notices(host);
    this.#roles = new LiveQuery(host, {
      list: "requests",
      doorbell: connection,
      question: () => {
        const { resourceInstance: instance } = host;
        if (!connection.session || this.#wrongSetup) return undefined;
        return instance ? { instance } : {};
      },
      ask: (query, signal) => this.#ask(query, signal),
    });
    this.#mine = new RequestPages(host, {
      doorbell: connection,
      show: () => (connection.session ? "mine" : undefined),
      load: (query, signal) => connection.send("GET /requests", { query, signal }),
    });
  }

  hostUpdated(): void {
    const setup = this.#wrongSetup ?? "";
    if (setup && setup !== this.#toldSetup) {
      console.error(`<${this.host.localName}> ${setup}`);
      this.host.dispatchEvent(new PermitErrorEvent(new Error(setup)));
    }
    this.#toldSetup = setup;
    this.milestones.fares(this.connection.error ?? this.#roles.error ?? this.#mine.error);
    if (this.#roles.answer) this.milestones.isReady();
  }

  render(): TemplateResult {
    const { session } = this.connection;
    return html`<section class="frame" part="frame" aria-label=${this.#title}>
      <header part="header">
        <slot name="header"><h2 part="title" dir="auto">${this.#title}</h2></slot>
      </header>
      ${this.#body()}
      ${
        session && !this.host.hides("footer")
          ? listFooter(this.#notices, this.connection.live === "connected", this.words)
          : nothing
      }
    </section>`;
  }

  renderDialog(): TemplateResult {
    const { session } = this.connection;
    return html`<permit-dialog
      heading=${this.#title}
      .words=${this.words.dialog}
      ?unsaved=${this.#why.trim() !== ""}
      @permit-closed=${this.#closed}
    >
      <div class="in-dialog">${this.#body()}</div>
      <div slot="footer" class="footer">
        <div class="sum" part="footer">
          ${
            session && !this.host.hides("footer")
              ? listStatus(this.#notices, this.connection.live === "connected", this.words)
              : nothing
          }
        </div>
        <button type="button" class="button" part="button" @click=${() => this.#dialog?.requestClose()}>
          ${this.words.common.close}
        </button>
      </div>
    </permit-dialog>`;
  }

  async showDialog(): Promise<void> {
    await import("../ui/dialog.js");
    await this.#dialog?.show();
  }

  closeDialog(): void {
    this.#dialog?.close();
  }

  get #dialog() {
    return this.host.renderRoot.querySelector("permit-dialog");
  }

  #closed = (event: Event): void => {
    if (event.target !== this.#dialog) return;
    this.#forget();
    this.#tellClosed();
    this.host.dispatchEvent(new Event("permit-closed", { bubbles: true, composed: true }));
  };

  get #title(): string {
    const { ask } = this.words;
    const instance = this.host.resourceInstance && this.#shown?.instance;
    return instance ? ask.titleFor(instance.name) : ask.title;
  }

  get #wrongSetup(): string | undefined {
    const { resourceInstance: given } = this.host;
    return given && !/^[^:]+:.+$/.test(given) ? this.words.setup.instance(given) : undefined;
  }

  /** The last answer, if it is about what is asked about now. */
  get #shown(): RequestableRoles | undefined {
    const { answer } = this.#roles;
    return (answer?.instance?.key ?? "") === (this.host.resourceInstance ?? "") ? answer : undefined;
  }

  #body(): TemplateResult {
    const { session } = this.connection;
    const wrong = this.#wrongSetup;
    if (wrong) return face({ title: this.words.setup.title, hint: wrong, isError: true });
    if (!session) return sessionFace(this.connection, this.words, 4);
    const { lost } = this.words.list;
    return html`<div class="panel">
        ${this.isLost ? html`<permit-callout part="banner" tone="warn">${lost}</permit-callout>` : nothing}
        ${this.#form(session)} ${this.#shown ? this.#requests(session) : nothing}
      </div>
      <permit-answer-dialog .messages=${this.words}></permit-answer-dialog>`;
  }

  #form(session: Session): TemplateResult {
    const { ask, list, common } = this.words;
    const shown = this.#shown;
    if (!shown) {
      if (this.#roles.face !== "error") return skeleton(4);
      return face({
        title: list.failed,
        hint: wordsFor(this.#roles.error, this.words),
        action: { label: common.retry, run: () => void this.#roles.reload() },
        isError: true,
      });
    }
    if (shown.roles.length === 0) {
      return html`<slot name="empty">${face({ title: ask.nothing, hint: ask.nothingHint })}</slot>`;
    }
    const chosen = this.#offered(shown, this.#chosen);
    return html`<form
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.#send(session);
      }}
    >
      ${roleChoices({
        choices: shown.roles,
        chosen: chosen?.role.id,
        words: this.words,
        choose: (role) => {
          this.#chosen = role;
          this.#error = undefined;
          this.host.requestUpdate();
        },
      })}
      ${chosen && !this.host.readonly ? this.#asking(chosen.role.name) : nothing}
    </form>`;
  }

  #asking(role: string): TemplateResult {
    const { ask } = this.words;
    return html`<div class="why">
        <label class="label" for="why">${ask.why}</label>
        <textarea
          id="why"
          class="field"
          rows="2"
          maxlength="1000"
          required
          aria-describedby="why-hint why-error"
          aria-invalid=${this.#isMissing}
          .value=${this.#why}
          @input=${(event: Event) => {
            this.#why = (event.target as HTMLTextAreaElement).value;
            this.#isMissing = false;
            this.host.requestUpdate();
          }}
        ></textarea>
        <div id="why-error" class="field-error" ?hidden=${!this.#isMissing}>${ask.missing}</div>
        <div id="why-hint" class="small muted" ?hidden=${this.#isMissing}>${ask.whyHint}</div>
      </div>
      ${
        this.#error === undefined
          ? nothing
          : html`<permit-callout tone="bad">${errorWords(this.#error, this.words)}</permit-callout>`
      }
      <div class="send">
        <button class="button primary" part="primary-button" aria-disabled=${this.#isSending}>
          ${this.#isSending ? ask.sending : ask.sendFor(role)}
        </button>
      </div>`;
  }

  #requests(session: Session): TemplateResult {
    const { mine, list, common } = this.words;
    const { requests: all, answer, face: shown } = this.#mine;
    const body =
      shown === "loading"
        ? skeleton(1)
        : shown === "error"
          ? face({
              title: list.failed,
              hint: wordsFor(this.#mine.error, this.words),
              action: { label: common.retry, run: () => void this.#mine.reload() },
              isError: true,
            })
          : shown === "empty"
            ? html`<p class="muted">${mine.none}</p>`
            : html`<div class="requests" role="list" aria-label=${mine.title}>
                  ${repeat(
                    all,
                    ({ id }) => id,
                    (request) => this.#card(session, request),
                  )}
                </div>
                ${
                  answer?.next
                    ? html`<div class="more">
                        <button type="button" class="button" part="button" @click=${this.#mine.more}>
                          ${list.more}
                        </button>
                      </div>`
                    : nothing
                }`;
    return html`<section class="mine" aria-labelledby="mine">
      <h3 id="mine">${mine.title}</h3>
      ${body}
    </section>`;
  }

  #card(session: Session, request: AccessRequest): TemplateResult {
    const { requests } = this.words;
    const { roles } = session;
    const mayWithdraw = request.status === "open" && !request.refused.withdraw && !this.host.readonly;
    const actions = mayWithdraw
      ? html`<div class="actions">
          <button
            type="button"
            class="button"
            part="button"
            aria-label=${requests.withdrawOf(requestTitle(request, roles, this.words))}
            @click=${() => this.use(this.#withdraw(session, request))}
          >
            ${requests.withdraw}…
          </button>
        </div>`
      : nothing;
    return requestCard({ request, roles, words: this.words, actions });
  }

  #offered({ roles }: RequestableRoles, id: string | undefined) {
    return roles.find(({ role, asked, cannot_ask }) => role.id === id && !asked && !cannot_ask);
  }

  async #send(session: Session): Promise<void> {
    const shown = this.#shown;
    const chosen = shown && this.#offered(shown, this.#chosen);
    if (!chosen || this.#isSending) return;
    this.#isMissing = this.#why.trim() === "";
    this.host.requestUpdate();
    if (this.#isMissing) return this.host.renderRoot.querySelector<HTMLElement>("#why")?.focus();
    const { resourceInstance: instance } = this.host;
    const { id: role, name } = chosen.role;
    const input: AskInput = {
      kind: "access",
      person: { user: session.you.user, grant: [{ role, ...(instance && { instance }) }] },
      justification: this.#why.trim(),
    };
    this.#isSending = true;
    try {
      const { request } = await doAct(this.host, "ask", input, () =>
        this.connection.send("POST /requests", { input }),
      );
      this.#forget();
      await Promise.all([this.#roles.reload(), this.#mine.reload()]);
      const reviewers = this.#mine.requests.find(({ id }) => id === request)?.reviewers;
      const text = this.words.ask.asks(name, reviewers?.names ?? [], reviewers?.total ?? 0);
      this.#notices.show({ text });
    } catch (error) {
      this.#error = error;
    }
    this.#isSending = false;
    this.host.requestUpdate();
  }

  #forget(): void {
    this.#chosen = undefined;
    this.#why = "";
    this.#error = undefined;
    this.#isMissing = false;
  }

  async #withdraw(session: Session, request: AccessRequest): Promise<void> {
    await import("../people/answer-dialog.js");
    const { requests } = this.words;
    const { id } = request;
    await this.host.renderRoot.querySelector("permit-answer-dialog")?.open({
      title: requests.withdrawQuestion(requestTitle(request, session.roles, this.words)),
      said: [requests.withdrawSaid],
      label: requests.withdraw,
      isDestructive: true,
      needsWhy: session.justification,
      run: async (why) => {
        const input = why ? { justification: why } : {};
        await doAct(this.host, "withdraw", { request: id, ...input }, () =>
          this.connection.send("POST /requests/{request}/withdraw", { path: { request: id }, input }),
        );
        this.#notices.show({ text: requests.withdrawn });
        await Promise.all([this.#roles.reload(), this.#mine.reload()]);
      },
    });
  }

  /** The roles of the tenant came along with the session. */
  async #ask(query: { instance?: string }, signal: AbortSignal): Promise<RequestableRoles> {
    const brought = this.connection.session?.first_page as RequestableRoles | undefined;
    const isFresh = brought !== undefined && brought !== this.#taken && !query.instance;
    this.#taken = brought;
    return isFresh ? brought : this.connection.send("GET /requestable-roles", { query, signal });
  }
}

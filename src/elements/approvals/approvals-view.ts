import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type {
  AccessRequest,
  ApprovalsRoutes,
  RequestsPage,
  RequestsQuery,
} from "../../api/approvals/contract.js";
import type { Session } from "../../api/wire.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { ElementView } from "../connection/element-view.js";
import { sessionFace } from "../connection/session-face.js";
import type { Answer } from "../people/answer-dialog.js";
import { doAct } from "../people/do-act.js";
import { footerStyles } from "../people/footer.styles.js";
import { listFooter } from "../people/list-footer.js";
import { wordsFor } from "../people/messages.js";
import { refusalWords } from "../people/refusal.js";
import { requestCard } from "../people/request-card.js";
import { requestCardStyles } from "../people/request-card.styles.js";
import { RequestPages } from "../people/request-pages.js";
import { outcomeWords, requestTitle } from "../people/request-words.js";
import { Notices } from "../people/undo.js";
import { avatarStyles } from "../ui/avatar.js";
import "../ui/callout.js";
import { chipStyles } from "../ui/chip.styles.js";
import { face, skeleton } from "../ui/face.js";
import { tabs, tabsStyles } from "../ui/tabs.js";
import type { PermitApprovals } from "./approvals.js";
import { approvalsViewStyles } from "./approvals-view.styles.js";
import { wordsIn, type ApprovalsMessagesOverride } from "./catalogue.js";
import { EndedElsewhere } from "./ended-elsewhere.js";
import type { ApprovalsMessages } from "./messages.js";
import { reviewQuestion } from "./review-question.js";

type Tab = "review" | "mine" | "ended";

/** What `<permit-approvals>` shows and does, loaded with the first of them. */
export class ApprovalsView extends ElementView<
  PermitApprovals,
  ApprovalsRoutes,
  ApprovalsMessages,
  ApprovalsMessagesOverride
> {
  #tab: Tab = "review";
  #review: RequestPages;
  #others: RequestPages;
  #elsewhere: EndedElsewhere;
  #notices: Notices;
  #taken: unknown;
  /** The request that the open dialog is about. */
  #asked: string | undefined;

  constructor(host: PermitApprovals, connection: ElementConnection<ApprovalsRoutes>) {
    super(host, connection, wordsIn, [
      chipStyles,
      avatarStyles,
      footerStyles,
      tabsStyles,
      requestCardStyles,
      approvalsViewStyles,
    ]);
    this.#notices = new Notices(host);
    const source = {
      doorbell: connection,
      load: (query: RequestsQuery, signal: AbortSignal) =>
        connection.send("GET /requests", { query, signal }),
    };
    // What waits is counted in the header, whichever list is shown.
    this.#review = new RequestPages(host, {
      ...source,
      show: () => (connection.session ? "review" : undefined),
      brought: () => this.#brought(),
    });
    this.#others = new RequestPages(host, {
      ...source,
      show: () => (connection.session && this.#tab !== "review" ? this.#tab : undefined),
    });
    this.#elsewhere = new EndedElsewhere(host, (id) =>
      connection.send("GET /requests/{request}", { path: { request: id } }),
    );
  }

  override hostUpdate(): void {
    super.hostUpdate();
    const { answer } = this.#review;
    if (answer) this.#elsewhere.compare(answer);
  }

  hostUpdated(): void {
    this.milestones.fares(this.connection.error ?? this.#review.error);
    if (this.#review.answer) this.milestones.isReady();
  }

  render(): TemplateResult {
    const { session } = this.connection;
    const { list } = this.words;
    const waiting = this.#review.answer;
    return html`<section class="frame" part="frame" aria-label=${list.title}>
      <header part="header">
        <slot name="header"><h2 part="title">${list.title}</h2></slot>
        ${
          session && waiting
            ? html`<span class="count" role="status"
                >${list.count(waiting.requests.length, waiting.next !== null)}</span
              >`
            : nothing
        }
      </header>
      ${session ? this.#body(session, waiting) : sessionFace(this.connection, this.words, 4)}
    </section>`;
  }

  #body(session: Session, waiting: RequestsPage | undefined): TemplateResult {
    const { list, tabs: labels } = this.words;
    const count = waiting?.requests.length ?? 0;
    const isMore = waiting?.next != null;
    const badge =
      count > 0 ? { text: list.badge(count, isMore), label: list.count(count, isMore) } : undefined;
    return html`${tabs<Tab>({
        choices: [
          { name: "review", label: labels.review, badge },
          { name: "mine", label: labels.mine },
          { name: "ended", label: labels.ended },
        ],
        chosen: this.#tab,
        choose: (tab) => {
          this.#tab = tab;
          this.#elsewhere.forget();
          this.host.requestUpdate();
        },
      })}
      <div class="panel" id="panel" role="tabpanel" aria-labelledby="tab-${this.#tab}">
        ${this.isLost ? html`<permit-callout part="banner" tone="warn">${list.lost}</permit-callout>` : nothing}
        ${this.#list(session)}
      </div>
      ${
        this.host.hides("footer")
          ? nothing
          : listFooter(this.#notices, this.connection.live === "connected", this.words)
      }
      ${this.#dialog()}`;
  }

  #list(session: Session): TemplateResult {
    const { list, empty, common } = this.words;
    const shown = this.#tab === "review" ? this.#review : this.#others;
    const gone = this.#tab === "review" ? this.#elsewhere.requests : [];
    switch (gone.length > 0 ? "rows" : shown.face) {
      case "loading":
        return skeleton(4);
      case "error":
        return face({
          title: list.failed,
          hint: wordsFor(shown.error, this.words),
          action: { label: common.retry, run: () => void shown.reload() },
          isError: true,
        });
      case "empty": {
        const words = face(empty[this.#tab]);
        return this.#tab === "review" ? html`<slot name="empty">${words}</slot>` : words;
      }
      case "rows":
        return html`<div class="requests" role="list" aria-label=${list.requests}>
            ${repeat(
              [...gone, ...shown.requests],
              ({ id }) => id,
              (request) => this.#card(session, request),
            )}
          </div>
          ${
            shown.answer?.next
              ? html`<div class="more">
                  <button type="button" class="button" part="button" @click=${shown.more}>
                    ${list.more}
                  </button>
                </div>`
              : nothing
          }`;
    }
  }

  #card(session: Session, request: AccessRequest): TemplateResult {
    const { roles } = session;
    const isOpen = request.status === "open";
    const actions = this.host.readonly
      ? nothing
      : isOpen
        ? this.#actions(session, request)
        : this.#putAway(request);
    return requestCard({ request, roles, words: this.words, actions });
  }

  /** What ended elsewhere stays until it has been read. */
  #putAway({ id }: AccessRequest): TemplateResult | typeof nothing {
    if (this.#tab !== "review") return nothing;
    return html`<div class="actions">
      <button type="button" class="button" part="button" @click=${() => this.#elsewhere.putAway(id)}>
        ${this.words.dismiss}
      </button>
    </div>`;
  }

  #actions(session: Session, request: AccessRequest): TemplateResult {
    const { answer, requests } = this.words;
    const { refused, cannot_be_granted: impossible } = request;
    const title = requestTitle(request, session.roles, this.words);
    if (request.requester.you) {
      if (refused.withdraw) return this.#why(session, refused.withdraw);
      return html`<div class="actions">
        <button
          type="button"
          class="button"
          part="button"
          aria-label=${requests.withdrawOf(title)}
          @click=${() => this.use(this.#withdraw(session, request))}
        >
          ${requests.withdraw}…
        </button>
      </div>`;
    }
    const { agree, refuse } = refused;
    // Why it can't be granted any more is said above.
    const why = impossible ? refuse : (agree ?? refuse);
    return html`<div class="actions">
      ${why ? html`<span class="why">${refusalWords(why, this.words, session.roles)}</span>` : nothing}
      ${
        refuse
          ? nothing
          : html`<button
              type="button"
              class="button"
              part="button"
              aria-label=${answer.refuseOf(title)}
              @click=${() => this.use(this.#answer(session, request, false))}
            >
              ${answer.refuse}
            </button>`
      }
      ${
        agree || impossible
          ? nothing
          : html`<button
              type="button"
              class="button primary"
              part="primary-button"
              aria-label=${answer.agreeTo(title)}
              @click=${() => this.use(this.#answer(session, request, true))}
            >
              ${answer.agree}
            </button>`
      }
    </div>`;
  }

  #why(session: Session, reason: Parameters<typeof refusalWords>[0]): TemplateResult {
    return html`<div class="actions">
      <span class="why">${refusalWords(reason, this.words, session.roles)}</span>
    </div>`;
  }

  #dialog(): TemplateResult {
    const gone = this.#elsewhere.requests.find(({ id }) => id === this.#asked);
    const ended = gone ? this.words.meanwhile(outcomeWords(gone, this.words)) : "";
    return html`<permit-answer-dialog
      .messages=${this.words}
      ended=${ended}
      @permit-closed=${() => (this.#asked = undefined)}
    ></permit-answer-dialog>`;
  }

  /** The dialog arrives with its first use. */
  async #ask(request: AccessRequest, answer: Answer): Promise<void> {
    await import("../people/answer-dialog.js");
    this.#asked = request.id;
    this.host.requestUpdate();
    await this.host.updateComplete;
    await this.host.renderRoot.querySelector("permit-answer-dialog")?.open(answer);
  }

  #answer(session: Session, request: AccessRequest, agrees: boolean): Promise<void> {
    const { id } = request;
    const { answer } = this.words;
    const what = requestTitle(request, session.roles, this.words);
    return this.#ask(request, {
      ...reviewQuestion(request, agrees, session.roles, this.words),
      needsWhy: session.justification,
      run: async (why) => {
        const input = { agrees, ...(why && { justification: why }) };
        this.#elsewhere.isMine(id);
        const { status, sent } = await doAct(this.host, "review", { request: id, ...input }, () =>
          this.connection.send("POST /requests/{request}/review", { path: { request: id }, input }),
        ).catch((error: unknown) => {
          this.#elsewhere.isMine(id, false);
          void this.#review.reload();
          throw error;
        });
        const done = sent === false ? answer.notSent : answer.granted;
        const told = !agrees ? answer.refused : status === "open" ? answer.agreed : done;
        this.#notices.show({ text: told(what) });
        await this.#review.reload();
      },
    });
  }

  #withdraw(session: Session, request: AccessRequest): Promise<void> {
    const { requests } = this.words;
    const what = requestTitle(request, session.roles, this.words);
    return this.#ask(request, {
      title: requests.withdrawQuestion(what),
      said: [requests.withdrawSaid],
      label: requests.withdraw,
      isDestructive: true,
      needsWhy: session.justification,
      run: async (why) => {
        const { id } = request;
        const input = why ? { justification: why } : {};
        await doAct(this.host, "withdraw", { request: id, ...input }, () =>
          this.connection.send("POST /requests/{request}/withdraw", { path: { request: id }, input }),
        );
        this.#notices.show({ text: requests.withdrawn });
        await this.#others.reload();
      },
    });
  }

  /** The first page came along with the session. */
  #brought(): RequestsPage | undefined {
    const brought = this.connection.session?.first_page as RequestsPage | undefined;
    if (!brought || brought === this.#taken) return undefined;
    this.#taken = brought;
    return brought;
  }
}

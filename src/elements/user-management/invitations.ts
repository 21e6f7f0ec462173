import { html, type LitElement, type TemplateResult } from "lit";
import type { Session } from "../../api/wire.js";
import type {
  Invitation,
  InvitationsPage,
  UserManagementRoutes,
} from "../../api/user-management/contract.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { LiveQuery } from "../connection/live-query.js";
import { Catalogue } from "./catalogue.js";
import type { Dialogs } from "./dialogs.js";
import { skeleton } from "../ui/face.js";

export interface InvitationsOptions {
  connection: ElementConnection<UserManagementRoutes>;
  dialogs: () => Promise<Dialogs>;
  /** Whether they are to be shown at all. */
  isOffered: () => boolean;
}

/** The pending invitations: counted from the start, listed once their tab is opened. */
export class Invitations {
  #host: LitElement;
  #options: InvitationsOptions;
  #pages = 1;
  /** Loaded together with what shows the list. */
  #dialogs: Dialogs | undefined;
  #query: LiveQuery<number, InvitationsPage>;

  constructor(host: LitElement, options: InvitationsOptions) {
    this.#host = host;
    this.#options = options;
    this.#query = new LiveQuery<number, InvitationsPage>(host, {
      list: "invitations",
      doorbell: options.connection,
      question: () => (options.isOffered() ? this.#pages : undefined),
      ask: (pages, signal) => this.#ask(pages, signal),
      isEmpty: ({ invitations }) => invitations.length === 0,
    });
  }

  get total(): number | undefined {
    return this.#query.answer?.total;
  }

  async reload(): Promise<void> {
    await this.#query.reload();
  }

  /** Loads what shows the list. */
  async prepare(): Promise<void> {
    const { dialogs } = this.#options;
    [this.#dialogs] = await Promise.all([dialogs(), import("./invitation-list.js"), Catalogue.load()]);
    this.#host.requestUpdate();
  }

  render(session: Session, catalogue: Catalogue): TemplateResult {
    const dialogs = this.#dialogs;
    if (!dialogs) return skeleton(4);
    const { commands } = dialogs;
    return html`<permit-invitation-list
      .session=${session}
      .messages=${catalogue.all}
      .page=${this.#query.answer}
      .face=${this.#query.face}
      .error=${this.#query.error}
      .resend=${commands.resend}
      .copyLink=${commands.copyLink}
      .cancel=${commands.cancelInvitation}
      @permit-issue-again-request=${({ invitation }: Event & { invitation: Invitation }) =>
        void dialogs.invite([{ email: invitation.email, roles: invitation.roles }])}
      @permit-more-request=${this.#more}
      @permit-retry-request=${() => void this.reload()}
    ></permit-invitation-list>`;
  }

  /** All the pages asked for so far, so that a change on any of them is seen. */
  async #ask(pages: number, signal: AbortSignal): Promise<InvitationsPage> {
    let page: InvitationsPage | undefined;
    for (let number = 0; number < pages && page?.next !== null; number++) {
      const query = page?.next ? { cursor: page.next } : {};
      const next = await this.#options.connection.send("GET /invitations", { query, signal });
      page = { ...next, invitations: [...(page?.invitations ?? []), ...next.invitations] };
    }
    return page ?? { invitations: [], next: null, total: 0 };
  }

  #more = (): void => {
    this.#pages += 1;
    this.#host.requestUpdate();
  };
}

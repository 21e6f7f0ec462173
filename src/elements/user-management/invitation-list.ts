import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Session } from "../../api/wire.js";
import type {
  Done,
  Invitation,
  InvitationActInput,
  InvitationsPage,
  LinkAnswer,
  ResendAnswer,
} from "../../api/user-management/contract.js";
import "../ui/callout.js";
import { chipStyles } from "../ui/chip.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { errorCallout } from "../people/dialog-parts.js";
import { footerStyles } from "../people/footer.styles.js";
import type { PermitInvitationActDialog } from "./invitation-act-dialog.js";
import "./invitation-act-dialog.js";
import { invitationListStyles } from "./invitation-list.styles.js";
import type { InvitationAct, InvitationActEvent } from "./invitation-row.js";
import "./invitation-row.js";
import type { Messages } from "./messages.js";
import { errorWords } from "../people/refusal.js";

/** The wish to invite somebody anew, with the same roles. */
export class IssueAgainRequestEvent extends Event {
  constructor(readonly invitation: Invitation) {
    super("permit-issue-again-request");
  }
}

type InvitationCommand<Answer> = (invitation: Invitation, input: InvitationActInput) => Promise<Answer>;

/** What came of the last act on an invitation. */
export interface InvitationNote {
  text: string;
  isError: boolean;
  /** A link to copy by hand. */
  link?: string;
}

/**
 * @summary The pending invitations: to whom, with which roles, until when, and what can be done about each.
 *
 * @fires permit-issue-again-request - Somebody shall be invited anew.
 * @fires permit-more-request - Further invitations shall be loaded.
 * @fires permit-retry-request - Loading shall be tried again.
 */
@customElement("permit-invitation-list")
export class PermitInvitationList extends LitElement {
  static override styles = [controlStyles, chipStyles, footerStyles, invitationListStyles];

  /** Who looks, where, and which roles there are. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  /** The invitations as far as they are loaded. */
  @property({ attribute: false }) page: InvitationsPage | undefined;

  /** What the list looks like. */
  @property() face: "loading" | "rows" | "empty" | "error" = "loading";

  /** Why it could not be loaded. */
  @property({ attribute: false }) error: unknown;

  /** Sends the mail again, with a fresh link. */
  @property({ attribute: false }) resend!: InvitationCommand<ResendAnswer>;

  /** Makes a fresh link. */
  @property({ attribute: false }) copyLink!: InvitationCommand<LinkAnswer>;

  /** Ends it. */
  @property({ attribute: false }) cancel!: InvitationCommand<Done>;

  @state() private notes: ReadonlyMap<string, InvitationNote> = new Map();
  @state() private busy: ReadonlySet<string> = new Set();

  @query("permit-invitation-act-dialog") private dialog!: PermitInvitationActDialog;

  override render(): TemplateResult {
    return html`${this.#face()}
      <permit-invitation-act-dialog
        .session=${this.session}
        .messages=${this.messages}
        .run=${this.#run}
      ></permit-invitation-act-dialog>`;
  }

  #face(): TemplateResult {
    const { invitations, common } = this.messages;
    if (this.face === "loading" && !this.page) {
      return html`<div class="skeleton" role="status" aria-label=${common.loading}>
        <div></div>
        <div></div>
        <div></div>
      </div>`;
    }
    if (this.face === "error") {
      const retry = (): boolean => this.dispatchEvent(new Event("permit-retry-request"));
      return html`<div class="face">
        <h3>${invitations.failed}</h3>
        ${errorCallout(this.error ?? new Error(), this.messages, retry)}
      </div>`;
    }
    if (!this.page || this.page.invitations.length === 0) {
      return html`<div class="face">
        <h3>${invitations.empty}</h3>
        <p class="muted">${invitations.emptyHint}</p>
      </div>`;
    }
    return this.#rows(this.page);
  }

  #rows({ invitations, next, total }: InvitationsPage): TemplateResult {
    const { invitations: words } = this.messages;
    return html`<p class="hint small muted">${words.hint}</p>
      <div role="list" aria-label=${words.title}>
        ${repeat(
          invitations,
          (invitation) => invitation.id,
          (invitation) =>
            html`<permit-invitation-row
              role="listitem"
              .invitation=${invitation}
              .session=${this.session}
              .messages=${this.messages}
              .note=${this.notes.get(invitation.id)}
              ?busy=${this.busy.has(invitation.id)}
              @permit-invitation-act=${this.act}
            ></permit-invitation-row>`,
        )}
      </div>
      ${
        next
          ? html`<div class="more">
              <span class="muted">${words.shown(invitations.length, total)}</span>
              <button
                type="button"
                class="button"
                @click=${() => this.dispatchEvent(new Event("permit-more-request"))}
              >
                ${words.more}
              </button>
            </div>`
          : nothing
      }`;
  }

  private async act({ act, invitation }: InvitationActEvent): Promise<void> {
    const { id, status } = invitation;
    if (this.busy.has(id)) return;
    const changes = act !== "issue-again" || status === "dead";
    if (act === "cancel" || (changes && this.session.justification)) return this.dialog.open(act, invitation);
    try {
      await this.#run(act, invitation, {});
    } catch (error) {
      this.notes = new Map(this.notes).set(id, { text: errorWords(error, this.messages), isError: true });
    }
  }

  #run = async (act: InvitationAct, invitation: Invitation, input: InvitationActInput): Promise<void> => {
    const { id } = invitation;
    this.busy = new Set([...this.busy, id]);
    this.notes = new Map([...this.notes].filter(([other]) => other !== id));
    try {
      const note = await this.#acts[act](invitation, input);
      if (note) this.notes = new Map(this.notes).set(id, note);
    } finally {
      this.busy = new Set([...this.busy].filter((other) => other !== id));
    }
  };

  #acts: Record<InvitationAct, InvitationCommand<InvitationNote | undefined>> = {
    resend: async (invitation, input) => {
      const { invitations, format } = this.messages;
      const { sent, expires_at } = await this.resend(invitation, input);
      const until = format.relative(expires_at);
      return { text: sent ? invitations.resent(until) : invitations.notSent, isError: !sent };
    },
    "copy-link": async (invitation, input) => {
      const { invitations, format } = this.messages;
      const { link, expires_at } = await this.copyLink(invitation, input);
      if (!link) return { text: invitations.linkGone, isError: true };
      const until = format.relative(expires_at);
      return (await copied(link))
        ? { text: invitations.copied(until), isError: false }
        : { text: invitations.copyByHand(until), isError: false, link };
    },
    cancel: async (invitation, input) => {
      await this.cancel(invitation, input);
      return undefined;
    },
    /** A dead one still takes the place of a new one for the same address; nobody can accept it any more. */
    "issue-again": async (invitation, input) => {
      if (invitation.status === "dead") await this.cancel(invitation, input);
      // The focus has to be back before the next dialog takes it.
      this.dialog.close();
      this.dispatchEvent(new IssueAgainRequestEvent(invitation));
      return undefined;
    },
  };
}

/** A page may be forbidden to write to the clipboard, by its browser or by the page around it. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-invitation-list": PermitInvitationList;
  }
}

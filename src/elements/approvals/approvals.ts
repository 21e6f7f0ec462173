import { property } from "lit/decorators.js";
import type { ApprovalsRoutes } from "../../api/approvals/contract.js";
import { ElementConnection } from "../connection/element-connection.js";
import { LazyElement } from "../connection/lazy-element.js";
import { customElement } from "../ui/define.js";
import type { ApprovalsView } from "./approvals-view.js";
import type { ApprovalsMessagesOverride } from "./catalogue.js";

/**
 * What others have asked for and the person at the screen may answer: who asks for what, for whom and why, what it
 * gives and takes, how many agree and who else could. Beside it what they have asked for themselves, and what became
 * of what has ended. New requests appear by themselves.
 *
 * @summary Requests to agree to or to refuse.
 *
 * @slot header - In place of the title.
 * @slot empty - In place of what is said while there is nothing to review.
 * @slot footer - At the end of the footer.
 *
 * @fires permit-ready - The first requests are on the screen.
 * @fires permit-error - Something could not be shown or done; `error` says what.
 * @fires permit-before-review - Before a request is agreed to or refused. It can be cancelled, or made to wait by `waitUntil(promise)`.
 * @fires permit-review - A request was agreed to or refused. Like every event after an act it has `input`, `answer` and `requestId`.
 * @fires permit-before-withdraw - Before a request of one's own is withdrawn. It can be cancelled, or made to wait.
 * @fires permit-withdraw - A request of one's own was withdrawn.
 *
 * @csspart frame - All of it.
 * @csspart header - Title and count.
 * @csspart title - The title.
 * @csspart tabs - To review, asked by me, ended.
 * @csspart tab - One of them.
 * @csspart banner - What is said above the list when the connection is lost.
 * @csspart row - A request.
 * @csspart avatar - The initials of whom it is for.
 * @csspart status - What became of a request.
 * @csspart button - A button.
 * @csspart primary-button - The button that agrees.
 * @csspart face - What is said in place of requests.
 * @csspart footer - The footer.
 *
 * @cssproperty --permit-accent - The one accent. All other colours are `--permit-*` too, by the names in the theme.
 * @cssproperty --permit-font - The font. Default: the page's.
 * @cssproperty --permit-border - The border around the element. Default: none.
 * @cssproperty --permit-max-height - How tall the element grows before the list scrolls.
 */
@customElement("permit-approvals")
export class PermitApprovals extends LazyElement<ApprovalsView> {
  /** Words of your own, or of another language: any part of the catalogue. */
  @property({ attribute: false }) messages: ApprovalsMessagesOverride = {};

  #connection = new ElementConnection<ApprovalsRoutes>(this, "approvals");

  protected override async makeView(): Promise<ApprovalsView> {
    const { ApprovalsView } = await import("./approvals-view.js");
    return new ApprovalsView(this, this.#connection);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-approvals": PermitApprovals;
  }
}

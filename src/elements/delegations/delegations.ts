import { property } from "lit/decorators.js";
import type { DelegationsRoutes } from "../../api/delegations/contract.js";
import { ElementConnection } from "../connection/element-connection.js";
import { LazyElement } from "../connection/lazy-element.js";
import { customElement } from "../ui/define.js";
import type { DelegationMessagesOverride } from "./catalogue.js";
import type { DelegationsView } from "./delegations-view.js";

/**
 * Who may give what to whom, under which limits. In a customer's app it shows people what they themselves may give,
 * and why not more. In the vendor's own console, with a session of an operator as its `authToken`, it shows all: what
 * leaks past the limits, by which path, what somebody could ever give; and it edits the limits, with the effect before
 * the save.
 *
 * @summary Who may give what: read, ask and, for operators, edit.
 *
 * @slot header - In place of the title.
 * @slot toolbar - Further controls beside those of operators.
 * @slot empty - In place of what is said while there is nothing to show.
 * @slot footer - At the end of the footer.
 *
 * @fires permit-ready - The first rows are on the screen.
 * @fires permit-error - Something could not be shown or done; `error` says what.
 * @fires permit-before-save-delegation - Before limits are saved. It can be cancelled, or made to wait by `waitUntil(promise)`.
 * @fires permit-before-remove-delegation - Before limits are removed. It can be cancelled, or made to wait.
 * @fires permit-before-mark-meant - Before something is said to be meant. It can be cancelled, or made to wait.
 * @fires permit-before-withdraw-mark - Before that is taken back. It can be cancelled, or made to wait.
 * @fires permit-save-delegation - Limits were saved. Like every event after an act it has `input`, `answer` and `requestId`.
 * @fires permit-remove-delegation - Limits were removed.
 * @fires permit-mark-meant - Something was said to be meant.
 * @fires permit-withdraw-mark - That was taken back.
 *
 * @csspart frame - All of it.
 * @csspart header - The title and whose limits they are.
 * @csspart title - The title.
 * @csspart toolbar - What operators can ask and do.
 * @csspart button - A button.
 * @csspart banner - What is said above the matrix.
 * @csspart matrix - The matrix.
 * @csspart column-header - A role that may be given.
 * @csspart row-header - The role whose holders may give.
 * @csspart cell - Whether they may.
 * @csspart card - A role's part of it, where there is no room for a matrix.
 * @csspart face - What is said in place of rows.
 * @csspart footer - The footer.
 *
 * @cssproperty --permit-accent - The one accent. All other colours are `--permit-*` too, by the names in the theme.
 * @cssproperty --permit-font - The font. Default: the page's.
 * @cssproperty --permit-border - The border around the element. Default: none.
 * @cssproperty --permit-max-height - How tall the element grows before it scrolls.
 */
@customElement("permit-delegations")
export class PermitDelegations extends LazyElement<DelegationsView> {
  /** Words of your own, or of another language: any part of the catalogue. */
  @property({ attribute: false }) messages: DelegationMessagesOverride = {};

  #connection = new ElementConnection<DelegationsRoutes>(this, "delegations");

  protected override async makeView(): Promise<DelegationsView> {
    const { DelegationsView } = await import("./delegations-view.js");
    return new DelegationsView(this, this.#connection);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-delegations": PermitDelegations;
  }
}

import { property } from "lit/decorators.js";
import type { AuditLogRoutes } from "../../api/audit-log/contract.js";
import { ElementConnection } from "../connection/element-connection.js";
import { LazyElement } from "../connection/lazy-element.js";
import { customElement } from "../ui/define.js";
import type { AuditView } from "./audit-view.js";
import type { AuditMessagesOverride } from "./catalogue.js";

/**
 * Who did what to whom in one tenant, when, before and after, under which limit; refusals too.
 *
 * @summary What happened in this tenant: read, filter, follow, export, verify.
 *
 * @slot header - In place of the title.
 * @slot toolbar - Further controls beside the filters.
 * @slot empty - In place of what is said while nothing has happened yet.
 * @slot footer - At the end of the footer.
 *
 * @fires permit-ready - The first entries are on the screen.
 * @fires permit-error - Something could not be shown or done; `error` says what.
 *
 * @csspart frame - All of it.
 * @csspart header - Title, total, and the live tail.
 * @csspart title - The title.
 * @csspart toolbar - Filters and export.
 * @csspart filter - A filter.
 * @csspart button - A button.
 * @csspart banner - What is said above the list.
 * @csspart chart - The activity over the filtered time.
 * @csspart table - The list of entries.
 * @csspart column-header - The head of a column.
 * @csspart row - An entry.
 * @csspart status - Done or refused.
 * @csspart menu - The menu of formats.
 * @csspart menu-item - A format.
 * @csspart face - What is said in place of rows.
 * @csspart footer - The footer.
 *
 * @cssproperty --permit-accent - The one accent. All other colours are `--permit-*` too, by the names in the theme.
 * @cssproperty --permit-font - The font. Default: the page's.
 * @cssproperty --permit-border - The border around the element. Default: none.
 * @cssproperty --permit-max-height - How tall the element grows before the list scrolls.
 */
@customElement("permit-audit-log")
export class PermitAuditLog extends LazyElement<AuditView> {
  /** Words of your own, or of another language: any part of the catalogue. */
  @property({ attribute: false }) messages: AuditMessagesOverride = {};

  /** Keeps the filter in the page's address, as `permit-audit`, so that it can be kept and passed on. */
  @property({ type: Boolean, attribute: "keep-filter-in-url" }) keepFilterInUrl = false;

  #connection = new ElementConnection<AuditLogRoutes>(this, "audit-log");

  protected override async makeView(): Promise<AuditView> {
    const { AuditView } = await import("./audit-view.js");
    return new AuditView(this, this.#connection);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-audit-log": PermitAuditLog;
  }
}

import { html, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { AuditLogRoutes } from "../../api/audit-log/contract.js";
import { ElementConnection } from "../connection/element-connection.js";
import { PermitErrorEvent } from "../connection/events.js";
import { PermitElement } from "../connection/permit-element.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { skeleton } from "../ui/face.js";
import { frameStyles } from "../ui/frame.styles.js";
import { themeStyles } from "../ui/theme.styles.js";
import type { AuditView } from "./audit-view.js";
import type { AuditMessagesOverride } from "./catalogue.js";

/**
 * Who did what to whom in one tenant, when, before and after, under which limit; refusals too. What it shows arrives
 * with the first such tag on a page, so that pages without one do not carry it.
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
export class PermitAuditLog extends PermitElement {
  static override styles = [themeStyles, controlStyles, frameStyles];

  /** Words of your own, or of another language: any part of the catalogue. */
  @property({ attribute: false }) messages: AuditMessagesOverride = {};

  /** Keeps the filter in the page's address, as `permit-audit`, so that it can be kept and passed on. */
  @property({ type: Boolean, attribute: "keep-filter-in-url" }) keepFilterInUrl = false;

  @state() private view: AuditView | undefined;

  #connection = new ElementConnection<AuditLogRoutes>(this, "audit-log");

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  protected override render(): TemplateResult {
    return this.view?.render() ?? html`<section class="frame" part="frame">${skeleton(8)}</section>`;
  }

  async #load(): Promise<void> {
    if (this.view) return;
    try {
      const { AuditView } = await import("./audit-view.js");
      this.view ??= new AuditView(this, this.#connection, {
        hides: (part) => this.hides(part),
        pageLocale: () => this.pageLocale(),
      });
    } catch (error) {
      this.dispatchEvent(new PermitErrorEvent(error));
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-audit-log": PermitAuditLog;
  }
}

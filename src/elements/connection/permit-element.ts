import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { Fetch } from "./client.js";
import type { ConnectedElement } from "./element-connection.js";
import type { AuthToken } from "./session.js";

/** What every public element offers its host page. Changing any of it at run time just works. */
export abstract class PermitElement extends LitElement implements ConnectedElement {
  /** Where the Permit API is mounted. Default: that of `<permit-connection>`, else `/permit`. */
  @property() endpoint: string | undefined;
  /** Key of the tenant, where the host's session leaves it open. */
  @property() tenant: string | undefined;
  /** Key of the element's stored configuration. Default: the only one of its type. */
  @property() element: string | undefined;
  /** BCP 47 tag of the language for dates and numbers. Default: the nearest `lang`. */
  @property() locale: string | undefined;
  /** `light`, `dark`, or `auto` for the person's own choice. Default: as the page around it. */
  @property({ reflect: true }) theme: "light" | "dark" | "auto" | undefined;
  /** How much room the rows take: `comfortable` or `compact`. */
  @property({ reflect: true }) density: "comfortable" | "compact" = "comfortable";
  /** Shows, and offers no change. */
  @property({ type: Boolean, reflect: true }) readonly = false;
  /** Parts to leave out, separated by spaces. */
  @property() hide = "";
  /** An element token from your backend's `elements.loginAs`, or a function that fetches one. */
  @property({ attribute: false }) authToken: AuthToken | undefined;
  /**
   * What sends the requests instead of the page's `fetch`: to add headers, or to reach an API that is no server. Called
   * with an address and its settings, as `fetch` is; an abort must break off the body too.
   */
  @property({ attribute: false }) fetch: Fetch | undefined;

  /** @internal Whether a part is to be left out. */
  hides(part: string): boolean {
    return this.hide.split(/\s+/).includes(part);
  }

  /** @internal The language of the page around, for elements without a `locale`. */
  pageLocale(): string {
    return this.closest<HTMLElement>("[lang]")?.lang || document.documentElement.lang || navigator.language;
  }
}

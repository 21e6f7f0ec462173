import { LitElement, css, html } from "lit";
import { property } from "lit/decorators.js";
import { ContextProvider } from "@lit/context";
import { customElement } from "../ui/define.js";
import type { Fetch } from "./client.js";
import { connectionContext } from "./connection-context.js";
import type { AuthToken } from "./session.js";

/**
 * Says once, for all Permit elements inside it, where the server is and for whom. It is optional: an element
 * without one talks to `/permit` on its own origin, and an element's own attribute goes before the provider's.
 *
 * @summary Shared settings for the Permit elements inside it.
 * @slot - The page, or the part of it, that has Permit elements in it.
 */
@customElement("permit-connection")
export class PermitConnection extends LitElement {
  static override styles = css`
    :host {
      display: contents;
    }
    :host([theme="light"]) {
      color-scheme: light;
    }
    :host([theme="dark"]) {
      color-scheme: dark;
    }
    :host([theme="auto"]) {
      color-scheme: light dark;
    }
  `;

  /** Where the Permit API is mounted. Default: `/permit`. */
  @property() endpoint: string | undefined;
  /** Key of the tenant, where the host's session leaves it open. */
  @property() tenant: string | undefined;
  /** BCP 47 tag of the language for dates and numbers. Default: the nearest `lang`. */
  @property() locale: string | undefined;
  /** `light`, `dark`, or `auto` for the person's own choice. Default: as the page around it. */
  @property({ reflect: true }) theme: "light" | "dark" | "auto" | undefined;
  /** An element token from your backend's `elements.loginAs`, or a function that fetches one. */
  @property({ attribute: false }) authToken: AuthToken | undefined;
  /**
   * What sends the requests instead of the page's `fetch`: to add headers, or to reach an API that is no server. Called
   * with an address and its settings, as `fetch` is; an abort must break off the body too.
   */
  @property({ attribute: false }) fetch: Fetch | undefined;

  #provider = new ContextProvider(this, { context: connectionContext });

  protected override willUpdate(): void {
    const { endpoint, tenant, locale, authToken, fetch } = this;
    this.#provider.setValue({ endpoint, tenant, locale, authToken, fetch });
  }

  protected override render() {
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-connection": PermitConnection;
  }
}

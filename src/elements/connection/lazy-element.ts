import { html, type TemplateResult } from "lit";
import { controlStyles } from "../ui/control.styles.js";
import { skeleton } from "../ui/face.js";
import { frameStyles } from "../ui/frame.styles.js";
import { themeStyles } from "../ui/theme.styles.js";
import { PermitErrorEvent } from "./events.js";
import { PermitElement } from "./permit-element.js";

/** A public element whose view arrives with the first such tag on a page, so that pages without one don't carry it. */
export abstract class LazyElement<View extends { render(): TemplateResult }> extends PermitElement {
  static override styles = [themeStyles, controlStyles, frameStyles];

  /** undefined until it has been loaded. */
  protected view: View | undefined;

  #loading: Promise<void> | undefined;

  /** Imports what it shows, and makes it. */
  protected abstract makeView(): Promise<View>;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override render(): TemplateResult {
    return this.view?.render() ?? html`<section class="frame" part="frame">${skeleton(6)}</section>`;
  }

  /** Does so once; what could not be loaded is tried again when the element is next put into a page. */
  protected load(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  async #load(): Promise<void> {
    try {
      this.view = await this.makeView();
      this.requestUpdate();
    } catch (error) {
      this.#loading = undefined;
      this.dispatchEvent(new PermitErrorEvent(error));
    }
  }
}

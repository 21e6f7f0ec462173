import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, queryAll, state } from "lit/decorators.js";
import type { Reason, Session } from "../../api/wire.js";
import type { AttributeDefinition, PersonDetail } from "../../api/people/contract.js";
import type { EditAttributesInput, EditProfileInput } from "../../api/user-management/contract.js";
import { onlyViews, whyNot } from "./abilities.js";
import "../ui/callout.js";
import { chipStyles } from "../ui/chip.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { refusableButton, refusableStyles } from "../ui/refusable-button.js";
import type { PermitAttributeForm } from "./attribute-form.js";
import "./attribute-form.js";
import { meanwhileLines } from "../people/meanwhile.js";
import { errorCallout, justified } from "../people/dialog-parts.js";
import "./held-roles.js";
import type { Messages } from "./messages.js";
import { personPanelStyles } from "./person-panel.styles.js";
import { problemOf } from "../people/refusal.js";

/** The wish to change the roles of this person. */
export class ChangeRolesRequestEvent extends Event {
  constructor(readonly user: string) {
    super("permit-change-roles-request");
  }
}

/**
 * @summary One person: profile, attributes, roles here and on instances, history. Each part can be edited by itself.
 *
 * @fires permit-change-roles-request - The roles of this person shall be changed.
 * @fires permit-closed - The panel has closed.
 */
@customElement("permit-person-panel")
export class PermitPersonPanel extends LitElement {
  static override styles = [controlStyles, chipStyles, refusableStyles, personPanelStyles];

  /** Who looks, where, and which roles there are. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  /** Reads one person. */
  @property({ attribute: false }) detail!: (user: string) => Promise<PersonDetail>;

  /** Edits the profile here. */
  @property({ attribute: false }) editProfile!: (
    user: string,
    input: EditProfileInput,
  ) => Promise<PersonDetail>;

  /** Edits the attributes here. */
  @property({ attribute: false }) editAttributes!: (
    user: string,
    input: EditAttributesInput,
  ) => Promise<PersonDetail>;

  @state() private user = "";
  @state() private shown: PersonDetail | undefined;
  @state() private loadError: unknown;
  @state() private isStale = false;
  /** What others have changed, as the refusal says. */
  private meanwhile: readonly Reason[] = [];
  @state() private saved = "";

  @query("permit-dialog") private dialog!: PermitDialog;
  @queryAll("permit-attribute-form") private forms!: NodeListOf<PermitAttributeForm>;

  /** Opens it for one person. */
  async open(user: string): Promise<void> {
    this.user = user;
    this.shown = undefined;
    this.isStale = false;
    this.saved = "";
    for (const form of this.forms) form.reset();
    await this.updateComplete;
    await this.dialog.show();
    await this.load();
  }

  /** Reads the person again, if it is open; what is typed stays. */
  async refresh(): Promise<void> {
    if (this.user) await this.load();
  }

  override render(): TemplateResult {
    const { dialog, person } = this.messages;
    return html`<permit-dialog
      variant="side"
      heading=${this.shown?.person.name ?? person.title}
      .words=${dialog}
      ?unsaved=${this.#isTyped()}
      @permit-closed=${this.finish}
    >
      ${this.shown ? this.#person(this.shown) : this.#waiting()}
    </permit-dialog>`;
  }

  #waiting(): TemplateResult {
    if (this.loadError) return html`${errorCallout(this.loadError, this.messages, () => void this.load())}`;
    return html`<div class="skeleton" role="status" aria-label=${this.messages.common.loading}>
      <div></div>
      <div></div>
      <div></div>
    </div>`;
  }

  #person(detail: PersonDetail): TemplateResult {
    const { person: words } = this.messages;
    return html`${this.#who(detail)}
      <div class="sections">
        <div role="status">
          ${this.saved ? html`<permit-callout tone="good">${this.saved}</permit-callout>` : nothing}
        </div>
        ${
          this.isStale
            ? html`<permit-callout tone="warn"
                >${words.meanwhile(detail.person.name)}
                ${meanwhileLines(this.meanwhile, this.messages.format)}</permit-callout
              >`
            : nothing
        }
        ${errorCallout(this.loadError, this.messages, () => void this.load())}
        <section aria-labelledby="roles">
          <div class="head">
            <h3 id="roles">${words.roles}</h3>
            ${
              onlyViews(this.session)
                ? nothing
                : refusableButton({
                    label: words.changeRoles,
                    part: "change-roles",
                    reason: whyNot("change-roles", this.session, this.messages, detail.person),
                    run: () => this.dispatchEvent(new ChangeRolesRequestEvent(this.user)),
                  })
            }
          </div>
          <permit-held-roles
            .held=${detail.held}
            .roles=${this.session.roles}
            .masked=${detail.person.masked_roles}
            .messages=${this.messages}
          ></permit-held-roles>
        </section>
        <permit-attribute-form
          heading=${words.profile}
          .definitions=${this.#profile(detail)}
          .values=${detail.profile}
          .save=${this.saveProfile}
          .session=${this.session}
          .messages=${this.messages}
          @permit-draft=${this.noteDraft}
        ></permit-attribute-form>
        ${
          detail.definitions.length > 0
            ? html`<permit-attribute-form
                heading=${words.attributes}
                path="attributes."
                .definitions=${detail.definitions}
                .values=${detail.attributes}
                .save=${this.saveAttributes}
                .session=${this.session}
                .messages=${this.messages}
                @permit-draft=${this.noteDraft}
              ></permit-attribute-form>`
            : nothing
        }
        ${detail.history ? this.#history(detail.history) : nothing}
      </div>`;
  }

  #who({ person }: PersonDetail): TemplateResult {
    const { common } = this.messages;
    return html`<div class="who" slot="heading">
      ${person.email ? html`<span class="email">${person.email}</span>` : nothing}
      ${person.you ? html`<span class="chip">${common.you}</span>` : nothing}
      <span class="state ${person.status === "active" ? "" : "off"}">${common.status[person.status]}</span>
      ${person.mixed_script ? html`<div class="mixed">${common.mixedScript}</div>` : nothing}
    </div>`;
  }

  /** The three fields of a profile, all editable or none. */
  #profile({ person }: PersonDetail): AttributeDefinition[] {
    const { person: words } = this.messages;
    const cannot_edit =
      person.refused["user.edit-profile"] ?? this.session.refused["user.edit-profile"] ?? null;
    return (["name", "title", "phone"] as const).map((key) => ({
      key,
      label: words.fields[key],
      description: key === "name" ? words.nameHint : "",
      type: "string",
      choices: null,
      cannot_edit,
    }));
  }

  #history(history: NonNullable<PersonDetail["history"]>): TemplateResult {
    const { person: words, format } = this.messages;
    return html`<section aria-labelledby="history">
      <h3 id="history">${words.history}</h3>
      ${history.length === 0 ? html`<p class="muted">${words.noHistory}</p>` : nothing}
      <ol>
        ${history.map(
          ({ at, actor, summary }) =>
            html`<li>
              <span>${summary}</span>
              <span class="small muted"
                >${actor} ·
                <time datetime=${at} title=${format.moment(at)}>${format.relative(at)}</time></span
              >
            </li>`,
        )}
      </ol>
    </section>`;
  }

  private async load(): Promise<void> {
    const { user } = this;
    this.loadError = undefined;
    try {
      const detail = await this.detail(user);
      if (user === this.user) this.shown = detail;
    } catch (error) {
      if (user === this.user) this.loadError = error;
    }
  }

  private saveProfile = (changed: Record<string, unknown>, justification: string): Promise<boolean> =>
    this.#save(this.editProfile, { ...changed, ...justified(justification) });

  private saveAttributes = (attributes: Record<string, unknown>, justification: string): Promise<boolean> =>
    this.#save(this.editAttributes, { attributes, ...justified(justification) });

  /** Of a person who has been changed meanwhile, it shows how they are now; what was typed stays. */
  async #save<Input extends { version?: number | undefined }>(
    edit: (user: string, input: Input) => Promise<PersonDetail>,
    input: Input,
  ): Promise<boolean> {
    const version = this.shown?.person.version;
    this.saved = "";
    this.isStale = false;
    try {
      this.shown = await edit(this.user, { ...input, ...(version === undefined ? {} : { version }) });
      this.saved = this.messages.person.saved;
      return true;
    } catch (error) {
      if (problemOf(error)?.error_code !== "stale") throw error;
      this.isStale = true;
      this.meanwhile = problemOf(error)?.reasons ?? [];
      await this.load();
      return false;
    }
  }

  private noteDraft(): void {
    if (this.#isTyped()) this.saved = "";
    this.requestUpdate();
  }

  #isTyped(): boolean {
    return [...this.forms].some((form) => form.isDirty);
  }

  private finish(): void {
    this.user = "";
    this.shown = undefined;
    this.loadError = undefined;
    this.dispatchEvent(new Event("permit-closed"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-person-panel": PermitPersonPanel;
  }
}

import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Role, Session } from "../../api/wire.js";
import type { ChangeRolesInput, PeopleAnswer } from "../../api/people/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { Asking } from "./asking.js";
import type { ChangeMessages } from "./change-messages.js";
import { footerStyles } from "./footer.styles.js";
import type { Wishes } from "./role-plan.js";
import type { Subject } from "./subject.js";
import { RolesForm } from "./roles-form.js";
import { rolesFormStyles } from "./roles-form.styles.js";

/**
 * @summary The form that changes the roles of one person, in line: here or on one instance. The difference and what
 * it really gives and takes stand there before it is saved.
 *
 * @slot taken - What there is to know before every role is taken.
 * @fires permit-finished - It is saved.
 * @fires permit-cancelled - It is left without saving.
 * @csspart button - A button.
 * @csspart primary-button - The button that saves.
 */
@customElement("permit-role-editor")
export class PermitRoleEditor extends LitElement {
  static override styles = [
    controlStyles,
    footerStyles,
    rolesFormStyles,
    css`
      :host {
        display: block;
      }

      permit-role-picker {
        margin-inline: calc(var(--_space) * -2.5);
      }

      .button.take {
        margin-inline-end: auto;
        color: var(--_bad);
      }
    `,
  ];

  /** Who changes, where. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: ChangeMessages;

  /** The roles to choose from. */
  @property({ attribute: false }) roles: readonly Role[] = [];

  /** Whose roles they are. */
  @property({ attribute: false }) subject!: Subject;

  /** What is wished for at first. */
  @property({ attribute: false }) initial: Wishes = new Map();

  /** How the person is now. */
  @property({ attribute: false }) look!: (user: string) => Promise<Subject>;

  /** Changes roles, or answers what would happen. */
  @property({ attribute: false }) change!: (
    input: ChangeRolesInput,
    signal?: AbortSignal,
  ) => Promise<PeopleAnswer>;

  /** How others are asked where they must agree; without it nobody is. */
  @property({ attribute: false }) asking: Asking | undefined;

  /** On the button that saves. */
  @property() save = "";

  /** On the button that takes every role; without it there is none. */
  @property() take = "";

  /** Buttons are there only once something is picked. */
  @property({ type: Boolean }) quiet = false;

  #form = new RolesForm(this, {
    session: () => this.session,
    messages: () => this.messages,
    roles: () => this.roles,
    look: (user) => this.look(user),
    change: (input, signal) => this.change(input, signal),
    asking: () => this.asking,
    finished: () => {
      this.requestUpdate();
      this.dispatchEvent(new Event("permit-finished"));
    },
  });

  /** Something was picked that is not saved. */
  get isUnsaved(): boolean {
    return this.#form.isUnsaved;
  }

  /** Puts the focus on the first role that can be switched. */
  override focus(): void {
    this.renderRoot.querySelector("permit-role-picker")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("subject")) return;
    const before = changed.get("subject");
    const isSame = before?.user === this.subject.user && before.instance === this.subject.instance;
    if (isSame && this.#form.isUnsaved) return this.#form.lookAgain();
    this.#form.start([this.subject]);
    if (!isSame && this.initial.size > 0) this.#form.wish(this.initial);
  }

  protected override render(): TemplateResult {
    const { roles } = this.messages;
    const { isUnsaved } = this.#form;
    const takesAll = isUnsaved && this.#takesAll();
    const save =
      takesAll && this.take ? { label: this.take, danger: true } : { label: this.save || roles.save };
    return html`<div class="stack">
      ${this.#form.body()}${takesAll ? html`<slot name="taken"></slot>` : nothing}
      ${this.quiet && !isUnsaved ? nothing : this.#form.foot(this.leave, save)}
      ${
        this.take && !takesAll && this.#takeable().length > 0
          ? html`<div>
              <button type="button" class="button link take" part="button" @click=${this.takeAll}>
                ${this.take}…
              </button>
            </div>`
          : nothing
      }
    </div>`;
  }

  private leave = (): void => {
    this.#form.start([this.subject]);
    this.requestUpdate();
    this.dispatchEvent(new Event("permit-cancelled"));
  };

  private takeAll = (): void => {
    this.#form.wish(new Map(this.#takeable().map((role) => [role, { on: false }])));
  };

  #takeable(): string[] {
    const [now] = this.#form.subjects;
    return now ? [...now.held.keys()].filter((role) => !now.cannotTake.has(role)) : [];
  }

  #takesAll(): boolean {
    const [now] = this.#form.subjects;
    const { wishes } = this.#form;
    const isTaken = (role: string): boolean => wishes.get(role)?.on === false;
    return [...wishes.values()].every(({ on }) => !on) && [...(now?.held.keys() ?? [])].every(isTaken);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-role-editor": PermitRoleEditor;
  }
}

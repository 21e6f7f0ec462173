import { LitElement, html, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import type { ChangeRolesInput, PeopleAnswer, Person, PersonDetail } from "../../api/people/contract.js";
import type { Asking } from "../people/asking.js";
import { footerStyles } from "../people/footer.styles.js";
import { subjectFromDetail, subjectFromPerson } from "../people/subject.js";
import { RolesForm } from "../people/roles-form.js";
import { rolesFormStyles } from "../people/roles-form.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import type { Messages } from "./messages.js";
import { rolesDialogStyles } from "./roles-dialog.styles.js";

/**
 * @summary Changes the roles of one person or of several. The difference and what it really gives and takes stand
 * there before it is saved.
 *
 * @fires permit-closed - The dialog has closed.
 */
@customElement("permit-roles-dialog")
export class PermitRolesDialog extends LitElement {
  static override styles = [controlStyles, footerStyles, rolesFormStyles, rolesDialogStyles];

  /** Who changes, where, and which roles there are. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  /** Reads one person, with what may be done about each role. */
  @property({ attribute: false }) detail!: (user: string) => Promise<PersonDetail>;

  /** Changes roles, or answers what would happen. */
  @property({ attribute: false }) change!: (
    input: ChangeRolesInput,
    signal?: AbortSignal,
  ) => Promise<PeopleAnswer>;

  /** How others are asked where they must agree. */
  @property({ attribute: false }) asking: Asking | undefined;

  @query("permit-dialog") private dialog!: PermitDialog;

  #form = new RolesForm(this, {
    session: () => this.session,
    messages: () => this.messages,
    roles: () => this.session.roles.filter((role) => role.resource === null),
    look: async (user) => subjectFromDetail(await this.detail(user)),
    change: (input, signal) => this.change(input, signal),
    asking: () => this.asking,
    finished: () => this.dialog.close(),
    halted: () => this.dialog.focus(),
  });

  /** Opens it for one person or several. */
  async open(people: readonly Person[]): Promise<void> {
    const masked = people.reduce((sum, person) => sum + person.masked_roles, 0);
    this.#form.start(people.map(subjectFromPerson), masked);
    const loading = people.length === 1 ? this.#form.load() : undefined;
    this.requestUpdate();
    await this.updateComplete;
    await this.dialog.show();
    await loading;
  }

  override render(): TemplateResult {
    const { dialog, roles } = this.messages;
    const { subjects } = this.#form;
    const [first] = subjects;
    return html`<permit-dialog
      heading=${
        first && subjects.length === 1 ? roles.title(first.name) : roles.titleForSeveral(subjects.length)
      }
      .words=${dialog}
      ?unsaved=${this.#form.isUnsaved}
      @permit-closed=${() => this.dispatchEvent(new Event("permit-closed"))}
    >
      <div class="stack">${this.#form.body()}</div>
      <div slot="footer">${this.#form.foot(() => this.dialog.requestClose())}</div>
    </permit-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-roles-dialog": PermitRolesDialog;
  }
}

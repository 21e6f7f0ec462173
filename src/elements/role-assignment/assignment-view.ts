import { html, nothing, type TemplateResult } from "lit";
import type { ChangeRolesInput, PeopleAnswer } from "../../api/people/contract.js";
import type { Session } from "../../api/wire.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { ElementView } from "../connection/element-view.js";
import { PermitErrorEvent } from "../connection/events.js";
import { sessionFace } from "../connection/session-face.js";
import { avatarStyles } from "../ui/avatar.js";
import { askingBy, type Asking } from "../people/asking.js";
import { doAct } from "../people/do-act.js";
import { footerStyles } from "../people/footer.styles.js";
import { listFooter, listStatus } from "../people/list-footer.js";
import { inverseOf, Notices, refusedIfNotDone, type HeldBefore } from "../people/undo.js";
import "../ui/callout.js";
import { chipStyles } from "../ui/chip.styles.js";
import { face, skeleton } from "../ui/face.js";
import { assignmentViewStyles } from "./assignment-view.styles.js";
import { wordsIn, type AssignmentMessagesOverride } from "./catalogue.js";
import type { AssignmentMessages } from "./messages.js";
import type { PersonPanel } from "./person-panel.js";
import type { PermitRoleAssignment } from "./role-assignment.js";
import type { ApprovalsRoutes } from "../../api/approvals/contract.js";
import type { RoleAssignmentRoutes } from "../../api/role-assignment/contract.js";
import { SharePanel } from "./share-panel.js";
import type { Surroundings } from "./surroundings.js";

/** What `<permit-role-assignment>` shows and does, loaded with the first of them. */
export class AssignmentView extends ElementView<
  PermitRoleAssignment,
  RoleAssignmentRoutes & ApprovalsRoutes,
  AssignmentMessages,
  AssignmentMessagesOverride
> {
  #tellClosed: () => void;
  #notices: Notices;
  #share: SharePanel;
  #person: PersonPanel | undefined;
  #surroundings: Surroundings;
  #toldSetup = "";
  #asking: Asking;

  /** `closed` is called when the dialog has closed. */
  constructor(
    host: PermitRoleAssignment,
    connection: ElementConnection<RoleAssignmentRoutes & ApprovalsRoutes>,
    closed: () => void,
  ) {
    super(host, connection, wordsIn, [chipStyles, avatarStyles, footerStyles, assignmentViewStyles]);
    this.#tellClosed = closed;
    if (!host.hides("toolbar")) this.use(import("../ui/finder.js"));
    this.#notices = new Notices(host);
    this.#asking = askingBy(host, connection, (text) => this.#notices.show({ text }));
    this.#surroundings = {
      host,
      connection,
      words: () => this.words,
      hides: (part) => host.hides(part),
      change: this.#change,
      asking: () => this.#asking,
      tell: (text) => this.#notices.show({ text }),
    };
    this.#share = new SharePanel(this.#surroundings, () => host.resourceInstance);
  }

  override hostUpdate(): void {
    super.hostUpdate();
    if (this.#isAboutPerson && !this.#person) this.use(this.#loadPerson());
  }

  hostUpdated(): void {
    const setup = this.#wrongSetup ?? "";
    if (setup && setup !== this.#toldSetup) {
      console.error(`<${this.host.localName}> ${setup}`);
      this.host.dispatchEvent(new PermitErrorEvent(new Error(setup)));
    }
    this.#toldSetup = setup;
    this.milestones.fares(this.connection.error ?? this.#panel?.error);
    if (this.connection.session && this.#panel?.isReady)
      this.milestones.isReady(JSON.stringify(this.host.about));
  }

  render(): TemplateResult {
    const { session } = this.connection;
    const title = this.#title(session);
    return html`<section class="frame" part="frame" aria-label=${title}>
      <header part="header">
        <slot name="header"><h2 part="title" dir="auto">${title}</h2></slot>
      </header>
      ${this.#body()} ${session && !this.host.hides("footer") ? listFooter(...this.#status) : nothing}
    </section>`;
  }

  renderDialog(): TemplateResult {
    const { session } = this.connection;
    return html`<permit-dialog
      heading=${this.#title(session)}
      .words=${this.words.dialog}
      ?unsaved=${this.#panel?.isUnsaved}
      @permit-closed=${this.#closed}
    >
      <div class="in-dialog">${this.#body()}</div>
      <div slot="footer" class="dialog-footer">
        <div class="status" part="footer">
          ${session && !this.host.hides("footer") ? listStatus(...this.#status) : nothing}
        </div>
        <button
          type="button"
          class="button primary"
          part="primary-button"
          @click=${() => this.#dialog?.requestClose()}
        >
          ${this.words.share.done}
        </button>
      </div>
    </permit-dialog>`;
  }

  async showDialog(): Promise<void> {
    await import("./editing.js");
    await this.#dialog?.show();
  }

  closeDialog(): void {
    this.#dialog?.close();
  }

  get #dialog() {
    return this.host.renderRoot.querySelector("permit-dialog");
  }

  #closed = (event: Event): void => {
    if (event.target !== this.#dialog) return;
    this.#tellClosed();
    this.host.dispatchEvent(new Event("permit-closed", { bubbles: true, composed: true }));
  };

  #title(session: Session | undefined): string {
    return this.#panel?.title(session) ?? this.words.person.opening;
  }

  /** undefined until that of a person has been loaded. */
  get #panel(): SharePanel | PersonPanel | undefined {
    return this.#isAboutPerson ? this.#person : this.#share;
  }

  get #isAboutPerson(): boolean {
    return Boolean(this.host.user) && !this.host.resourceInstance;
  }

  async #loadPerson(): Promise<void> {
    const { PersonPanel } = await import("./person-panel.js");
    this.#person ??= new PersonPanel(this.#surroundings, () => this.host.user);
    this.host.requestUpdate();
  }

  /** What is wrong with its attributes, and how to mend it. */
  get #wrongSetup(): string | undefined {
    const { user, resourceInstance: instance } = this.host;
    const { setup } = this.words;
    if (user && instance) return setup.both;
    if (!user && !instance) return setup.neither;
    return instance && !/^[^:]+:.+$/.test(instance) ? setup.instance(instance) : undefined;
  }

  #body(): TemplateResult {
    const { session } = this.connection;
    const { setup } = this.words;
    const wrong = this.#wrongSetup;
    if (wrong) return face({ title: setup.title, hint: wrong, isError: true });
    return session ? this.#shown(session) : sessionFace(this.connection, this.words, 4);
  }

  #shown(session: Session): TemplateResult {
    const { lost } = this.words.list;
    return html`<div class="panel">
      ${this.isLost ? html`<permit-callout part="banner" tone="warn">${lost}</permit-callout>` : nothing}
      ${this.#panel?.render(session) ?? skeleton(4)}
    </div>`;
  }

  get #status(): Parameters<typeof listStatus> {
    return [this.#notices, this.connection.live === "connected", this.words];
  }

  #change = async (
    input: ChangeRolesInput,
    heldBefore: HeldBefore,
    signal?: AbortSignal,
  ): Promise<PeopleAnswer> => {
    const send = (wanted: ChangeRolesInput): Promise<PeopleAnswer> =>
      doAct(this.host, "change-roles", wanted, () =>
        this.connection.send("POST /people/roles", { input: wanted, signal }),
      );
    const answer = await send(input);
    const done = answer.rows.filter(({ outcome }) => outcome === "done").length;
    if (answer.dry_run || done === 0) return answer;
    const inverse = inverseOf(input, answer, heldBefore);
    const text = this.words.done.changeRoles(done);
    const undo = async (): Promise<void> => {
      if (inverse) await refusedIfNotDone(send(inverse));
      await this.#panel?.reload();
    };
    this.#notices.show(inverse ? { text, undo } : { text });
    await this.#panel?.reload();
    return answer;
  };
}

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, queryAssignedElements, state } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import type { ApprovalsRoutes } from "../../api/approvals/contract.js";
import type { Person, PersonDetail } from "../../api/people/contract.js";
import type { UserManagementRoutes } from "../../api/user-management/contract.js";
import { ElementConnection } from "../connection/element-connection.js";
import { ConnectionLost } from "../connection/errors.js";
import { PermitErrorEvent } from "../connection/events.js";
import { Milestones } from "../connection/milestones.js";
import { PermitElement } from "../connection/permit-element.js";
import { sessionFace } from "../connection/session-face.js";
import "../ui/callout.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { frameStyles } from "../ui/frame.styles.js";
import type { PermitMenu } from "../ui/menu.js";
import { tabsStyles } from "../ui/tabs.js";
import { themeStyles } from "../ui/theme.styles.js";
import { onlyViews, whyNot } from "./abilities.js";
import { Catalogue, type MessagesOverride } from "./catalogue.js";
import type { Dialogs } from "./dialogs.js";
import { PermitRowActionEvent } from "./events.js";
import { Invitations } from "./invitations.js";
import type { NarrowRequest, SelectionActRequest, SelectionRequest } from "./list-events.js";
import { listFooter } from "../people/list-footer.js";
import { listHeader, type Tab } from "./list-header.js";
import { wordsFor } from "../people/messages.js";
import type { ListMessages } from "./messages.js";
import type { PermitPeopleTable } from "./people-table.js";
import { peoplePanel } from "./people-panel.js";
import { PeopleState } from "./people-state.js";
import { readonlyDetail, readonlySession } from "./readonly.js";
import { Notices } from "../people/undo.js";
import { userManagementStyles } from "./user-management.styles.js";

/**
 * The people of one tenant, for its own admins: find, invite, change roles, suspend and remove, within the limits
 * that the app's vendor has set. What may not be done is grey, with the reason.
 *
 * @summary People of this tenant: list, invite, change, remove.
 *
 * @slot header - In place of the title.
 * @slot toolbar - Further controls beside the filters.
 * @slot empty - In place of what is said while nobody is here yet.
 * @slot row-actions - Buttons for the end of each person's menu; choosing one fires `permit-row-action`.
 * @slot footer - At the end of the footer.
 *
 * @fires permit-ready - The first rows are on the screen.
 * @fires permit-error - Something could not be shown or done; `error` says what.
 * @fires permit-row-action - One of the host's own `row-actions` was chosen for `person`.
 * @fires permit-before-invite - Before people are invited. Like every `permit-before-…` it can be cancelled, or made to wait by `waitUntil(promise)`.
 * @fires permit-before-change-roles - Before roles are changed.
 * @fires permit-before-suspend - Before people are suspended.
 * @fires permit-before-reactivate - Before people are reactivated.
 * @fires permit-before-remove - Before people are removed.
 * @fires permit-before-leave - Before the person at the screen leaves.
 * @fires permit-before-edit-profile - Before a profile is saved.
 * @fires permit-before-edit-attributes - Before attributes are saved.
 * @fires permit-before-resend - Before an invitation is sent again.
 * @fires permit-before-copy-link - Before a fresh link is made.
 * @fires permit-before-cancel-invitation - Before an invitation is cancelled.
 * @fires permit-before-ask - Before others are asked for their agreement, or to give a role.
 * @fires permit-ask - Others were asked.
 * @fires permit-invite - People were invited. Like every event after an act it has `input`, `answer` and `requestId`.
 * @fires permit-change-roles - Roles were changed.
 * @fires permit-suspend - People were suspended.
 * @fires permit-reactivate - People were reactivated.
 * @fires permit-remove - People were removed.
 * @fires permit-leave - The person at the screen has left.
 * @fires permit-edit-profile - A profile was saved.
 * @fires permit-edit-attributes - Attributes were saved.
 * @fires permit-resend - An invitation was sent again.
 * @fires permit-copy-link - A fresh link was made.
 * @fires permit-cancel-invitation - An invitation was cancelled.
 *
 * @csspart frame - All of it.
 * @csspart header - Title, total and meters.
 * @csspart title - The title.
 * @csspart tabs - People and invitations.
 * @csspart tab - One of them.
 * @csspart toolbar - Search, filters, invite.
 * @csspart search - The search field.
 * @csspart filter - A filter.
 * @csspart button - A button.
 * @csspart primary-button - The button that invites.
 * @csspart selection-bar - What can be done with the people selected.
 * @csspart banner - What is said above the list when the connection is lost.
 * @csspart table - The list of people.
 * @csspart column-header - The head of a column.
 * @csspart row - A person.
 * @csspart avatar - Their initials.
 * @csspart name - Their name.
 * @csspart email - Their address.
 * @csspart chip - A role.
 * @csspart status - Active or suspended.
 * @csspart menu - A menu of actions.
 * @csspart menu-item - One action.
 * @csspart face - What is said in place of rows.
 * @csspart footer - The footer.
 *
 * @cssproperty --permit-accent - The one accent. All other colours are `--permit-*` too, by the names in the theme.
 * @cssproperty --permit-font - The font. Default: the page's.
 * @cssproperty --permit-border - The border around the element. Default: none.
 * @cssproperty --permit-max-height - How tall the element grows before the list scrolls.
 */
@customElement("permit-user-management")
export class PermitUserManagement extends PermitElement {
  static override styles = [themeStyles, controlStyles, frameStyles, tabsStyles, userManagementStyles];

  /** Words of your own, or of another language: any part of the catalogue. */
  @property({ attribute: false }) messages: MessagesOverride = {};

  @state() private tab: Tab = "people";

  @query("permit-menu") private menu!: PermitMenu;
  @query("permit-people-table") private table!: PermitPeopleTable | null;
  @query("permit-people-toolbar") private toolbar!: HTMLElement | null;
  @queryAssignedElements({ slot: "row-actions" }) private rowActions!: HTMLElement[];

  #catalogue!: Catalogue;
  #connection = new ElementConnection<UserManagementRoutes & ApprovalsRoutes>(this, "user-management");
  #notices = new Notices(this);
  #dialogs: Dialogs | undefined;
  #people = new PeopleState(this, this.#connection);
  #invitations = new Invitations(this, {
    connection: this.#connection,
    dialogs: () => this.#loadDialogs(),
    isOffered: () => this.#offersInvitations(),
  });

  #locale = "";
  #session: Session | undefined;
  #given: Session | undefined;
  #givenReadonly = false;
  #menuOf: Person | undefined;
  #milestones = new Milestones(this);
  #unsubscribe: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = this.#connection.subscribe((list) => {
      if (list === "people" || list === "*") this.#dialogs?.refresh();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const locale = this.#connection.locale ?? this.pageLocale();
    if (!this.#catalogue || changed.has("messages") || this.#locale !== locale) {
      this.#catalogue = new Catalogue(locale, this.messages);
      this.#locale = locale;
    }
    this.#people.follow(this.#connection.session);
    this.#followSession();
    if (!this.#offersInvitations()) this.tab = "people";
  }

  protected override updated(): void {
    const { face, error } = this.#people.rows;
    this.#milestones.fares(this.#connection.error ?? error);
    if (face === "rows" || face === "empty") void this.#tellReady();
  }

  /** The table renders once, measures, and renders again. */
  async #tellReady(): Promise<void> {
    await this.table?.updateComplete;
    await this.table?.updateComplete;
    this.#milestones.isReady();
  }

  protected override render(): TemplateResult {
    const session = this.#session;
    return html`<section class="frame" part="frame" aria-label=${this.#words.list.title}>
      ${this.#header(session)}
      ${session ? this.#body(session) : sessionFace(this.#connection, this.#words, 8)}
    </section>`;
  }

  #header(session: Session | undefined): TemplateResult {
    return listHeader({
      messages: this.#words,
      session,
      count: this.#people.countWords(this.#words),
      tab: this.tab,
      hasTabs: this.#offersInvitations(),
      openInvitations: this.#invitations.total,
      choose: (tab) => this.#choose(tab),
    });
  }

  #body(session: Session): TemplateResult {
    const hasTabs = this.#offersInvitations();
    return html`<div
        class="panel"
        id="panel"
        role=${hasTabs ? "tabpanel" : nothing}
        aria-labelledby=${hasTabs ? `tab-${this.tab}` : nothing}
      >
        ${
          this.#isLost()
            ? html`<permit-callout part="banner" tone="warn">${this.#words.list.lost}</permit-callout>`
            : nothing
        }
        ${this.tab === "people" ? this.#panel(session) : this.#invitations.render(session, this.#catalogue)}
      </div>
      ${
        this.hides("footer")
          ? nothing
          : listFooter(this.#notices, this.#connection.live === "connected", this.#words)
      }
      ${this.#dialogs?.render(session)}
      <permit-menu exportparts="menu, menu-item"
        ><slot
          name="row-actions"
          @click=${this.chooseRowAction}
          @slotchange=${() => this.requestUpdate()}
        ></slot
      ></permit-menu>`;
  }

  #panel(session: Session): TemplateResult {
    const canChange = !onlyViews(session);
    return peoplePanel({
      session,
      messages: this.#words,
      people: this.#people,
      density: this.density,
      hasToolbar: !this.hides("toolbar"),
      isSelectable: canChange && !this.hides("selection"),
      whyNoInvite: canChange && !this.hides("invite") ? whyNot("invite", session, this.#words) : null,
      hasActions: (person) => canChange || this.rowActions.length > 0 || (person.you && !this.readonly),
      narrow: (request) => this.#narrow(request),
      sortBy: ({ sort }) => (this.#people.sort = sort),
      select: (request) => this.#select(request),
      actOnSelection: ({ act }) => this.#actOnSelection(act),
      openPerson: ({ person }) => this.#ask((dialogs) => dialogs.person(person.user)),
      openActions: ({ person, anchor }) =>
        this.#ask((dialogs) => this.#openActions(dialogs, session, person, anchor)),
      invite: () => this.#ask((dialogs) => dialogs.invite()),
    });
  }

  /** The button in place of the rows is gone with what it clears: the focus goes to the search. */
  #narrow({ narrowing, target }: NarrowRequest): void {
    this.#people.narrowing = narrowing;
    if (target !== this.toolbar) this.toolbar?.focus();
  }

  /** The bar is gone with the last one selected: the focus goes back to the list. */
  #select({ selection, target }: SelectionRequest): void {
    this.#people.selection = selection;
    if (target !== this.table) this.table?.focus();
    if (selection.size > 0) import("./selection-bar.js").catch((error) => this.#tellFailure(error));
  }

  /** The menu arrives with its first use, as the dialogs do. */
  async #openActions(dialogs: Dialogs, session: Session, person: Person, anchor: HTMLElement): Promise<void> {
    const [{ personActions }] = await Promise.all([import("./person-actions.js"), import("../ui/menu.js")]);
    const items = personActions({
      person,
      session,
      messages: this.#words,
      dialogs,
      canChange: !onlyViews(session),
      canLeave: !this.readonly,
    });
    this.#menuOf = person;
    await this.menu.open(anchor, this.#words.list.actionsFor(person.name), items);
  }

  private chooseRowAction(event: Event): void {
    const item = this.rowActions.find((one) => event.composedPath().includes(one));
    if (item && this.#menuOf) this.dispatchEvent(new PermitRowActionEvent(this.#menuOf, item));
  }

  #actOnSelection(act: SelectionActRequest["act"]): void {
    const people = [...this.#people.selection.values()];
    this.#ask((dialogs) => (act === "change-roles" ? dialogs.changeRoles(people) : dialogs.act(act, people)));
  }

  #choose(tab: Tab): void {
    this.tab = tab;
    if (tab === "invitations") this.#invitations.prepare().catch((error) => this.#tellFailure(error));
  }

  /** The rows come from the server: nothing is added or taken away here. */
  #afterAct(users: readonly string[]): void {
    this.#people.deselect(users);
    void this.#people.rows.reload();
    void this.#invitations.reload();
    this.#dialogs?.refresh();
  }

  #tellFailure(error: unknown): void {
    this.#notices.show({ text: wordsFor(error, this.#words) });
    this.dispatchEvent(new PermitErrorEvent(error));
  }

  /** The session as this element uses it; the same one while nothing changes, so that children need not look again. */
  #followSession(): void {
    const { session } = this.#connection;
    if (session === this.#given && this.readonly === this.#givenReadonly) return;
    this.#given = session;
    this.#givenReadonly = this.readonly;
    this.#session = session && this.readonly ? readonlySession(session, this.#words.list.readonly) : session;
  }

  /** Whatever changes something arrives when it is first asked for, so that the list itself stays small. */
  async #loadDialogs(): Promise<Dialogs> {
    const { Dialogs } = await import("./dialogs.js");
    return (this.#dialogs ??= new Dialogs({
      host: this,
      connection: this.#connection,
      notices: this.#notices,
      catalogue: () => this.#catalogue,
      detail: (user) => this.#detail(user),
      done: (users) => this.#afterAct(users),
      failed: (error) => this.#tellFailure(error),
      left: () => void this.#connection.reopen(),
    }));
  }

  #ask(open: (dialogs: Dialogs) => Promise<void>): void {
    this.#loadDialogs()
      .then(open)
      .catch((error) => this.#tellFailure(error));
  }

  get #words(): ListMessages {
    return this.#catalogue.list;
  }

  async #detail(user: string): Promise<PersonDetail> {
    const detail = await this.#connection.send("GET /people/{user}", { path: { user } });
    return this.readonly ? readonlyDetail(detail, this.#words.list.readonly) : detail;
  }

  #offersInvitations(): boolean {
    return this.#session !== undefined && !onlyViews(this.#session) && !this.hides("invitations");
  }

  #isLost(): boolean {
    return this.#connection.live === "lost" || this.#connection.error instanceof ConnectionLost;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-user-management": PermitUserManagement;
  }
}

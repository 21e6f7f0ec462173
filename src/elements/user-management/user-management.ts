import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, queryAssignedElements, state } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import type {
  PeoplePage,
  PeopleQuery,
  Person,
  UserManagementRoutes,
} from "../../api/user-management/contract.js";
import { ElementConnection } from "../connection/element-connection.js";
import { ConnectionLost } from "../connection/errors.js";
import { LiveQuery } from "../connection/live-query.js";
import { LiveRows } from "../connection/live-rows.js";
import { PermitElement } from "../connection/permit-element.js";
import "../ui/callout.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitMenu } from "../ui/menu.js";
import "../ui/menu.js";
import { themeStyles } from "../ui/theme.styles.js";
import { onlyViews, whyNot } from "./abilities.js";
import { Catalogue, type MessagesOverride } from "./catalogue.js";
import { Commands } from "./commands.js";
import { Dialogs } from "./dialogs.js";
import { PermitErrorEvent, PermitReadyEvent, PermitRowActionEvent } from "./events.js";
import { Invitations } from "./invitations.js";
import { everybody, isNarrowed, type Narrowing, type SelectionActRequest, type Sort } from "./list-events.js";
import { sessionFace, skeleton } from "./list-faces.js";
import { listFooter } from "./list-footer.js";
import { listHeader, type Tab } from "./list-header.js";
import { wordsFor, type ListMessages } from "./messages.js";
import { peoplePanel } from "./people-panel.js";
import { personActions } from "./person-actions.js";
import { Notices } from "./undo.js";
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
  static override styles = [themeStyles, controlStyles, userManagementStyles];

  /** Words of your own, or of another language: any part of the catalogue. */
  @property({ attribute: false }) messages: MessagesOverride = {};

  @state() private narrowing: Narrowing = everybody;
  @state() private sort: Sort = { sort: "name", direction: "asc" };
  @state() private selection: ReadonlyMap<string, Person> = new Map();
  @state() private tab: Tab = "people";

  @query("permit-menu") private menu!: PermitMenu;
  @queryAssignedElements({ slot: "row-actions" }) private rowActions!: HTMLElement[];

  #catalogue!: Catalogue;
  #connection = new ElementConnection<UserManagementRoutes>(this, "user-management");
  #commands = new Commands(this, this.#connection);
  #notices = new Notices(this);
  #dialogs = new Dialogs({
    host: this,
    commands: this.#commands,
    notices: this.#notices,
    catalogue: () => this.#catalogue,
    done: (users) => this.#afterAct(users),
    failed: (error) => this.#tellFailure(error),
    left: () => void this.#connection.reopen(),
  });

  #people = new LiveRows<PeopleQuery, Person>(this, {
    list: "people",
    doorbell: this.#connection,
    query: () => (this.#connection.session ? this.#query() : undefined),
    load: async (query, place, signal) => {
      const page = await this.#connection.send("GET /people", { query: { ...query, ...place }, signal });
      return { rows: page.people, next: page.next, total: page.total };
    },
    count: async ({ search, role, status }, signal) => {
      const query = { ...(search && { search }), ...(role && { role }), ...(status && { status }) };
      return (await this.#connection.send("GET /people/count", { query, signal })).total;
    },
  });

  /** While the list is narrowed, how many there are in all. */
  #total = new LiveQuery(this, {
    list: "people",
    doorbell: this.#connection,
    question: () => (this.#connection.session && isNarrowed(this.narrowing) ? "everybody" : undefined),
    ask: async (_, signal) => (await this.#connection.send("GET /people/count", { query: {}, signal })).total,
  });

  #invitations = new Invitations(this, {
    connection: this.#connection,
    commands: this.#commands,
    dialogs: this.#dialogs,
    isOffered: () => this.#offersInvitations(),
  });

  #locale = "";
  #everyone: number | undefined;
  #menuOf: Person | undefined;
  #seeded: unknown;
  #toldError: unknown;
  #isReady = false;
  #unsubscribe: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = this.#connection.subscribe((list) => {
      if (list === "people" || list === "*") this.#dialogs.refresh();
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
    this.#seedFirstPage();
    this.#refreshSelection();
    if (!this.#offersInvitations()) this.tab = "people";
  }

  protected override updated(): void {
    const error = this.#connection.error ?? this.#people.error;
    if (error !== undefined && error !== this.#toldError) this.dispatchEvent(new PermitErrorEvent(error));
    this.#toldError = error;
    const isReady = this.#people.face === "rows" || this.#people.face === "empty";
    if (isReady && !this.#isReady) this.dispatchEvent(new PermitReadyEvent());
    this.#isReady ||= isReady;
  }

  protected override render(): TemplateResult {
    const { session, error } = this.#connection;
    return html`<section class="frame" part="frame" aria-label=${this.#words.list.title}>
      ${this.#header(session)}
      ${
        session
          ? this.#body(session)
          : error === undefined
            ? html`<p class="visually-hidden" role="status">${this.#words.session.opening}</p>
                ${skeleton(8)}`
            : sessionFace(error, this.#words, () => void this.#connection.reopen())
      }
    </section>`;
  }

  #header(session: Session | undefined): TemplateResult {
    return listHeader({
      messages: this.#words,
      session,
      count: this.#count(),
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
      ${this.#dialogs.render(session)}
      <permit-menu exportparts="menu, menu-item"
        ><slot
          name="row-actions"
          @click=${this.chooseRowAction}
          @slotchange=${() => this.requestUpdate()}
        ></slot
      ></permit-menu>`;
  }

  #panel(session: Session): TemplateResult {
    const canChange = this.#canChange(session);
    return peoplePanel({
      session,
      messages: this.#words,
      people: this.#people,
      narrowing: this.narrowing,
      sort: this.sort,
      selection: this.selection,
      density: this.density,
      hasToolbar: !this.hides("toolbar"),
      isSelectable: canChange && !this.hides("selection"),
      whyNoInvite: canChange && !this.hides("invite") ? whyNot("invite", session, this.#words) : null,
      hasActions: (person) => canChange || this.rowActions.length > 0 || (person.you && !this.readonly),
      narrow: ({ narrowing }) => (this.narrowing = narrowing),
      sortBy: ({ sort }) => (this.sort = sort),
      select: ({ selection }) => (this.selection = selection),
      actOnSelection: ({ act }) => this.#actOnSelection(act),
      openPerson: ({ person }) => void this.#dialogs.person(person.user),
      openActions: ({ person, anchor }) => this.#openActions(session, person, anchor),
      invite: () => void this.#dialogs.invite(),
    });
  }

  get #words(): ListMessages {
    return this.#catalogue.list;
  }

  #openActions(session: Session, person: Person, anchor: HTMLElement): void {
    const items = personActions({
      person,
      session,
      messages: this.#words,
      dialogs: this.#dialogs,
      canChange: this.#canChange(session),
      canLeave: !this.readonly,
    });
    this.#menuOf = person;
    void this.menu.open(anchor, this.#words.list.actionsFor(person.name), items);
  }

  private chooseRowAction(event: Event): void {
    const item = this.rowActions.find((one) => event.composedPath().includes(one));
    if (item && this.#menuOf) this.dispatchEvent(new PermitRowActionEvent(this.#menuOf, item));
  }

  #actOnSelection(act: SelectionActRequest["act"]): void {
    const people = [...this.selection.values()];
    if (act === "change-roles") void this.#dialogs.changeRoles(people);
    else void this.#dialogs.act(act, people);
  }

  #choose(tab: Tab): void {
    this.tab = tab;
    if (tab === "invitations") this.#invitations.prepare().catch((error) => this.#tellFailure(error));
  }

  /** The rows come from the server: nothing is added or taken away here. */
  #afterAct(users: readonly string[]): void {
    this.selection = new Map([...this.selection].filter(([user]) => !users.includes(user)));
    void this.#people.reload();
    void this.#invitations.reload();
    if (users.length === 0) return;
    this.#dialogs.refresh();
  }

  #tellFailure(error: unknown): void {
    this.#notices.show({ text: wordsFor(error, this.#words) });
    this.dispatchEvent(new PermitErrorEvent(error));
  }

  /** The session brought the first page along, so that one request stands between the script and the rows. */
  #seedFirstPage(): void {
    const page = this.#connection.session?.first_page as PeoplePage | undefined;
    if (!page || page === this.#seeded) return;
    this.#seeded = page;
    const isAsItComes =
      !isNarrowed(this.narrowing) && this.sort.sort === "name" && this.sort.direction === "asc";
    if (isAsItComes) this.#people.seed({ rows: page.people, next: page.next, total: page.total });
  }

  /** People stay selected while they are out of sight; those in sight are known as they are now. */
  #refreshSelection(): void {
    if (!this.#connection.session) this.selection = new Map();
    if (this.selection.size === 0) return;
    const now = new Map(this.selection);
    for (const person of this.#people.rows()) if (now.has(person.user)) now.set(person.user, person);
    this.selection = now;
  }

  #count(): string {
    const { list, format } = this.#words;
    const total = this.#people.total;
    if (!isNarrowed(this.narrowing)) {
      if (total !== null) this.#everyone = total;
      return total === null ? list.counting : format.number(total);
    }
    const all = this.#total.answer ?? this.#everyone;
    return list.matches(
      total === null ? list.counting : format.number(total),
      all === undefined ? list.counting : format.number(all),
    );
  }

  #query(): PeopleQuery {
    const { search, roles, statuses } = this.narrowing;
    return {
      ...(search && { search }),
      ...(roles.length > 0 && { role: [...roles] }),
      ...(statuses.length > 0 && { status: [...statuses] }),
      ...this.sort,
    };
  }

  #canChange(session: Session): boolean {
    return !this.readonly && !onlyViews(session);
  }

  #offersInvitations(): boolean {
    const { session } = this.#connection;
    return session !== undefined && this.#canChange(session) && !this.hides("invitations");
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

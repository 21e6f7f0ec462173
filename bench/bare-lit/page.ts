// The same page as one Lit element: what Lit itself costs, without anything of the product.
import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { OpenSessionInput, PeoplePage, Person, Session } from "../wire.js";

const searchDelay = 150;
const dates = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

@customElement("bare-lit")
export class BareLit extends LitElement {
  static override styles = css`
    table {
      inline-size: 100%;
      border-collapse: collapse;
    }

    th,
    td {
      padding: 0.5rem;
      border-block-end: 1px solid #ddd;
      text-align: start;
    }

    .chip {
      margin-inline-end: 0.25rem;
      padding: 0.1rem 0.5rem;
      border-radius: 1rem;
      background: #eee;
    }
  `;

  @state() private people: readonly Person[] = [];
  #token = "";
  #roles = new Map<string, string>();
  #delay: ReturnType<typeof setTimeout> | undefined;
  #sought = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#open();
  }

  async #open(): Promise<void> {
    const input: OpenSessionInput = { type: "user-management", with_first_page: true };
    const response = await fetch("/permit/session", {
      method: "POST",
      headers: { "content-type": "application/json", "permit-element": "1" },
      body: JSON.stringify(input),
    });
    const session = (await response.json()) as Session;
    this.#token = session.token;
    this.#roles = new Map(session.roles.map(({ id, name }) => [id, name]));
    this.people = (session.first_page as PeoplePage).people;
  }

  #type(search: HTMLInputElement): void {
    clearTimeout(this.#delay);
    this.#delay = setTimeout(() => void this.#find(search.value.trim()), searchDelay);
  }

  async #find(text: string): Promise<void> {
    this.#sought = text;
    const query = new URLSearchParams({ search: text, sort: "name", direction: "asc", limit: "50" });
    const answer = await fetch(`/permit/people?${query}`, {
      headers: { authorization: `Bearer ${this.#token}` },
    });
    const page = (await answer.json()) as PeoplePage;
    if (text === this.#sought) this.people = page.people;
  }

  protected override render(): TemplateResult {
    return html`<input
        type="search"
        aria-label="Search people"
        @input=${({ target }: InputEvent) => this.#type(target as HTMLInputElement)}
      />
      <table>
        <thead>
          <tr>
            <th>Name</th>
            <th>Email</th>
            <th>Roles</th>
            <th>Status</th>
            <th>Changed</th>
          </tr>
        </thead>
        <tbody>
          ${this.people.map((person) => this.#row(person))}
        </tbody>
      </table>`;
  }

  #row(person: Person): TemplateResult {
    return html`<tr>
      <td>${person.name}</td>
      <td>${person.email ?? person.key}</td>
      <td>${person.roles.map(({ role }) => html`<span class="chip">${this.#roles.get(role)}</span>`)}</td>
      <td>${person.status}</td>
      <td>${dates.format(new Date(person.changed_at))}</td>
    </tr>`;
  }
}

import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Role } from "../../api/wire.js";
import type { PersonDetail } from "../../api/people/contract.js";
import { chipStyles } from "../ui/chip.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { Messages } from "./messages.js";

type Held = PersonDetail["held"][number];

/** @summary Every role a person holds, here and on single instances, how it is held and until when. */
@customElement("permit-held-roles")
export class PermitHeldRoles extends LitElement {
  static override styles = [
    controlStyles,
    chipStyles,
    css`
      :host {
        display: block;
      }

      ul {
        display: grid;
        gap: calc(var(--_space) * 2);
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        flex-wrap: wrap;
        gap: var(--_space) calc(var(--_space) * 2);
        align-items: center;
      }

      .where {
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** The roles held. */
  @property({ attribute: false }) held: readonly Held[] = [];

  /** The roles there are. */
  @property({ attribute: false }) roles: readonly Role[] = [];

  /** How many further roles can't be seen. */
  @property({ type: Number }) masked = 0;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  override render(): TemplateResult {
    const { common, person } = this.messages;
    const places = new Map(this.roles.map((role, place) => [role.id, { role, place }]));
    const held = this.held
      .flatMap((each) => {
        const known = places.get(each.role);
        return known ? [{ each, ...known }] : [];
      })
      .sort(
        (one, other) =>
          (one.each.instance ?? "").localeCompare(other.each.instance ?? "") || one.place - other.place,
      );
    if (held.length + this.masked === 0) return html`<p class="muted">${person.noRoles}</p>`;
    return html`<ul>
      ${held.map(({ each, role }) => this.#held(each, role))}
      ${
        this.masked > 0
          ? html`<li><span class="chip masked">${common.maskedRoles(this.masked)}</span></li>`
          : nothing
      }
    </ul>`;
  }

  #held({ instance, how, via, begins_at, ends_at }: Held, role: Role): TemplateResult {
    const { common, person, format } = this.messages;
    return html`<li>
      <span class="chip ${role.administrative ? "strong" : ""}">
        <span class="name">${role.name}</span>
        ${ends_at ? html`<span class="until">${common.until(format.day(ends_at))}</span>` : nothing}
      </span>
      ${instance ? html`<span class="where">${person.on(instance)}</span>` : nothing}
      ${how === "direct" ? nothing : html`<span class="small muted">${person.how[how](via ?? "")}</span>`}
      ${begins_at ? html`<span class="small muted">${common.from(format.day(begins_at))}</span>` : nothing}
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-held-roles": PermitHeldRoles;
  }
}

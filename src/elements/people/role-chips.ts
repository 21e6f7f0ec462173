import { html, nothing, type TemplateResult } from "lit";
import type { Role } from "../../api/wire.js";
import type { HeldRole, Person } from "../../api/people/contract.js";
import type { PeopleMessages } from "./messages.js";

const most = 4;

/** A person's roles as chips: first those in the whole tenant, then what there is beyond them. */
export function roleChips(
  person: Pick<Person, "roles" | "masked_roles" | "instance_roles">,
  roles: ReadonlyMap<string, Role>,
  messages: PeopleMessages,
): TemplateResult | typeof nothing {
  const { common, format } = messages;
  const order = [...roles.keys()];
  const held = person.roles
    .filter((one) => roles.has(one.role))
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  const shown = held.length > most ? held.slice(0, most - 1) : held;
  const hidden = held.slice(shown.length).map((one) => roles.get(one.role)?.name ?? "");
  const parts = [
    ...shown.map((one) => roleChip(one, roles.get(one.role), messages)),
    hidden.length > 0 ? plainChip(common.moreRoles(hidden.length), "", format.list(hidden)) : undefined,
    ...person.instance_roles.map(({ resource, count }) =>
      plainChip(common.rolesOnInstances(count, resource), ""),
    ),
    person.masked_roles > 0 ? plainChip(common.maskedRoles(person.masked_roles), "masked") : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? html`${parts}` : html`<span class="muted">${common.none}</span>`;
}

function roleChip(
  held: HeldRole,
  role: Role | undefined,
  { common, format }: PeopleMessages,
): TemplateResult {
  const look = role?.administrative ? "strong" : "";
  return html`<span class="chip ${look}" part="chip" title=${role?.description || nothing}>
    <span class="name" dir="auto">${role?.name}</span>
    ${held.begins_at ? html`<span class="until">${common.from(format.day(held.begins_at))}</span>` : nothing}
    ${
      held.ends_at
        ? html`<span class="until" title=${format.moment(held.ends_at)}
            >${common.until(format.day(held.ends_at))}</span
          >`
        : nothing
    }
  </span>`;
}

function plainChip(text: string, look: string, title?: string): TemplateResult {
  return html`<span class="chip ${look}" part="chip" title=${title ?? nothing}>
    <span class="name" dir="auto">${text}</span>
  </span>`;
}

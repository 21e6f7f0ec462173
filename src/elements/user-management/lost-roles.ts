import { css, html, nothing, type TemplateResult } from "lit";
import type { Role } from "../../api/wire.js";
import type { Person } from "../../api/people/contract.js";
import type { Messages } from "./messages.js";

/** The roles that end with these people's places, those on instances and those that can't be seen included. */
export function lostRoles(
  people: readonly Person[],
  roles: readonly Role[],
  { act, common }: Messages,
): TemplateResult | typeof nothing {
  const holders = counted(people.flatMap((person) => person.roles.map(({ role }) => [role, 1] as const)));
  const lost = roles.filter((role) => holders.has(role.id));
  const onInstances = counted(
    people.flatMap((person) =>
      person.instance_roles.map(({ resource, count }) => [resource, count] as const),
    ),
  );
  const masked = people.reduce((sum, person) => sum + person.masked_roles, 0);
  if (lost.length + onInstances.size + masked === 0) return nothing;
  return html`<div class="lost">
    <h3>${act.rolesLost}</h3>
    <ul>
      ${lost.map(
        (role) =>
          html`<li class="chip ${role.administrative ? "strong" : ""}">
            ${role.name}
            ${
              people.length > 1
                ? html`<span class="muted">${common.people(holders.get(role.id) ?? 0)}</span>`
                : nothing
            }
          </li>`,
      )}
      ${[...onInstances].map(
        ([resource, count]) => html`<li class="chip">${common.rolesOnInstances(count, resource)}</li>`,
      )}
      ${masked > 0 ? html`<li class="chip masked">${act.maskedLost(masked)}</li>` : nothing}
    </ul>
  </div>`;
}

function counted(pairs: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of pairs) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

export const lostRolesStyles = css`
  .lost h3 {
    margin: 0 0 calc(var(--_space) * 1.5);
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 550;
  }

  .lost ul {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
    margin: 0;
    padding: 0;
    list-style: none;
  }
`;

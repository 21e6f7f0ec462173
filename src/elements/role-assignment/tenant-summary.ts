import { html, nothing, type TemplateResult } from "lit";
import type { InstanceAccess } from "../../api/role-assignment/contract.js";
import type { Session } from "../../api/wire.js";
import { nameOfRole } from "./held-words.js";
import type { AssignmentMessages } from "./messages.js";

/** The roles in the tenant that reach it too: how many hold them, and what they give. */
export function tenantSummary(
  through: InstanceAccess["through_tenant"],
  { roles, tenant }: Session,
  { share, format }: AssignmentMessages,
): TemplateResult | typeof nothing {
  const lines = through.filter(({ people }) => people.total > 0);
  if (lines.length === 0) return nothing;
  return html`<section class="summary" part="summary" aria-labelledby="through-tenant">
    <h3 id="through-tenant">${share.throughTenant(tenant.name)}</h3>
    <ul>
      ${lines.map(
        ({ role, people, permissions }) =>
          html`<li>
            <span class="chip">${nameOfRole(role, roles)}</span>
            <span>${share.holders(people.names, people.total)}</span>
            <span class="gives">${format.list(permissions)}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

import type { RequestableRoles } from "../../src/api/access-request/contract.js";
import type { ApprovalsRoutes } from "../../src/api/approvals/contract.js";
import { elsewhere } from "./elsewhere.js";
import type { Part } from "./seed/cast.js";
import type { CompanyKey } from "./seed/companies.js";

/** Somebody asks for a role from elsewhere, after taking back what an earlier visit to a story has left. */
export async function askFor(part: Part, company: CompanyKey, role: string, why: string): Promise<void> {
  await withdrawAll(part, company);
  await elsewhere<void, ApprovalsRoutes>(
    part,
    company,
    async (client, { you, first_page }) => {
      const { roles } = first_page as RequestableRoles;
      const grant = roles.flatMap((each) => (each.role.key === role ? [{ role: each.role.id }] : []));
      await client.send("POST /requests", {
        input: { kind: "access", person: { user: you.user, grant }, justification: why },
      });
    },
    "access-request",
  );
}

export function withdrawAll(part: Part, company: CompanyKey): Promise<void> {
  return elsewhere<void, ApprovalsRoutes>(
    part,
    company,
    async (client) => {
      const { requests } = await client.send("GET /requests", { query: { show: "mine" } });
      for (const { id } of requests.filter(({ status }) => status === "open"))
        await client.send("POST /requests/{request}/withdraw", { path: { request: id }, input: {} });
    },
    "access-request",
  );
}

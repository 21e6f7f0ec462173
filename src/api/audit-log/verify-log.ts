import { z } from "@hono/zod-openapi";
import { query } from "../endpoint.js";
import { verifyAudit } from "../store/audit.js";
import { AuditVerification } from "./contract.js";

export const verifyLog = query({
  route: "GET /audit-log/verification",
  summary: "Have the server recompute this tenant's chains from their first entry to their last",
  elements: ["audit-log"],
  query: z.strictObject({}),
  answer: AuditVerification,
  run: async ({ trx, facts }) => {
    const chains = await verifyAudit(trx);
    const signed = chains.flatMap(({ signed_at }) => signed_at?.getTime() ?? []);
    return {
      is_intact: chains.every(({ broken_at, is_complete }) => broken_at === null && is_complete),
      chains: chains.map(({ kind, length, checked, broken_at, is_complete }) => ({
        kind,
        entries: length,
        checked,
        broken_at: broken_at ?? (is_complete ? null : checked + 1),
      })),
      signed_at: signed.length === 0 ? null : new Date(Math.max(...signed)).toISOString(),
      checked_at: new Date(facts.now).toISOString(),
    };
  },
});

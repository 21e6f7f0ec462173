import { z } from "zod";
import { toHex, sha256 } from "../../bytes.js";
import type { AuditEntry } from "../../audit-log/contract.js";
import { auditPage } from "../../audit-log/read-log.js";
import type { Context } from "../../request-context.js";
import { readAuditSpan } from "../../store/audit.js";
import { Paging } from "../collection.js";
import { elementOperation, reading, type ElementCall } from "./element-operation.js";

/** As many entries as a page can reach, and as many as are looked through for words: the newest ones. */
const mostReached = 10_000;
const mostSearched = 2000;

/** The audit log of the session's tenant: what was done and what was refused, newest first. */
export const auditLogOperations = [
  elementOperation({
    route: "GET /v2/elements/{proj_id}/{env_id}/config/{elements_config_id}/data/audit_logs",
    elements: ["audit-log"],
    query: z.looseObject({ ...Paging, search: z.string().max(200).default("") }),
    run: (call) =>
      reading(call, async (context) => {
        const { page, per_page, search } = call.query;
        const end = Math.min(page * per_page, mostReached);
        const read = await newest(context, search === "" ? end : mostSearched);
        const found = read.filter((entry) => matches(entry, search.toLowerCase()));
        const total = search === "" ? (await readAuditSpan(context.trx, {})).total : found.length;
        const reached = Math.min(total, mostReached);
        return {
          data: await Promise.all(
            found
              .slice((page - 1) * per_page, end)
              .map((entry) => logView(call, context.rules.tenant.key, entry)),
          ),
          total_count: total,
          page_count: Math.ceil(reached / per_page),
          pagination_count: reached,
        };
      }),
  }),
];

async function newest(context: Context, most: number): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  for (let cursor: string | undefined; found.length < most;) {
    const { entries, next } = await auditPage(context, { limit: 200, ...(cursor && { cursor }) });
    found.push(...entries);
    if (next === null) break;
    cursor = next;
  }
  return found.slice(0, most);
}

const matches = ({ action, actor, target, role }: AuditEntry, word: string) =>
  [action, actor.name, target?.name ?? "", role?.name ?? ""].some((each) =>
    each.toLowerCase().includes(word),
  );

async function logView(
  { organization, project, environment }: ElementCall,
  tenant: string,
  entry: AuditEntry,
) {
  const { id, at, action, outcome, actor, target, role, refused_because } = entry;
  return {
    id: await asUuid(id),
    timestamp: at,
    created_at: at,
    org_id: organization,
    project_id: project,
    env_id: environment,
    tenant,
    action,
    decision: outcome === "done",
    reason: refused_because.map(({ message }) => message).join(" ") || null,
    user_key: actor.id,
    user_name: actor.name,
    query: [actor.name, action, target?.name, role?.name].filter(Boolean).join(" "),
    result: { before: entry.before, after: entry.after },
  };
}

/** An entry is named by its chain and number; the vendor names it by an id, always the same. */
async function asUuid(name: string): Promise<string> {
  const digits = toHex(await sha256(`audit entry ${name}`)).slice(0, 32);
  const versioned = `${digits.slice(0, 12)}8${digits.slice(13, 16)}8${digits.slice(17)}`;
  return versioned.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

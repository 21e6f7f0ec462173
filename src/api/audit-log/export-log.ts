import { mayWatch, parse, queryOf, type Endpoint } from "../endpoint.js";
import { Refused } from "../errors.js";
import { authenticate, openContext, type Server } from "../request-context.js";
import { refusedAnswer } from "../settle.js";
import type { SessionClaims } from "../sessions/tokens.js";
import { AuditExportQuery, AuditExport, type AuditEntry, type AuditPage } from "./contract.js";
import { csvHead, csvRow } from "./csv.js";
import { auditPage } from "./read-log.js";

const pageSize = 1000;

/**
 * The whole of a filter, streamed page by page. Each page is read in a transaction of its own and judged anew: a
 * reader whose right ends halfway gets no further page, and the stream breaks off where they can see it.
 */
export const exportLog: Endpoint = {
  route: "GET /audit-log/export",
  summary: "Everything that a filter finds, streamed as CSV or JSON",
  input: null,
  query: AuditExportQuery,
  action: null,
  answer: AuditExport,
  async handle(server, request, _, requestId) {
    const claims = await authenticate(server, request);
    server.requests.take(claims.user);
    if (claims.type !== "audit-log") throw new Refused("forbidden", "This session is for another element.");
    const { format, ...filter } = parse(AuditExportQuery, queryOf(request));
    const readPage = (cursor: string | null) =>
      pageOf(server, claims, requestId, { ...filter, ...(cursor !== null && { cursor }), limit: pageSize });
    // What is refused at once is refused as any request is.
    const first = await readPage(null);
    const name = `audit-log-${new Date().toISOString().slice(0, 10)}.${format}`;
    return new Response(streamOf(first, readPage, formats[format]), {
      headers: {
        "content-type": format === "csv" ? "text/csv; charset=utf-8" : "application/json",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      },
    });
  },
};

interface Format {
  head: string;
  between: string;
  foot: string;
  write: (entry: AuditEntry) => string;
}

const formats: Record<"csv" | "json", Format> = {
  csv: { head: csvHead, between: "", foot: "", write: csvRow },
  json: { head: "[\n", between: ",\n", foot: "\n]\n", write: (entry) => JSON.stringify(entry) },
};

function streamOf(
  first: AuditPage,
  readPage: (cursor: string) => Promise<AuditPage>,
  { head, between, foot, write }: Format,
) {
  let next: string | null = null;
  let isBegun = false;
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      const page: AuditPage = next === null ? first : await readPage(next);
      const lines = page.entries.map(write);
      const text = (isBegun ? (lines.length > 0 ? between : "") : head) + lines.join(between);
      isBegun = true;
      next = page.next;
      controller.enqueue(new TextEncoder().encode(next === null ? text + foot : text));
      if (next === null) controller.close();
    },
  };
  // Nothing is read ahead: a page is read, and judged, when it is asked for.
  return new ReadableStream<Uint8Array>(source, { highWaterMark: 0 });
}

function pageOf(
  server: Server,
  claims: SessionClaims,
  requestId: string,
  query: Parameters<typeof auditPage>[1],
): Promise<AuditPage> {
  return server.store.asServer({ environment: claims.environment, tenant: claims.tenant }, async (trx) => {
    const context = await openContext(server, trx, claims, requestId, {}, { bulk: 0, justification: null });
    mayWatch(context, null);
    const { decision } = context.judge({ act: "audit.export" });
    if (decision.outcome !== "allowed") throw refusedAnswer(decision.reasons);
    return auditPage(context, query);
  });
}

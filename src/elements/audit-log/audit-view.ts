import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import type {
  AuditActivity,
  AuditActivityQuery,
  AuditEntry,
  AuditLogRoutes,
  AuditPage,
  AuditPeople,
  AuditVerification,
} from "../../api/audit-log/contract.js";
import type { Session } from "../../api/wire.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { ElementView } from "../connection/element-view.js";
import { PermitErrorEvent } from "../connection/events.js";
import { LiveQuery } from "../connection/live-query.js";
import { LiveRows } from "../connection/live-rows.js";
import { connectionWordsFor } from "../connection/messages.js";
import { sessionFace } from "../connection/session-face.js";
import "../ui/callout.js";
import { face, skeleton } from "../ui/face.js";
import type { PermitMenu } from "../ui/menu.js";
import "../ui/progress.js";
import type { FilterRequest, OpenEntryRequest } from "./audit-events.js";
import type { PermitAuditLog } from "./audit-log.js";
import "./audit-table.js";
import { auditToolbar } from "./audit-toolbar.js";
import { auditViewStyles } from "./audit-view.styles.js";
import { wordsIn, type AuditMessagesOverride } from "./catalogue.js";
import type { ExportFormat, ExportJob } from "./export-job.js";
import { everything, isNarrowed, queryOf, readAddress, writeAddress, type Filter } from "./filter.js";
import type { AuditMessages } from "./messages.js";
import { verificationWords } from "./verification.js";

/** What `<permit-audit-log>` shows and does, loaded with the first of them. */
export class AuditView extends ElementView<
  PermitAuditLog,
  AuditLogRoutes,
  AuditMessages,
  AuditMessagesOverride
> {
  #filter = everything;
  #names = new Map<string, string>();
  /** From when on entries are new while the tail is paused; null while it is not. */
  #pausedAt: string | null = null;
  #rows: LiveRows<AuditActivityQuery, AuditEntry>;
  #activity: LiveQuery<AuditActivityQuery, AuditActivity>;
  #fresh: LiveQuery<AuditActivityQuery, number>;
  #export: ExportJob | undefined;
  #notice = "";
  #verification: AuditVerification | "checking" | undefined;
  #seeded: unknown;

  constructor(host: PermitAuditLog, connection: ElementConnection<AuditLogRoutes>) {
    super(host, connection, wordsIn, [auditViewStyles]);
    if (!host.hides("chart")) this.use(import("./activity-chart.js"));
    if (!host.hides("toolbar")) this.use(import("../ui/finder.js"));
    if (host.keepFilterInUrl) this.#filter = readAddress();
    const question = (): AuditActivityQuery | undefined =>
      connection.session ? queryOf(this.#filter) : undefined;
    // While the tail is paused, nothing here hears the bell.
    const doorbell = {
      subscribe: (listener: (list: string) => void) =>
        connection.subscribe((list) => {
          if (this.#pausedAt === null) listener(list);
        }),
    };
    this.#rows = new LiveRows<AuditActivityQuery, AuditEntry>(host, {
      list: "audit",
      doorbell,
      query: question,
      load: async (query, { cursor, limit }, signal) => {
        const place = { limit, ...(cursor && { cursor }) };
        const page = await connection.send("GET /audit-log", { query: { ...query, ...place }, signal });
        return { rows: page.entries, next: page.next, total: null };
      },
    });
    this.#activity = new LiveQuery(host, {
      list: "audit",
      doorbell,
      question,
      ask: (query, signal) => connection.send("GET /audit-log/activity", { query, signal }),
    });
    this.#fresh = new LiveQuery<AuditActivityQuery, number>(host, {
      list: "audit",
      doorbell: connection,
      question: () => {
        const query = question();
        if (this.#pausedAt === null || !query || query.to) return undefined;
        return { ...query, from: this.#pausedAt };
      },
      ask: async (query, signal) =>
        (await connection.send("GET /audit-log/activity", { query, signal })).total,
    });
  }

  override hostUpdate(): void {
    super.hostUpdate();
    this.#seedFirstPage();
    for (const { actor, target } of this.#rows.rows()) {
      if (actor.id && actor.name) this.#names.set(actor.id, actor.name);
      if (target?.id && target.name) this.#names.set(target.id, target.name);
    }
  }

  hostUpdated(): void {
    this.milestones.fares(this.connection.error ?? this.#rows.error);
    if (this.#rows.face === "rows" || this.#rows.face === "empty") this.milestones.isReady();
  }

  render(): TemplateResult {
    const { session } = this.connection;
    const { list } = this.words;
    return html`<section class="frame" part="frame" aria-label=${list.title}>
      <header part="header">
        <slot name="header"><h2 part="title">${list.title}</h2></slot>
        ${session ? this.#tail() : nothing}
      </header>
      ${session ? this.#body(session) : sessionFace(this.connection, this.words, 8)}
    </section>`;
  }

  /** How many there are, and whether the list follows by itself. */
  #tail(): TemplateResult {
    const { list } = this.words;
    const total = this.#activity.answer?.total;
    const isPaused = this.#pausedAt !== null;
    const fresh = isPaused ? (this.#fresh.answer ?? 0) : 0;
    return html`${total === undefined ? nothing : html`<span class="count">${list.entries(total)}</span>`}
      <span class="tail">
        ${isPaused ? html`<span>${list.paused}</span>` : nothing}
        ${
          !isPaused && this.connection.live === "connected"
            ? html`<span class="live">${list.live}</span>`
            : nothing
        }
        <span role="status">${fresh > 0 ? list.newEntries(fresh) : ""}</span>
        <button class="button quiet" part="button" @click=${() => this.#pause(!isPaused)}>
          ${isPaused ? list.resume : list.pause}
        </button>
      </span>`;
  }

  #body(session: Session): TemplateResult {
    const { filter, list } = this.words;
    return html`<div class="panel">
        ${this.isLost ? html`<permit-callout part="banner" tone="warn">${list.lost}</permit-callout>` : nothing}
        ${
          this.host.hides("toolbar")
            ? nothing
            : auditToolbar({
                filter: this.#filter,
                messages: this.words,
                find: (search, signal) => this.#find(search, signal),
                nameOf: (id) => this.#names.get(id),
                change: (change) => this.#narrow(change),
                openExport: (anchor) => this.use(this.#openExport(session, anchor)),
                isExporting: this.#export?.isRunning ?? false,
              })
        }
        ${this.#progress()} ${this.host.hides("chart") ? nothing : this.#chart()} ${this.#brokenLog()}
        ${this.#list(filter.clearAll)}
      </div>
      ${this.host.hides("footer") ? nothing : this.#footer()}
      <permit-menu exportparts="menu, menu-item"></permit-menu>
      <permit-audit-entry
        .messages=${this.words}
        @permit-filter-request=${(event: FilterRequest) => this.#narrow(event.change)}
      ></permit-audit-entry>`;
  }

  #progress(): TemplateResult | typeof nothing {
    const job = this.#export;
    if (!job?.isRunning) return nothing;
    const { done, total } = job;
    const words = this.words.export;
    return html`<permit-progress
      .done=${done}
      .total=${Math.max(1, total)}
      .text=${words.progress(done, total)}
      .stop=${words.stop}
      @permit-stop=${() => job.stop()}
    ></permit-progress>`;
  }

  #chart(): TemplateResult | typeof nothing {
    const { answer } = this.#activity;
    if (!answer || answer.total === 0) return nothing;
    return html`<permit-activity-chart
      part="chart"
      .activity=${answer}
      .messages=${this.words}
      @permit-filter-request=${(event: FilterRequest) => this.#narrow(event.change)}
    ></permit-activity-chart>`;
  }

  #list(clearAll: string): TemplateResult {
    const { list } = this.words;
    switch (this.#rows.face) {
      case "loading":
        return skeleton(8);
      case "error":
        return face({
          title: list.failed,
          hint: connectionWordsFor(this.#rows.error, this.words),
          action: { label: list.retry, run: () => void this.#rows.reload() },
          isError: true,
        });
      case "empty":
        if (!isNarrowed(this.#filter))
          return html`<slot name="empty"
            >${face({ title: list.nothingYet, hint: list.nothingYetHint })}</slot
          >`;
        return face({
          title: list.noMatches,
          hint: list.noMatchesHint,
          action: { label: clearAll, run: () => this.#narrow(everything) },
        });
      case "rows":
        return html`<permit-audit-table
          exportparts="table, column-header, row, status"
          density=${this.host.density}
          .entries=${this.#rows}
          .revision=${this.#rows.revision}
          .messages=${this.words}
          .total=${this.#activity.answer?.total}
          @permit-filter-request=${(event: FilterRequest) => this.#narrow(event.change)}
          @permit-open-entry-request=${(event: OpenEntryRequest) => this.use(this.#open(event.entry))}
        ></permit-audit-table>`;
    }
  }

  #brokenLog(): TemplateResult | typeof nothing {
    const answer = this.#verification;
    if (answer === undefined || answer === "checking" || answer.is_intact) return nothing;
    return html`<permit-callout part="banner" tone="bad"
      >${verificationWords(answer, this.words)}</permit-callout
    >`;
  }

  #footer(): TemplateResult {
    const { verify } = this.words;
    const answer = this.#verification;
    const isChecking = answer === "checking";
    const said = isChecking
      ? verify.checking
      : guard([answer, this.words], () =>
          answer?.is_intact ? verificationWords(answer, this.words) : nothing,
        );
    return html`<footer part="footer">
      <span class="said" role="status">${this.#notice ? html`${this.#notice} ` : nothing}${said}</span>
      <button class="button link" part="button" ?disabled=${isChecking} @click=${() => void this.#verify()}>
        ${verify.verify}
      </button>
      <slot name="footer"></slot>
    </footer>`;
  }

  #narrow(change: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...change };
    if (this.host.keepFilterInUrl) writeAddress(this.#filter);
    this.host.requestUpdate();
  }

  #pause(pause: boolean): void {
    const newest = this.#rows.row(0)?.at;
    // Entries name their time to the millisecond: the next one is new.
    const after = newest ? new Date(Date.parse(newest) + 1).toISOString() : this.#activity.answer?.to;
    this.#pausedAt = pause ? (after ?? new Date().toISOString()) : null;
    if (!pause) {
      void this.#rows.reload();
      void this.#activity.reload();
    }
    this.host.requestUpdate();
  }

  async #find(search: string, signal: AbortSignal): Promise<AuditPeople> {
    const found = await this.connection.send("GET /audit-log/people", { query: { search }, signal });
    for (const { id, name } of found.people) this.#names.set(id, name);
    return found;
  }

  /** Details and menu arrive with their first use. */
  async #open(entry: AuditEntry): Promise<void> {
    await import("./audit-entry.js");
    await this.host.renderRoot.querySelector("permit-audit-entry")?.open(entry);
  }

  async #openExport(session: Session, anchor: HTMLElement): Promise<void> {
    await import("../ui/menu.js");
    const { title, csv, json } = this.words.export;
    const reason = session.refused["audit.export"]?.message;
    const menu = this.host.renderRoot.querySelector<PermitMenu>("permit-menu");
    await menu?.open(anchor, title, [
      { label: csv, reason, run: () => this.use(this.#save("csv")) },
      { label: json, reason, run: () => this.use(this.#save("json")) },
    ]);
  }

  async #save(format: ExportFormat): Promise<void> {
    const { export: words } = this.words;
    this.#notice = "";
    const { ExportJob } = await import("./export-job.js");
    const job = (this.#export ??= new ExportJob(this.host, this.connection));
    const end = await job.run(queryOf(this.#filter), format, this.#activity.answer?.total ?? 0);
    if ("error" in end) {
      this.#notice = words.failed(connectionWordsFor(end.error, this.words));
      this.host.dispatchEvent(new PermitErrorEvent(end.error));
    } else this.#notice = end.outcome === "done" ? words.done(end.entries) : words.stopped;
    this.host.requestUpdate();
  }

  async #verify(): Promise<void> {
    this.#verification = "checking";
    this.#notice = "";
    this.host.requestUpdate();
    try {
      this.#verification = await this.connection.send("GET /audit-log/verification", { query: {} });
    } catch (error) {
      this.#verification = undefined;
      this.#notice = this.words.verify.failed(connectionWordsFor(error, this.words));
      this.host.dispatchEvent(new PermitErrorEvent(error));
    }
    this.host.requestUpdate();
  }

  /** The session brought the first page along, so that one request stands between the script and the rows. */
  #seedFirstPage(): void {
    const page = this.connection.session?.first_page as AuditPage | undefined;
    if (!page || page === this.#seeded) return;
    this.#seeded = page;
    if (!isNarrowed(this.#filter)) this.#rows.seed({ rows: page.entries, next: page.next, total: null });
  }
}

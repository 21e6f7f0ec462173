import type { ReactiveControllerHost } from "lit";
import type { AuditActivityQuery, AuditLogRoutes } from "../../api/audit-log/contract.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { isAbort } from "../connection/errors.js";

const types = { csv: "text/csv", json: "application/json" };
export type ExportFormat = keyof typeof types;
export type ExportEnd = { outcome: "done"; entries: number } | { outcome: "stopped" } | { error: unknown };

/** Streams exactly what a filter finds into a file, counts the entries on the way, and can be stopped. */
export class ExportJob {
  done = 0;
  total = 0;
  isRunning = false;

  #host: ReactiveControllerHost;
  #connection: ElementConnection<AuditLogRoutes>;
  #stopping: AbortController | undefined;

  constructor(host: ReactiveControllerHost, connection: ElementConnection<AuditLogRoutes>) {
    this.#host = host;
    this.#connection = connection;
  }

  async run(query: AuditActivityQuery, format: ExportFormat, total: number): Promise<ExportEnd> {
    const { signal } = (this.#stopping = new AbortController());
    this.#note({ isRunning: true, done: 0, total });
    // Each entry is a line, after the line that begins the file.
    let lines = -1;
    const wrote = (piece: Uint8Array): void => {
      for (const byte of piece) if (byte === 0x0a) lines += 1;
      this.#note({ done: Math.max(0, Math.min(lines, total)) });
    };
    const file = {
      name: `audit-log-${new Date().toISOString().slice(0, 10)}.${format}`,
      type: types[format],
      wrote,
    };
    try {
      await this.#connection.save("GET /audit-log/export", { query: { ...query, format }, signal }, file);
      return { outcome: "done", entries: this.done };
    } catch (error) {
      return isAbort(error) ? { outcome: "stopped" } : { error };
    } finally {
      this.#note({ isRunning: false });
    }
  }

  stop(): void {
    this.#stopping?.abort(new DOMException("Stopped", "AbortError"));
  }

  #note(change: Partial<Pick<ExportJob, "done" | "total" | "isRunning">>): void {
    Object.assign(this, change);
    this.#host.requestUpdate();
  }
}

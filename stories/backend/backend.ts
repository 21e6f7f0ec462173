import type { PGlite } from "@electric-sql/pglite";
import dumpAddress from "../../.cache/stories/database.tar.gz?url";
import { createPermitOn } from "../../src/api/permit.js";
import type { Fetch } from "../../src/elements/connection/client.js";
import type { Part } from "./seed/cast.js";
import type { CompanyKey } from "./seed/companies.js";
import { openDatabase } from "./database.js";
import { host } from "./host.js";
import { inPageFetch, type Line } from "./in-page-fetch.js";
import { storeOnPGlite } from "./pglite-store.js";

/** The real API, on a real PostgreSQL, in this page. */
export interface Backend {
  /** Where the API answers to somebody signed in. */
  endpoint(part: Part, company: CompanyKey, line?: Line): string;
  fetch: Fetch;
  /** A session of the vendor's own console, for one company. */
  operatorToken(company: CompanyKey): Promise<string>;
}

const patience = 30_000;

/** The one backend that all stories of this page share; whoever asks first starts it. */
export function openBackend(): Promise<Backend> {
  const page = globalThis as { permitBackend?: Promise<Backend> };
  return (page.permitBackend ??= within(patience, start()).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The stories have the real server in their page, and it did not start. ${reason}`, {
      cause: error,
    });
  }));
}

async function start(): Promise<Backend> {
  if (!isSecureContext) {
    throw new Error("It needs Web Crypto, which browsers give to https and localhost only.");
  }
  const database = await openDatabase(await loadDump());
  await makeYoung(database);
  const permit = await createPermitOn(await storeOnPGlite(database), host);
  // Each page has a backend of its own, and elements in two pages must not take them for one.
  const root = `/in-this-page/${crypto.randomUUID()}`;
  return {
    endpoint: (part, company, line = "up") => `${root}/${line}/${part}@${company}`,
    fetch: inPageFetch(permit, root),
    async operatorToken(company) {
      return (await permit.operatorSession({ name: "Vera Lindqvist", tenant: company })).token;
    },
  };
}

async function loadDump(): Promise<Blob> {
  const response = await fetch(dumpAddress);
  if (!response.ok) throw new Error(`Its database, ${dumpAddress}, answered ${response.status}.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // File servers name the type as they like, and some unpack on the way; PGlite goes by the type alone.
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new Blob([bytes], { type: isPacked ? "application/gzip" : "application/x-tar" });
}

/** A dump may be months old. What ended in nine days when it was made ends in nine days now. */
async function makeYoung(database: PGlite): Promise<void> {
  const age = "(select clock_timestamp() - max(applied_at) from public.permit_migration)";
  // What was asked for can't be altered, not even by whom the tables belong to.
  await database.exec(`
    set session_replication_role = replica;
    update permit.request set created_at = created_at + ${age}, expires_at = expires_at + ${age};
    set session_replication_role = origin;
    update permit.assignment set ends_at = ends_at + ${age} where ends_at is not null;
    update permit.invitation set created_at = created_at + ${age}, expires_at = expires_at + ${age};`);
}

/** PGlite never says that WebAssembly is forbidden, or that it came to a stop. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const words = `Nothing came of it in ${milliseconds / 1000} s. Does this page's Content-Security-Policy allow 'wasm-unsafe-eval'?`;
    timer = setTimeout(() => reject(new Error(words)), milliseconds);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}

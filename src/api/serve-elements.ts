import { readFile, readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

/** The built elements, beside the built server. From the sources there are none. */
const folder = new URL("../elements/", import.meta.url);
const types: Record<string, string> = { ".js": "text/javascript; charset=utf-8", ".map": "application/json" };
const encodings = { br: promisify(brotliCompress), gzip: promisify(gzip) };
const encoded = new Map<string, Buffer<ArrayBuffer>>();

/** Answers a script of the elements by its file name, or null for what is no such file. */
export async function serveElement(name: string, request: Request): Promise<Response | null> {
  const extension = /\.\w+$/.exec(name)?.[0] ?? "";
  const type = types[extension];
  if (!type || !(await files()).has(name)) return null;
  const accepted = request.headers.get("accept-encoding") ?? "";
  const encoding = accepted.includes("br") ? "br" : accepted.includes("gzip") ? "gzip" : null;
  const key = `${encoding ?? "plain"} ${name}`;
  // A build may replace the files while this runs.
  const plain = await readFile(new URL(name, folder)).catch(() => null);
  if (!plain) return null;
  const body = encoded.get(key) ?? Buffer.from(encoding ? await encodings[encoding](plain) : plain);
  encoded.set(key, body);
  // Chunks are named by their content; the entry is not.
  const isNamedByContent = /-[\w-]{8}\.\w+$/.test(name);
  return new Response(body, {
    headers: {
      "content-type": type,
      "cache-control": isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
      ...(encoding && { "content-encoding": encoding }),
    },
  });
}

let names: Promise<ReadonlySet<string>> | null = null;

function files(): Promise<ReadonlySet<string>> {
  names ??= readdir(folder, { recursive: true }).then(
    (all) => new Set(all.map((each) => each.replaceAll("\\", "/"))),
    () => new Set<string>(),
  );
  return names;
}

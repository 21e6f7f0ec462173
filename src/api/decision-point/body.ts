import { Fault } from "../management/fault.js";
import { readJson } from "../read-json.js";

const mostBytes = 2 * 1024 * 1024;
const tooLarge = () => new Fault(413, "INVALID_INPUT", "At most 2 MB.");

/** The JSON of a request. Whoever says how much they send is not read as a stream, which would cost more than a check. */
export async function bodyOf(request: Request): Promise<unknown> {
  const length = request.headers.get("content-length");
  const isSaid = length !== null && !request.headers.has("transfer-encoding");
  if (isSaid && !(Number(length) <= mostBytes)) throw tooLarge();
  return readJson(isSaid ? await request.text() : await readUpTo(mostBytes, request));
}

async function readUpTo(most: number, { body }: Request): Promise<string> {
  if (!body) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > most) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

import { Refused } from "./errors.js";

const deepest = 64;

/**
 * Reads the JSON of a request. A key that comes twice is refused, since two readers might each take another of its
 * values; so is a key that some readers pass over; and nesting beyond all use, which would exhaust whoever walks it.
 */
export function readJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused("malformed", "The body is not JSON.");
  }
  const fault = faultOf(text);
  if (fault) throw new Refused("malformed", fault);
  return value;
}

/** Walks JSON that is known to be well-formed, with the keys of each object or list that is still open. */
function faultOf(text: string): string | null {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "{" || character === "[") {
      if (open.push(new Set()) > deepest) return `The body is nested deeper than ${deepest}.`;
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === '"') {
      const start = at;
      at = endOfString(text, at);
      if (!isKey(text, at + 1)) continue;
      const keys = open.at(-1);
      const key = JSON.parse(text.slice(start, at + 1)) as string;
      if (keys?.has(key)) return "A key comes twice in one object.";
      if (key === "__proto__") return "No key may be named __proto__.";
      keys?.add(key);
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** A string is a key when a colon follows. */
function isKey(text: string, after: number): boolean {
  let at = after;
  while (" \t\n\r".includes(text[at] ?? "end")) at += 1;
  return text[at] === ":";
}

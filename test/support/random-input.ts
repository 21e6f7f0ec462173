import type { Operation } from "./api-description.js";
import { isObject, type Schema, type Schemas } from "./json-schema.js";
import { places, replaced } from "./spoiled-json.js";

/** Chance that can be repeated: mulberry32. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  number(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(count: number): number {
    return Math.floor(this.number() * count);
  }

  happens(probability: number): boolean {
    return this.number() < probability;
  }

  of<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined && values.length === 0) throw new Error("There is nothing to choose from.");
    return value as T;
  }
}

const texts = [
  ...[
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    "\ufffe",
    "\u202e",
    "\u200b",
    "ﷺ",
    "İ",
    "ß",
    "Ⅷ",
    "👩‍👩‍👧‍👦",
    "Ω≈ç√∫",
  ],
  ...[
    "' or 1=1 --",
    "\\",
    "%",
    "_",
    "\\%",
    "'; drop table x; --",
    "$1",
    "{}",
    "{1,2}",
    "null",
    "NaN",
    "1e999",
    "-0",
  ],
  ...[
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "${7*7}",
    "{{7*7}}",
    "%s%n",
    "../../etc/passwd",
    "=1+1",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "x".repeat(300),
    "é".repeat(5000),
    "\n\r\t",
    "\u0007",
  ],
  ...[
    "a@b",
    "@",
    "a@b@c.example",
    "a b@c.example",
    '"a b"@c.example',
    "a@[127.0.0.1]",
    "a@xn--",
    "a@-b.example",
  ],
  ...[
    "2026-02-30T00:00:00Z",
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "infinity",
    "now",
    "2026-01-01",
  ],
  ...["document:42", "document:", ":42", "document:\0", "gone:1", "folder:plans", "document:*", "user:1:2"],
] as const;
const numbers = [0, -0, -1, 1, 1.5, 5000, 1e21, -1e308, 2 ** 31, 2 ** 53, 2 ** 63, 0.1 + 0.2] as const;

/** Requests that come near to what the API describes, and are spoiled in one place or several. */
export class RandomInput {
  constructor(
    readonly chance: Chance,
    readonly schemas: Schemas,
    /** Ids that exist, here or elsewhere. */
    readonly ids: readonly string[],
    /** Texts that mean something here: addresses, tokens, cursors. */
    readonly known: readonly string[],
  ) {}

  path({ path }: Operation): string {
    const { chance } = this;
    const filled = path.replaceAll(/\{\w+\}/g, () =>
      chance.happens(0.8) ? chance.of(this.ids) : encodeURIComponent(wellFormed(this.#text())),
    );
    return chance.happens(0.95) ? filled : `${filled}${encodeURIComponent(wellFormed(this.#text()))}`;
  }

  query({ query }: Operation): string {
    const { chance } = this;
    const chosen = query
      .filter(() => chance.happens(0.4))
      .flatMap((each) => (chance.happens(0.1) ? [each, each] : [each]));
    const spoiled = chance.happens(0.9) ? chance.below(chosen.length) : -1;
    const pairs = chosen.map(({ name, schema }, at) => {
      const value = at === spoiled ? this.#spoil(this.value(schema)) : this.value(schema);
      return [name, typeof value === "string" ? value : JSON.stringify(value)];
    });
    if (chance.happens(0.05)) pairs.push([this.#text(), this.#text()]);
    const text = pairs.map(
      ([name = "", value = ""]) =>
        `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(value))}`,
    );
    return text.length > 0 ? `?${text.join("&")}` : "";
  }

  /** The body as text. */
  body({ input }: Operation): string {
    const { chance } = this;
    let value = this.value(input ?? {});
    const faults = chance.of([0, 1, 1, 1, 2, 3]);
    for (let n = 0; n < faults; n += 1) {
      const { path } = chance.of(places(value));
      value = replaced(value, path, (old) => this.#spoil(old));
    }
    const text = JSON.stringify(value) ?? "";
    if (chance.happens(0.85)) return text;
    const at = chance.below(text.length + 1);
    const inserted = chance.of(["", "", "{", "}", "]", '"', ",", ":", "\\", "\0", "\u2028", "0", "-"]);
    return text.slice(0, at) + inserted + text.slice(at + chance.below(3));
  }

  /** A value as the schema asks for it. */
  value(schema: Schema): unknown {
    const { chance } = this;
    const {
      type,
      properties,
      items,
      anyOf,
      format,
      minItems,
      enum: choices,
      ...own
    } = this.schemas.resolve(schema);
    if (Array.isArray(choices)) return chance.of(choices) as unknown;
    if (Array.isArray(anyOf)) return this.value(chance.of(anyOf as Schema[]));
    switch (Array.isArray(type) ? chance.of(type as string[]) : type) {
      case "object": {
        const required = (own["required"] ?? []) as string[];
        const chosen = Object.entries((properties ?? {}) as Record<string, Schema>).filter(
          ([name]) => required.includes(name) || chance.happens(0.6),
        );
        const free =
          isObject(own["additionalProperties"]) && chance.happens(0.9) ? [["department", "Legal"]] : [];
        return Object.fromEntries([...chosen.map(([name, each]) => [name, this.value(each)]), ...free]);
      }
      case "array":
        return Array.from({ length: Number(minItems ?? 0) + chance.below(3) }, () =>
          this.value(items as Schema),
        );
      case "string":
        if (format === "uuid") return chance.of(this.ids);
        if (format === "date-time") return chance.of(["2099-01-01T00:00:00Z", "2000-01-01T00:00:00+01:00"]);
        return chance.of(this.known);
      case "integer":
      case "number":
        return chance.below(5);
      case "boolean":
        return chance.happens(0.5);
      default:
        return null;
    }
  }

  anything(depth: number): unknown {
    const { chance } = this;
    const kinds = depth > 0 ? 7 : 5;
    switch (chance.below(kinds)) {
      case 0:
        return this.#text();
      case 1:
        return chance.of(numbers);
      case 2:
        return chance.of([true, false, null]);
      case 3:
        return chance.of(this.ids);
      case 4:
        return chance.of(this.known);
      case 5:
        return Array.from({ length: chance.below(4) }, () => this.anything(depth - 1));
      default:
        return Object.fromEntries(
          Array.from({ length: chance.below(4) }, () => [this.#text(), this.anything(depth - 1)]),
        );
    }
  }

  /** One in five is text that PostgreSQL can't hold. */
  #text(): string {
    return this.chance.happens(0.2) ? this.chance.of(["\0", "a\0b", "\ud800"]) : this.chance.of(texts);
  }

  #spoil(old: unknown): unknown {
    const { chance } = this;
    if (chance.happens(0.2)) return [old];
    if (isObject(old) && chance.happens(0.5)) return { ...old, [this.#text()]: this.anything(1) };
    if (Array.isArray(old) && chance.happens(0.5)) return [...old, ...old, this.anything(1)];
    if (typeof old === "string" && chance.happens(0.4)) return old + this.#text();
    return this.anything(2);
  }
}

const wellFormed = (text: string) => Buffer.from(text, "utf8").toString("utf8");

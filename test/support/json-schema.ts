/** As much of JSON Schema 2020-12 as the API describes itself with. A keyword that is not known here is an error. */
export type Schema = { readonly [keyword: string]: unknown };

const words = new Set(["description", "example", "default", "title"]);
const formats: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
};
const typeOf = (value: unknown) =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : Number.isInteger(value)
        ? "integer"
        : typeof value;

export class Schemas {
  /** `isClosed`: a property that a schema does not name is a fault, whether or not the schema says so. */
  constructor(
    readonly components: Readonly<Record<string, Schema>>,
    readonly isClosed = false,
  ) {}

  /** The schema itself, where another one only refers to it. */
  resolve(schema: Schema): Schema {
    if (typeof schema["$ref"] !== "string") return schema;
    const found = this.components[schema["$ref"].replace("#/components/schemas/", "")];
    if (!found) throw new Error(`There is no ${schema["$ref"]}`);
    return this.resolve(found);
  }

  /** Every fault of the value, with the path to it. */
  faults(schema: Schema, value: unknown, path = ""): string[] {
    return Object.entries(this.resolve(schema)).flatMap(([keyword, expected]) => {
      if (words.has(keyword)) return [];
      const check = this.#checks[keyword];
      if (!check) throw new Error(`Unknown keyword ${keyword} at ${path}`);
      return check(expected as never, value, path, this.resolve(schema));
    });
  }

  #fault = (isFine: boolean, path: string, what: string) => (isFine ? [] : [`${path || "/"}: ${what}`]);
  #ofType = (type: string, value: unknown) =>
    typeOf(value) === type || (type === "number" && typeOf(value) === "integer");

  #checks: Record<string, (expected: never, value: unknown, path: string, schema: Schema) => string[]> = {
    type: (expected: string | string[], value, path) =>
      this.#fault(
        [expected].flat().some((type) => this.#ofType(type, value)),
        path,
        `not ${String(expected)}`,
      ),
    enum: (expected: unknown[], value, path) =>
      this.#fault(expected.includes(value), path, `not one of ${expected.join(", ")}`),
    const: (expected: unknown, value, path) =>
      this.#fault(value === expected, path, `not ${String(expected)}`),
    anyOf: (options: Schema[], value, path) =>
      this.#fault(
        options.some((each) => this.faults(each, value, path).length === 0),
        path,
        "matches nothing",
      ),
    allOf: (parts: Schema[], value, path) => parts.flatMap((each) => this.faults(each, value, path)),
    required: (names: string[], value, path) =>
      isObject(value)
        ? names.flatMap((name) => this.#fault(Object.hasOwn(value, name), path, `${name} is missing`))
        : [],
    properties: (properties: Record<string, Schema>, value, path, schema) =>
      isObject(value)
        ? Object.entries(value).flatMap(([name, each]) => {
            const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
            if (known) return this.faults(known, each, `${path}/${name}`);
            return this.#fault(
              !this.isClosed || "additionalProperties" in schema,
              path,
              `${name} is not named`,
            );
          })
        : [],
    additionalProperties: (expected: boolean | Schema, value, path, schema) => {
      if (!isObject(value) || expected === true) return [];
      const named = isObject(schema["properties"]) ? schema["properties"] : {};
      const others = Object.entries(value).filter(([name]) => !Object.hasOwn(named, name));
      return others.flatMap(([name, each]) =>
        expected === false
          ? [`${path || "/"}: ${name} is unknown`]
          : this.faults(expected, each, `${path}/${name}`),
      );
    },
    propertyNames: (expected: Schema, value, path) =>
      isObject(value)
        ? Object.keys(value).flatMap((name) => this.faults(expected, name, `${path}/${name}`))
        : [],
    items: (expected: Schema, value, path) =>
      Array.isArray(value)
        ? value.flatMap((each, index) => this.faults(expected, each, `${path}/${index}`))
        : [],
    minItems: (least: number, value, path) =>
      this.#fault(!Array.isArray(value) || value.length >= least, path, "too few"),
    maxItems: (most: number, value, path) =>
      this.#fault(!Array.isArray(value) || value.length <= most, path, "too many"),
    minLength: (least: number, value, path) =>
      this.#fault(typeof value !== "string" || value.length >= least, path, "too short"),
    maxLength: (most: number, value, path) =>
      this.#fault(typeof value !== "string" || value.length <= most, path, "too long"),
    minimum: (least: number, value, path) =>
      this.#fault(typeof value !== "number" || value >= least, path, "too small"),
    maximum: (most: number, value, path) =>
      this.#fault(typeof value !== "number" || value <= most, path, "too great"),
    pattern: (pattern: string, value, path) =>
      this.#fault(
        typeof value !== "string" || new RegExp(pattern, "u").test(value),
        path,
        `not like ${pattern}`,
      ),
    format: (format: string, value, path) =>
      this.#fault(typeof value !== "string" || (formats[format]?.test(value) ?? false), path, `no ${format}`),
  };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

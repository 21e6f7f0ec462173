/** Rules 22 and 29 to 39, read anew for every question. */
export interface Layers {
  user: Record<string, unknown>;
  resource: Record<string, unknown>;
  tenant: Record<string, unknown>;
  context: Record<string, unknown>;
  stored: (type: string, key: string) => Record<string, unknown> | undefined;
}

type Json = Record<string, unknown>;
const isObject = (json: unknown): json is Json =>
  typeof json === "object" && json !== null && !Array.isArray(json);
const listOf = (json: unknown) => (Array.isArray(json) ? (json as unknown[]) : [json]);

const ROOTS: Record<string, "user" | "resource" | "tenant" | "context"> = {
  user: "user",
  subject: "user",
  resource: "resource",
  tenant: "tenant",
  context: "context",
  environment: "context",
};
const LOGIC = ["allOf", "and", "anyOf", "or", "not"];
const MATCHES = ["object_match", "any_match", "all_match"];

const isPath = (path: unknown) => {
  const [root = "", ...names] = typeof path === "string" ? path.split(".") : [];
  return Object.keys(ROOTS).includes(root) && names.length > 0 && names.every((name) => name !== "");
};

/** Rule 39. */
export function canBeRead(json: unknown, what: "expression" | "operand" = "expression", depth = 0): boolean {
  if (depth === 0 && (json === null || json === undefined)) return true;
  if (!isObject(json) || depth > 64) return false;
  if (what === "operand" && Object.keys(json).length === 0) return false;
  return Object.entries(json).every(([key, inner]) => {
    if (LOGIC.includes(key))
      return Array.isArray(inner)
        ? inner.every((each) => canBeRead(each, what, depth + 2))
        : canBeRead(inner, what, depth + 1);
    if (what === "expression") return isPath(key) && canBeRead(inner, "operand", depth + 1);
    if (MATCHES.includes(key)) {
      if (!isObject(inner) || !isObject(inner["match"]) || Object.keys(inner["match"]).length === 0)
        return false;
      const type = inner["fk_resource_type"];
      if (type !== undefined && type !== null && typeof type !== "string") return false;
      return Object.values(inner["match"]).every((operand) => canBeRead(operand, "operand", depth + 3));
    }
    return (
      Object.keys(OPERATORS).includes(key) && (!isObject(inner) || !("ref" in inner) || isPath(inner["ref"]))
    );
  });
}

/** Rule 29. */
export function holds(json: unknown, layers: Layers): boolean {
  return Object.entries((json ?? {}) as Json).every(([key, inner]) =>
    LOGIC.includes(key)
      ? logic(key, listOf(inner), (each) => holds(each, layers))
      : says(inner as Json, read(key, layers), layers),
  );
}

function logic(key: string, list: unknown[], judge: (each: unknown) => boolean): boolean {
  if (key === "not") return !list.some(judge);
  return key === "anyOf" || key === "or" ? list.some(judge) : list.every(judge);
}

/** Rule 30. */
function says(operand: Json, attribute: unknown, layers: Layers): boolean {
  return Object.entries(operand).every(([key, inner]) => {
    if (LOGIC.includes(key))
      return logic(key, listOf(inner), (each) => says(each as Json, attribute, layers));
    if (MATCHES.includes(key)) return matches(key, inner as Json, attribute, layers);
    const value = isObject(inner) && "ref" in inner ? read(String(inner["ref"]), layers) : inner;
    return attribute !== undefined && value !== undefined && OPERATORS[key]?.(attribute, value) === true;
  });
}

/** Rules 37 and 38. */
function matches(
  key: string,
  { match, fk_resource_type: type }: Json,
  attribute: unknown,
  layers: Layers,
): boolean {
  const one = (item: unknown): boolean => {
    const object =
      typeof type === "string" ? (typeof item === "string" ? layers.stored(type, item) : undefined) : item;
    return (
      isObject(object) &&
      Object.entries(match as Json).every(([name, operand]) =>
        says(operand as Json, inside(object, name.split(".")), layers),
      )
    );
  };
  if (key === "object_match") return one(attribute);
  if (!Array.isArray(attribute)) return false;
  return key === "any_match" ? attribute.some(one) : attribute.length > 0 && attribute.every(one);
}

function read(path: string, layers: Layers): unknown {
  const [root = "", ...names] = path.split(".");
  return inside(layers[ROOTS[root] ?? "context"], names);
}

function inside(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return value;
  return isObject(value) && Object.hasOwn(value, name) ? inside(value[name], rest) : undefined;
}

/** Rule 32; none of our values is that deep. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, n) => same(each, b[n]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const [names, others] = [Object.keys(a).sort(), Object.keys(b).sort()];
  return same(names, others) && names.every((name) => same(a[name], b[name]));
}

/** Rule 34: seconds and more by hand. */
function instant(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const parts =
    /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:Z|([+-])(\d{2}):(\d{2}))?)?$/.exec(
      value,
    );
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const [zoneHour, zoneMinute] = [Number(parts[9] ?? 0), Number(parts[10] ?? 0)];
  const lengths = [
    31,
    (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ];
  if (day < 1 || day > (lengths[month - 1] ?? 0)) return undefined;
  if ([hour, zoneHour].some((each) => each > 23) || [minute, second, zoneMinute].some((each) => each > 59))
    return undefined;
  const fraction = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000);
  const zone = (parts[8] === "-" ? -1 : 1) * (zoneHour * 60 + zoneMinute) * 60_000;
  const start = new Date(0).setUTCFullYear(year, month - 1, day);
  return start + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - zone;
}

function compared(a: unknown, b: unknown, judge: (difference: number) => boolean): boolean {
  if (typeof a === "number" && typeof b === "number") return judge(a - b);
  const [one, other] = [instant(a), instant(b)];
  return one !== undefined && other !== undefined && judge(one - other);
}

const among = (item: unknown, list: unknown) => Array.isArray(list) && list.some((each) => same(each, item));
const lists = (a: unknown, b: unknown): boolean => Array.isArray(a) && Array.isArray(b);

/** Rules 33 to 36. */
const OPERATORS: Record<string, (attribute: unknown, value: unknown) => boolean> = {
  equals: (a, v) => same(a, v) || (!Array.isArray(a) && among(a, v)),
  "not-equals": (a, v) => !(same(a, v) || (!Array.isArray(a) && among(a, v))),
  "less-than": (a, v) => compared(a, v, (difference) => difference < 0),
  "greater-than": (a, v) => compared(a, v, (difference) => difference > 0),
  "less-than-equals": (a, v) => compared(a, v, (difference) => difference <= 0),
  "greater-than-equals": (a, v) => compared(a, v, (difference) => difference >= 0),
  between: (a, v) =>
    Array.isArray(v) &&
    v.length === 2 &&
    compared(a, v[0], (difference) => difference >= 0) &&
    compared(a, v[1], (difference) => difference <= 0),
  contains: (a, v) => typeof a === "string" && typeof v === "string" && a.indexOf(v) !== -1,
  in: (a, v) => among(a, v),
  array_contains: (a, v) => among(v, a),
  array_subset: (a, v) => lists(a, v) && listOf(a).every((each) => among(each, v)),
  array_superset: (a, v) => lists(a, v) && listOf(v).every((each) => among(each, a)),
  array_intersect: (a, v) => lists(a, v) && listOf(a).some((each) => among(each, v)),
};

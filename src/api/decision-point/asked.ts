import type { AskedResource, AskedUser, Attributes, Query } from "../decision/types.js";
import { InvalidRequest } from "../management/fault.js";

/**
 * What a check asks, read by hand, since every check is: users and resources as objects or as bare strings, names in
 * either spelling. Whatever else is there is ignored.
 */

export type Loc = readonly (string | number)[];
type Json = Readonly<Record<string, unknown>>;

export const wrong = (loc: Loc, msg: string) =>
  new InvalidRequest([{ loc: [...loc], msg, type: "value_error" }]);

export function objectAt(value: unknown, loc: Loc): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong(loc, "must be an object");
  return value as Json;
}

export function stringAt(value: unknown, loc: Loc): string {
  if (typeof value !== "string") throw wrong(loc, "must be a string");
  return value;
}

export const stringOrNullAt = (value: unknown, loc: Loc): string | null =>
  value === undefined || value === null ? null : stringAt(value, loc);

export const attributesAt = (value: unknown, loc: Loc): Attributes =>
  value === undefined || value === null ? nothing : objectAt(value, loc);
const nothing: Attributes = Object.freeze({});

export function stringsAt(value: unknown, loc: Loc): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw wrong(loc, "must be a list");
  return value.map((each, at) => stringAt(each, [...loc, at]));
}

export function userAt(value: unknown, loc: Loc): AskedUser {
  if (typeof value === "string") return { key: value };
  const user = objectAt(value, loc);
  return {
    key: stringAt(user["key"], [...loc, "key"]),
    firstName: stringOrNullAt(user["first_name"] ?? user["firstName"], [...loc, "first_name"]),
    lastName: stringOrNullAt(user["last_name"] ?? user["lastName"], [...loc, "last_name"]),
    email: stringOrNullAt(user["email"], [...loc, "email"]),
    attributes: attributesAt(user["attributes"], [...loc, "attributes"]),
  };
}

/** The tenant of checks that name none, as the clients have it. */
export const defaultTenant = "default";

/** A resource as an object, as `type`, or as `type:key`. */
export function resourceAt(value: unknown, loc: Loc): AskedResource & { tenant: string } {
  if (typeof value === "string") {
    const colon = value.indexOf(":");
    const [type, key] = colon < 0 ? [value, null] : [value.slice(0, colon), value.slice(colon + 1)];
    return { type, key, tenant: defaultTenant, attributes: nothing };
  }
  const resource = objectAt(value, loc);
  return {
    type: stringAt(resource["type"], [...loc, "type"]),
    key: stringOrNullAt(resource["key"], [...loc, "key"]),
    tenant: stringOrNullAt(resource["tenant"], [...loc, "tenant"]) ?? defaultTenant,
    attributes: attributesAt(resource["attributes"], [...loc, "attributes"]),
  };
}

export function queryAt(value: unknown, loc: Loc): Query {
  const body = objectAt(value, loc);
  return {
    user: userAt(body["user"], [...loc, "user"]),
    action: stringAt(body["action"], [...loc, "action"]),
    resource: resourceAt(body["resource"], [...loc, "resource"]),
    context: attributesAt(body["context"], [...loc, "context"]),
  };
}

import type { Assignment, DecisionPoint, Place } from "../../../src/api/decision/index.js";
import type { Choices } from "../generator/choices.js";
import { randomSchema, roleIds, tenantRoles } from "./random-schema.js";
import { attributes, declared, instances, maybe, tenants, times, users } from "./words.js";

/** What can be told to a decision point, and to the plain lists beside it. */
export type Listener = Pick<DecisionPoint, keyof DecisionPoint & `${"set" | "remove" | "add"}${string}`>;
export type Change = (to: Listener) => void;

/** As many as make a world of some size out of nothing. */
export const beginning = (from: Choices): Change[] => [
  setSchema(from),
  ...from.most(tenants, 6).map((key) => setTenant(from, key)),
  ...from.most(users, 6).map((key) => setUser(from, key)),
  ...from.most(instances, 8).map((name) => setInstance(from, name)),
  ...Array.from({ length: 20 }, () => setPlace(from)),
  ...Array.from({ length: 6 + from.below(14) }, () => tupleChange(from, "addTuple")),
];

/** One of those that happen later, most of them small. */
export function randomChange(from: Choices): Change {
  const [tenant, user, instance] = [from.one(tenants), from.one(users), from.one(instances)];
  const kinds: (() => Change)[] = [
    () => setPlace(from),
    () => setPlace(from),
    () => setPlace(from),
    () => (to) => to.setPlace(user, tenant, null),
    () => setInstance(from, instance),
    () => setInstance(from, instance),
    () => (to) => to.removeInstance(instance),
    () => tupleChange(from, "addTuple"),
    () => tupleChange(from, "addTuple"),
    () => tupleChange(from, "addTuple"),
    () => tupleChange(from, "removeTuple"),
    () => setTenant(from, tenant),
    () => setUser(from, user),
    () => (from.rarely(4) ? (to) => to.removeTenant(tenant) : setTenant(from, tenant)),
    () => (from.rarely(2) ? (to) => to.removeUser(user) : setUser(from, user)),
    () => (from.rarely(2) ? setSchema(from) : setPlace(from)),
  ];
  return from.one(kinds)();
}

function setSchema(from: Choices): Change {
  const schema = randomSchema(from);
  return (to) => to.setSchema(schema);
}

function setTenant(from: Choices, key: string): Change {
  const tenant = { key, active: !from.rarely(8), attributes: attributes(from) };
  return (to) => to.setTenant(tenant);
}

function setUser(from: Choices, key: string): Change {
  const name = () => maybe(from, () => from.one(["ann", "gold", ""])) ?? null;
  const user = { key, email: name(), firstName: name(), lastName: name(), attributes: attributes(from) };
  return (to) => to.setUser(user);
}

function setPlace(from: Choices): Change {
  const place: Place = {
    active: !from.rarely(8),
    attributes: from.rarely(3) ? attributes(from) : {},
    assignments: Array.from({ length: from.below(10) }, () => assignment(from)),
  };
  const [user, tenant] = [from.one(users), from.one(["acme", "acme", "acme", ...tenants])];
  return (to) => to.setPlace(user, tenant, place);
}

function assignment(from: Choices): Assignment {
  const role = from.one(from.rarely(3) ? tenantRoles : roleIds);
  const fitting = instances.filter((name) => name.startsWith(role.split("#")[0] ?? ""));
  const instance = role.startsWith("#") ? null : from.one(fitting.length ? fitting : instances);
  return {
    role,
    instance: from.rarely(10) ? from.one([...instances, null]) : instance,
    begins: from.rarely(5) ? from.one(times) : 0,
    ends: from.rarely(5) ? from.one(times) : null,
  };
}

function setInstance(from: Choices, name: string): Change {
  const [type = "", ...key] = name.split(":");
  const tenant = from.rarely(4) ? from.one(tenants) : "acme";
  const instance = { type, key: key.join(":"), tenant, attributes: attributes(from) };
  return (to) => to.setInstance(instance);
}

function tupleChange(from: Choices, kind: "addTuple" | "removeTuple"): Change {
  const { object, key, subject } = from.one(declared);
  const of = (type: string) =>
    from.one(from.rarely(12) ? instances : instances.filter((name) => name.startsWith(type)));
  const tuple = { subject: of(subject), relation: key, object: of(object) };
  return (to) => to[kind](tuple);
}

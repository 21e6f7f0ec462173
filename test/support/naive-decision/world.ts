import type {
  DecisionPoint,
  Instance,
  Place,
  Schema,
  Tenant,
  Tuple,
  User,
} from "../../../src/api/decision/index.js";

/** What a decision point is told, as plain lists. */
export interface World {
  schema: Schema;
  tenants: Tenant[];
  users: User[];
  places: { user: string; tenant: string; place: Place }[];
  instances: Instance[];
  tuples: Tuple[];
}

export const emptyWorld = (schema: Schema): World => ({
  schema,
  tenants: [],
  users: [],
  places: [],
  instances: [],
  tuples: [],
});

export const nameOf = ({ type, key }: { type: string; key: string }) => `${type}:${key}`;

type Told = Pick<
  DecisionPoint,
  | "setSchema"
  | "setTenant"
  | "removeTenant"
  | "setUser"
  | "removeUser"
  | "setPlace"
  | "setInstance"
  | "removeInstance"
  | "addTuple"
  | "removeTuple"
>;

/** Rules 7 and 8. */
export function tell(world: World): Told {
  const removeInstance = (name: string) => {
    world.instances = world.instances.filter((each) => nameOf(each) !== name);
    world.tuples = world.tuples.filter(({ subject, object }) => subject !== name && object !== name);
    for (const { place } of world.places)
      place.assignments = place.assignments.filter(({ instance }) => instance !== name);
  };
  const removeTuple = ({ subject, relation, object }: Tuple) => {
    world.tuples = world.tuples.filter(
      (each) => !(each.subject === subject && each.relation === relation && each.object === object),
    );
  };
  return {
    setSchema: (schema) => (world.schema = schema),
    setTenant: (tenant) =>
      (world.tenants = [...world.tenants.filter(({ key }) => key !== tenant.key), tenant]),
    removeTenant(key) {
      world.tenants = world.tenants.filter((each) => each.key !== key);
      world.places = world.places.filter(({ tenant }) => tenant !== key);
      for (const each of world.instances.filter(({ tenant }) => tenant === key)) removeInstance(nameOf(each));
    },
    setUser: (user) => (world.users = [...world.users.filter(({ key }) => key !== user.key), user]),
    removeUser(key) {
      world.users = world.users.filter((each) => each.key !== key);
      world.places = world.places.filter(({ user }) => user !== key);
    },
    setPlace(user, tenant, place) {
      world.places = world.places.filter((each) => each.user !== user || each.tenant !== tenant);
      if (place) world.places.push({ user, tenant, place: { ...place } });
    },
    setInstance(instance) {
      const before = world.instances.find((each) => nameOf(each) === nameOf(instance));
      if (before && before.tenant !== instance.tenant) removeInstance(nameOf(instance));
      world.instances = world.instances.filter((each) => nameOf(each) !== nameOf(instance));
      world.instances.push(instance);
    },
    removeInstance,
    addTuple(tuple) {
      removeTuple(tuple);
      world.tuples.push(tuple);
    },
    removeTuple,
  };
}

/** Tells all of the world, in any order of its facts. */
export function retell(world: World, point: DecisionPoint, order: <Fact>(facts: Fact[]) => Fact[]): void {
  const facts = [
    ...world.tenants.map((tenant) => () => point.setTenant(tenant)),
    ...world.users.map((user) => () => point.setUser(user)),
    ...world.places.map(
      ({ user, tenant, place }) =>
        () =>
          point.setPlace(user, tenant, place),
    ),
    ...world.instances.map((instance) => () => point.setInstance(instance)),
    ...world.tuples.map((tuple) => () => point.addTuple(tuple)),
    () => point.setSchema(world.schema),
  ];
  for (const fact of order(facts)) fact();
}

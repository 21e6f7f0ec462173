import { sql } from "kysely";
import { hasEnded } from "../../delegation/holdings.js";
import type { Assignment, Change, Facts } from "../../delegation/types.js";
import { Fault, duplicate, invalidAt, missing } from "../fault.js";
import type { Call } from "../operation.js";
import { assignmentRows } from "./assignment-rows.js";
import { makeInstances } from "./make-instances.js";
import { all, found, instancesNamed, rolesNamed, type Named } from "./names.js";
import { operate, type Deed } from "./operate.js";

/** What a body names: each an id or a key, the instance an id or `type:key`. */
export interface Wanted {
  user: string;
  role: string;
  tenant: string | null;
  resource_instance: string | null;
}

/** The same, found. */
export interface Holding {
  user: Named;
  role: Named;
  tenant: string;
  place: string | null;
  instance: string | null;
}

/**
 * What is wanted, found. The tenant follows from the instance, where it is left out. `users`: those who are known already,
 * and what becomes of those who are not there. `makes`: instances that are not there are made, in the tenant that is named.
 */
export async function holdingsOf(
  call: Call,
  wanted: readonly Wanted[],
  { makes, skipsUnknown = false }: { makes: boolean; skipsUnknown?: boolean },
): Promise<Holding[]> {
  const users = await found(
    call,
    "app_user",
    wanted.map(({ user }) => user),
  );
  const known = skipsUnknown ? wanted.filter(({ user }) => users.has(user)) : wanted;
  const tenants = await all(
    call,
    "tenant",
    known.flatMap(({ tenant }) => tenant ?? []),
  );
  const places = known.flatMap(({ resource_instance, tenant }) =>
    resource_instance === null ? [] : [{ name: resource_instance, tenant: tenant && tenants(tenant).id }],
  );
  const instances = makes
    ? await makeInstances(call, places)
    : await instancesNamed(
        call,
        places.map(({ name }) => name),
      );
  const roles = await rolesNamed(
    call,
    known.map(({ role }) => role),
  );
  return known.map((each) => {
    const instance = each.resource_instance === null ? null : instances.get(each.resource_instance);
    if (instance === undefined) throw missing("resource instance", each.resource_instance ?? "");
    const named = each.tenant === null ? null : tenants(each.tenant).id;
    if (instance !== null && named !== null && named !== instance.tenant)
      throw new Fault(
        409,
        "MISMATCH_RESOURCE_INSTANCES_TENANTS",
        `${instance.place} is not in the tenant '${each.tenant ?? ""}'.`,
      );
    const tenant = instance?.tenant ?? named;
    if (tenant === null) throw invalidAt(["body", "tenant"], "is needed where no resource_instance is named");
    const user = users.get(each.user);
    if (!user) throw missing("user", each.user);
    return {
      user,
      role: roles(each.role, instance?.resource ?? null),
      tenant,
      place: instance?.place ?? null,
      instance: instance?.id ?? null,
    };
  });
}

/**
 * Gives roles without an end; whoever has no place in the tenant gets one with the first. What is held so already is
 * refused, or skipped. Answers how many were given.
 */
export async function give(
  call: Call,
  holdings: readonly Holding[],
  held: "refused" | "skipped",
): Promise<number> {
  const changes = await operate(
    call,
    "user.change-roles",
    deedsOf(holdings, (facts, user, theirs) => {
      const person = facts.people.get(user);
      const isHere = person !== undefined && person.status !== "absent";
      const lacking = theirs.filter((each) => {
        const isHeld = heldOf(facts, each)?.ends === null;
        if (isHeld && held === "refused") throw duplicate("role assignment", nameOf(each));
        return !isHeld;
      });
      if (lacking.length === 0) return [];
      const grant = lacking.map(({ role, place }) => ({ role: role.id, place, ends: null }));
      return [
        ...(isHere ? [] : [{ act: { act: "admit" as const, user }, email: person?.email ?? null }]),
        { act: { act: "change-roles" as const, user, grant, revoke: [] } },
      ];
    }),
  );
  return count(changes, "assignment.create", "assignment.move-end");
}

/** Takes roles; the place stays. What is not held is 404, or skipped. Answers how many were taken. */
export async function take(
  call: Call,
  holdings: readonly Holding[],
  notHeld: "refused" | "skipped",
): Promise<number> {
  const changes = await operate(
    call,
    "user.change-roles",
    deedsOf(holdings, (facts, user, theirs) => {
      const holding = theirs.filter((each) => {
        const isHeld = heldOf(facts, each) !== undefined;
        if (!isHeld && notHeld === "refused") throw missing("role assignment", nameOf(each));
        return isHeld;
      });
      const revoke = holding.map(({ role, place }) => ({ role: role.id, place }));
      return revoke.length === 0 ? [] : [{ act: { act: "change-roles" as const, user, grant: [], revoke } }];
    }),
  );
  return count(changes, "assignment.end");
}

type Acts = ReturnType<Deed["acts"]>;

/** One act for each person in each tenant, whatever order they came in; what comes twice is done once. */
function deedsOf(
  holdings: readonly Holding[],
  actsOf: (facts: Facts, user: string, theirs: readonly Holding[]) => Acts,
): Map<string, Deed> {
  const byTenant = groups(holdings, ({ tenant }) => tenant);
  return new Map(
    [...byTenant].map(([tenant, here]): [string, Deed] => {
      const byUser = groups(here, ({ user }) => user.id);
      const users = [...byUser.keys()];
      const places = [...new Set(here.flatMap(({ place }) => place ?? []))];
      return [
        tenant,
        {
          concerns: { users, vouched: users, places },
          acts: (facts) => [...byUser].flatMap(([user, theirs]) => actsOf(facts, user, unique(theirs))),
        },
      ];
    }),
  );
}

const unique = (holdings: readonly Holding[]) => [
  ...new Map(holdings.map((each) => [`${each.role.id} ${each.place ?? ""}`, each])).values(),
];

function groups<T>(all: readonly T[], by: (each: T) => string): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const each of all) {
    const group = grouped.get(by(each));
    if (group) group.push(each);
    else grouped.set(by(each), [each]);
  }
  return grouped;
}

const heldOf = ({ people, now }: Facts, { user, role, place }: Holding): Assignment | undefined =>
  people
    .get(user.id)
    ?.assignments.find((each) => each.role === role.id && each.place === place && !hasEnded(each, now));

const nameOf = ({ user, role, place }: Holding) =>
  `${user.key} ${role.key}${place === null ? "" : ` ${place}`}`;

const count = (changes: readonly Change[], ...kinds: Change["change"][]) =>
  changes.filter(({ change }) => kinds.includes(change)).length;

/** An assignment as the vendor's RoleAssignmentRead; 404 where it is not held. */
export async function assignmentRead(call: Call, holding: Holding): Promise<object> {
  const { user, role, tenant, instance } = holding;
  const { rows } = await sql<{ body: object }>`select x.body from (${assignmentRows(call, false)}) x
    where x.user_id = ${user.id} and x.role_id = ${role.id} and x.tenant_id = ${tenant}
      and x.instance_id is not distinct from ${instance}::uuid`.execute(call.trx);
  if (!rows[0]) throw missing("role assignment", nameOf(holding));
  return rows[0].body;
}

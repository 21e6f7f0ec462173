import { sql } from "kysely";
import { z } from "zod";
import { refusedVerbs, rolesOf } from "../../people/abilities.js";
import { changeRoles } from "../../people/change-roles.js";
import { filterOf, peoplePage } from "../../people/list-people.js";
import { viewPerson } from "../../people/person-view.js";
import type { Context } from "../../request-context.js";
import { instanceAccess } from "../../role-assignment/instance-access.js";
import { countPeople } from "../../store/people.js";
import { removePeople } from "../../user-management/change-places.js";
import { Paging } from "../collection.js";
import { missing } from "../fault.js";
import { elementOperation, reading, through, type ElementCall } from "./element-operation.js";
import { OfInstance } from "./runtime.js";
import { userViews, type ShownPerson } from "./user-view.js";

const path = "/v2/elements/{proj_id}/{env_id}/config/{elements_config_id}/data/users";
const elements = ["user-management", "role-assignment"] as const;

export const userOperations = [
  elementOperation({
    route: `GET ${path}`,
    elements,
    query: z.looseObject({ ...Paging, ...OfInstance, search: z.string().max(200).default("") }),
    run: async (call) => {
      const { page, per_page, search } = call.query;
      const offset = (page - 1) * per_page;
      const { shown, total, rules } = await reading(call, async (context) => {
        const { instance } = call.claims;
        if (instance === null)
          return { ...(await ofTenant(context, search, offset, per_page)), rules: context.rules };
        const found = (await ofInstance(context, instance)).filter((each) => matches(each, search));
        return { shown: found.slice(offset, offset + per_page), total: found.length, rules: context.rules };
      });
      const data = await userViews(call, { rules }, shown);
      return { data, total_count: total, page_count: Math.ceil(total / per_page) };
    },
  }),
  /** From the tenant, with every role there; from an instance, with those on it alone. */
  elementOperation({
    route: `DELETE ${path}/{user_id}`,
    elements,
    query: z.looseObject(OfInstance),
    run: async (call) => {
      const user = await memberNamed(call, call.params["user_id"] ?? "");
      const { instance } = call.claims;
      if (instance === null) {
        await through(call, removePeople, {}, { people: [{ user }] });
        return null;
      }
      const held = (await reading(call, (context) => ofInstance(context, instance))).find(
        ({ person }) => person.user === user,
      );
      if (!held || held.onInstance.length === 0) throw missing("user", call.params["user_id"] ?? "");
      const revoke = held.onInstance.map((role) => ({ role, instance }));
      await through(call, changeRoles, {}, { changes: [{ user, revoke }] });
      return null;
    },
  }),
];

async function ofTenant(context: Context, search: string, offset: number, limit: number) {
  const { people, total } = await peoplePage(
    context,
    { search, offset, limit },
    refusedVerbs(context, rolesOf(context)),
  );
  const shown: ShownPerson[] = people.map((person) => ({ person, onInstance: [] }));
  return { shown, total: total ?? (await countPeople(context.trx, filterOf(context, { search }))) };
}

/** As many as are looked through: an instance is not shared with more people than these. */
const mostOnInstance = 2000;

async function ofInstance(context: Context, place: string): Promise<ShownPerson[]> {
  const found: ShownPerson[] = [];
  for (let cursor: string | undefined; found.length < mostOnInstance;) {
    const { people, next } = await instanceAccess(context, place, { limit: 100, ...(cursor && { cursor }) });
    found.push(
      ...people.map(({ person, ways }) => ({
        person,
        onInstance: ways.filter(({ how }) => how === "direct").map(({ role }) => role),
      })),
    );
    if (next === null) break;
    cursor = next;
  }
  return found;
}

const matches = ({ person: { name, email, key } }: ShownPerson, search: string) =>
  [name, email ?? "", key].some((each) => each.toLowerCase().includes(search.toLowerCase()));

/** Somebody who has a place in the tenant, by key or id; for whoever may look at people here. */
export async function memberNamed(call: ElementCall, name: string): Promise<string> {
  const found = await reading(call, (context) => memberBy(context, name));
  if (found === null) throw missing("user", name);
  return found;
}

export async function memberBy({ trx }: Context, name: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select member_by(${name}) as id`.execute(trx);
  return rows[0]?.id ?? null;
}

/** One person after what has been done, as the element shows them. */
export async function userView(call: ElementCall, user: string): Promise<object> {
  const { person, rules } = await reading(
    call,
    (context) => {
      const found = context.people.get(user);
      const { instance } = call.claims;
      const refused = refusedVerbs(context, rolesOf(context));
      const onInstance = (found?.assignments ?? [])
        .filter(({ role, place }) => place !== null && place === instance && context.visible.has(role))
        .map(({ role }) => role);
      return Promise.resolve({
        person: found && { person: viewPerson(context, found, refused), onInstance },
        rules: context.rules,
      });
    },
    { concerns: { users: [user] } },
  );
  const [view] = person ? await userViews(call, { rules }, [person]) : [];
  if (!view) throw missing("user", user);
  return view;
}

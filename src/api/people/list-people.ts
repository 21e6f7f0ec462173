import { canonicalAddress } from "../addresses.js";
import { Refused } from "../errors.js";
import { query } from "../endpoint.js";
import type { Context } from "../request-context.js";
import { countPeople, listPeople as readPeople, type PeopleFilter } from "../store/people.js";
import { refusedVerbs, rolesOf } from "./abilities.js";
import { PeopleCount, PeopleCountQuery, PeoplePage, PeopleQuery } from "./contract.js";
import { readCursor, writeCursor } from "./cursor.js";
import { viewPerson } from "./person-view.js";
import type { Session } from "../wire.js";
import type { z } from "zod";

type Query = z.output<typeof PeopleQuery>;

export const listPeople = query({
  route: "GET /people",
  summary: "People of the tenant: search, filter, sort, page by page",
  elements: ["user-management", "role-assignment"],
  query: PeopleQuery,
  answer: PeoplePage,
  run: async (context, query) => peoplePage(context, query, refusedVerbs(context, rolesOf(context))),
});

export const countPeopleEndpoint = query({
  route: "GET /people/count",
  summary: "How many people match, exactly",
  elements: ["user-management", "role-assignment"],
  query: PeopleCountQuery,
  answer: PeopleCount,
  run: async (context, query) => ({ total: await countPeople(context.trx, filterOf(context, query)) }),
});

/** Also the first page that comes along with a session. */
export async function peoplePage(context: Context, query: Query, refused: Session["refused"]) {
  const { sort = "name", direction = "asc", limit = 50, cursor, offset = null } = query;
  if (cursor !== undefined && offset !== null) {
    throw new Refused("invalid", "Give a cursor or an offset, not both.", {
      fields: [{ path: "offset", message: "not with a cursor" }],
    });
  }
  const after = cursor === undefined ? null : readCursor(cursor, `people ${sort}`, sort === "status" ? 3 : 2);
  const order = { sort, isDescending: direction === "desc" };
  const filter = filterOf(context, query);
  const { people, last } = await readPeople(context.trx, filter, order, { after, offset }, limit);
  const isWhole = filter.words.length === 0 && !filter.roles && !filter.status;
  return {
    people: people.map((person) => viewPerson(context, person, refused)),
    next: last && writeCursor(`people ${sort}`, last),
    total: isWhole ? context.rules.tenant.members : null,
  };
}

/** Roles that the element does not show can be neither filtered by nor found by their names. */
export function filterOf(
  { rules, visible }: Context,
  { search = "", role, status }: Pick<Query, "search" | "role" | "status">,
): PeopleFilter {
  const hidden = role?.find((id) => !visible.has(id));
  if (hidden !== undefined) {
    throw new Refused("invalid", "There is no such role.", {
      fields: [{ path: "role", message: `unknown: ${hidden}` }],
    });
  }
  const names = [...rules.roles.values()]
    .filter(({ id }) => visible.has(id))
    .map(({ id, name }) => ({ id, name: folded(name) }));
  // A whole address is looked for as it is stored, however it is written.
  const words = (canonicalAddress(search) ?? search).toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  return {
    words: words.map((word) => ({
      word,
      roles: names.filter(({ name }) => name.includes(folded(word))).map(({ id }) => id),
    })),
    ...(role && { roles: role }),
    ...(status && { status }),
  };
}

/** Without case and accents, as the database folds what is searched. */
const folded = (text: string) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

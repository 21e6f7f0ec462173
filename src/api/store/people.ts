import { sql } from "kysely";
import { toPerson, type PersonJson, type PersonRecord } from "./read-facts.js";
import type { Trx } from "./store.js";

/** Which people the list shows. A word matches what is searchable, or one of the roles named with it. */
export interface PeopleFilter {
  words: readonly { word: string; roles: readonly string[] }[];
  roles?: readonly string[];
  status?: readonly string[];
}

export interface PeopleOrder {
  sort: "name" | "email" | "status" | "changed";
  isDescending: boolean;
}

/** Where a page starts: after the last row of the one before, by that row's own values, or at a row by its number. */
export interface PageStart {
  after: readonly string[] | null;
  offset: number | null;
}

export async function listPeople(
  trx: Trx,
  filter: PeopleFilter,
  { sort, isDescending }: PeopleOrder,
  { after, offset }: PageStart,
  limit: number,
): Promise<{ people: PersonRecord[]; last: readonly string[] | null }> {
  const { rows } = await sql<{
    person: PersonJson;
  }>`select list_people(${JSON.stringify(filter)}::jsonb, ${sort}, ${isDescending},
    ${after && JSON.stringify(after)}::jsonb, ${offset}, ${limit}) as person`.execute(trx);
  const last = rows.length === limit ? rows.at(-1)?.person : undefined;
  return { people: rows.map(({ person }) => toPerson(person)), last: last ? positionOf(last, sort) : null };
}

function positionOf(
  { name, email, status, changed_at, user }: PersonJson,
  sort: PeopleOrder["sort"],
): readonly string[] {
  const keys = { name: [name], email: [email ?? ""], status: [status, name], changed: [changed_at] };
  return [...keys[sort], user];
}

export async function countPeople(trx: Trx, filter: PeopleFilter): Promise<number> {
  const { rows } = await sql<{
    total: number;
  }>`select count_people(${JSON.stringify(filter)}::jsonb) as total`.execute(trx);
  return rows[0]?.total ?? 0;
}

export async function peopleWhoHold(
  trx: Trx,
  roles: readonly string[],
): Promise<{ names: string[]; total: number }> {
  const { rows } = await sql<{
    names: string[];
    total: number;
  }>`select * from holders_of(${[...roles]}::uuid[])`.execute(trx);
  return rows[0] ?? { names: [], total: 0 };
}

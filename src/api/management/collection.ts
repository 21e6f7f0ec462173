import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";
import { duplicate, missing } from "./fault.js";
import { operation, type Call, type Operation } from "./operation.js";
import { asId, type Access, type Place } from "./scope.js";

/**
 * Things that are listed, read, made, changed and deleted in the same way, and differ in their table alone. What a
 * collection says: how its rows are read (as the vendor's Read model), and how its fields are written.
 */
export interface Collection {
  /** Path of the list, `/v2/…`; the item's adds `/{item}`. */
  path: string;
  /** Name of the path parameter of one of them: `role_id`. */
  item: string;
  /** What one is called in messages and, with `.create` and so on, in the audit trail. */
  noun: string;
  table: string;
  /**
   * All of them that this call may see: `id, key, name, attributes, created_at, body`, and columns that filters of its
   * own need. `body` is what is answered.
   */
  rows: (call: Call) => RawBuilder<unknown> | Promise<RawBuilder<unknown>>;
  /** What the list is filtered by besides `search` and `attr_…`: a query parameter with its condition over `x`. */
  filters?: Readonly<Record<string, Filter>>;
  /** The list answers `{ data, total_count, page_count }` always, or only where `include_total_count` asks for it. */
  envelope?: "always" | "asked";
  /** Query parameters of list and item by which `rows` show more. */
  shows?: Readonly<Record<string, z.ZodType>>;
  operations: {
    create?: Write;
    update?: Write;
    replace?: Write;
    /** Deletes `id`. The default deletes the row, and what hangs on it by foreign keys. */
    remove?: ((call: Call, id: string) => Promise<void>) | "row" | undefined;
  };
  removalNeeds?: Needs;
  /** What a write answers of what is read, where that is not all of it. */
  written?: (body: object) => object;
  changesRules?: boolean;
}

interface Filter {
  schema: z.ZodType;
  where: (call: Call, value: never) => RawBuilder<unknown> | Promise<RawBuilder<unknown>>;
}

/** A filter over `x`, typed by its schema. */
export const filter = <S extends z.ZodType>(
  schema: S,
  where: (call: Call, value: z.output<S>) => RawBuilder<unknown> | Promise<RawBuilder<unknown>>,
): Filter => ({ schema, where });

interface Write {
  schema: z.ZodType;
  /** Writes it, and answers its id. For an update `id` is what was found. */
  run: (call: Call<unknown, never>, id: string) => Promise<string>;
  /** What the key must be of, and may do, beyond reaching the path. */
  needs?: Needs;
}

interface Needs {
  level?: "organization" | "project";
  access?: Access;
}

/** A write, typed by its schema. */
export const write = <S extends z.ZodType>(
  schema: S,
  run: (call: Call<unknown, z.output<S>>, id: string) => Promise<string>,
  needs: Needs = {},
): Write => ({ schema, run, needs });

/** A query parameter that may come once or several times, each time meaning one more that will do. */
export const Several = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());
export const Flag = z.enum(["true", "false"]).transform((given) => given === "true");

export const mostPerPage = 100;
export const Paging = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  per_page: z.coerce.number().int().min(1).max(mostPerPage).default(30),
};

/** The operations of a collection: list, read, and whatever writing it declares. */
export function collection(definition: Collection): Operation[] {
  const { path, item, noun, operations, shows = {}, changesRules = false } = definition;
  const one = `${path}/{${item}}`;
  const { create, update, replace, remove } = operations;
  const written = (route: string, verb: string, { schema, run, needs }: Write, isNew: boolean) =>
    operation({
      route,
      action: `${noun}.${verb}`,
      changesRules,
      body: schema,
      ...needs,
      run: async (call) => {
        const found = isNew ? "" : (await find(definition, call, call.params[item] ?? "")).id;
        const id = await run(call as Call<unknown, never>, found);
        const { key, body } = await find(definition, call, id);
        recordOf(call, id, key);
        // Rules are nobody's data: the trail may say them.
        if (changesRules) call.about.after ??= call.body;
        return definition.written?.(body) ?? body;
      },
    });
  return [
    listing(definition),
    operation({
      route: `GET ${one}`,
      action: null,
      query: z.looseObject(shows),
      run: async (call) => (await find(definition, call, call.params[item] ?? "")).body,
    }),
    ...(create ? [written(`POST ${path}`, "create", create, true)] : []),
    ...(update ? [written(`PATCH ${one}`, "update", update, false)] : []),
    ...(replace ? [written(`PUT ${one}`, "replace", replace, false)] : []),
    ...(remove
      ? [
          operation({
            route: `DELETE ${one}`,
            action: `${noun}.delete`,
            changesRules,
            ...definition.removalNeeds,
            run: async (call) => {
              const { id, key } = await find(definition, call, call.params[item] ?? "");
              recordOf(call, id, key);
              if (remove === "row") await removeRow(call, definition.table, id);
              else await remove(call, id);
              return null;
            },
          }),
        ]
      : []),
  ];
}

function recordOf({ about }: Call, id: string, key: string): void {
  about.target ??= id;
  about.people = { target: key, ...about.people };
}

/** One of them by id or key; 404 where there is none that this call may see. */
export async function find<C extends Pick<Call, "trx"> = Call>(
  { rows, noun }: { rows: (call: C) => RawBuilder<unknown> | Promise<RawBuilder<unknown>>; noun: string },
  call: C,
  name: string,
): Promise<{ id: string; key: string; body: object }> {
  const id = asId(name);
  const found = await sql<{ id: string; key: string; body: object }>`select x.id, x.key, x.body
    from (${await rows(call)}) x where ${id === null ? sql`x.key = ${name}` : sql`x.id = ${id}`}`.execute(
    call.trx,
  );
  if (!found.rows[0]) throw missing(noun, name);
  return found.rows[0];
}

function listing(definition: Collection): Operation {
  const { path, rows, filters = {}, envelope = "asked", shows = {} } = definition;
  const own = Object.fromEntries(
    Object.entries(filters).map(([name, { schema }]) => [name, schema.optional()]),
  );
  return operation({
    route: `GET ${path}`,
    action: null,
    query: z.looseObject({
      ...Paging,
      search: z.string().max(200).optional(),
      include_total_count: Flag.default(false),
      ...shows,
      ...own,
    }),
    run: async (call) => {
      const { page, per_page, search, include_total_count, ...rest } = call.query;
      const given = rest as Readonly<Record<string, unknown>>;
      const conditions = [
        ...(search && !("search" in filters) ? [matches(search)] : []),
        ...Object.entries(given).flatMap(([name, value]) =>
          name.startsWith("attr_") ? [hasAttribute(name.slice("attr_".length), value)] : [],
        ),
      ];
      for (const [name, { where }] of Object.entries(filters))
        if (call.query[name] !== undefined) conditions.push(await where(call, call.query[name] as never));
      return pageOf(
        call,
        await rows(call),
        conditions,
        { page, per_page },
        envelope === "always" || include_total_count,
      );
    },
  });
}

/** One page of rows, the oldest first: bare, or with how many there are in all and how many pages that makes. */
export async function pageOf(
  call: Call,
  rows: RawBuilder<unknown>,
  conditions: readonly RawBuilder<unknown>[],
  { page, per_page }: { page: number; per_page: number },
  withTotal: boolean,
): Promise<object> {
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
  // The bodies of what is passed over are not made: a late page costs as little as the first.
  const found = await sql<{
    body: object;
  }>`select x.body from (select x.id, x.created_at from (${rows}) x ${where}
      order by x.created_at, x.id offset ${(page - 1) * per_page} limit ${per_page}) p
    join (${rows}) x on x.id = p.id order by p.created_at, p.id`.execute(call.trx);
  const data = found.rows.map(({ body }) => body);
  if (!withTotal) return data;
  const { rows: counted } = await sql<{
    total: number;
  }>`select count(*)::int as total from (${rows}) x ${where}`.execute(call.trx);
  const total = counted[0]?.total ?? 0;
  return { data, total_count: total, page_count: Math.ceil(total / per_page) };
}

/** `*` stands for anything, and then the whole must match; without it a part of key or name will do; an id is itself. */
export function matches(search: string): RawBuilder<unknown> {
  const literal = search.toLowerCase().replaceAll(/[\\%_]/g, "\\$&");
  const pattern = literal.includes("*") ? literal.replaceAll("*", "%") : `%${literal}%`;
  const id = asId(search);
  return sql`(lower(x.key) like ${pattern} or lower(x.name) like ${pattern} or x.id::text = ${id})`;
}

const hasAttribute = (name: string, value: unknown): RawBuilder<unknown> =>
  sql`x.attributes ->> ${name} = any (${[value].flat().map(String)}::text[])`;

async function removeRow({ trx, environment }: Call, table: string, id: string): Promise<void> {
  await sql`delete from ${sql.table(table)} where environment_id = ${environment} and id = ${id}`.execute(
    trx,
  );
}

/** What the vendor says of everything that stands in an environment: its ids and times, of a row by that alias. */
export function standing({ organization, project, environment }: Place, alias: string): RawBuilder<unknown> {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return sql`jsonb_build_object('id', ${of("id")}, 'organization_id', ${organization}::uuid, 'project_id', ${project}::uuid,
    'environment_id', ${environment}::uuid, 'created_at', ${of("created_at")}, 'updated_at', ${of("updated_at")})`;
}

/** A column that a field of a body is written to. */
export type Column = "text" | "json";

/**
 * Sets the columns of a row to the fields that are given; a field that is not given stays as it is, and each that is
 * given is replaced whole.
 */
export async function setGiven(
  { trx, environment }: Call,
  table: string,
  id: string,
  columns: Readonly<Record<string, Column>>,
  given: Readonly<Record<string, unknown>>,
): Promise<void> {
  const sets = setsOf(columns, given);
  if (sets.length > 0)
    await sql`update ${sql.table(table)} set ${sql.join(sets)} where environment_id = ${environment} and id = ${id}`.execute(
      trx,
    );
}

/** `column = value` of each field that is given. */
export const setsOf = (columns: Readonly<Record<string, Column>>, given: Readonly<Record<string, unknown>>) =>
  Object.entries(columns).flatMap(([name, kind]) =>
    given[name] === undefined ? [] : [sql`${sql.ref(name)} = ${valueOf(kind, given[name])}`],
  );

/** Adds a row of the environment; 409 where its key is taken. */
export async function insertRow(
  { trx, environment }: Call,
  table: string,
  noun: string,
  fixed: Readonly<Record<string, string | null>>,
  columns: Readonly<Record<string, Column>>,
  given: Readonly<Record<string, unknown>> & { key: string },
): Promise<string> {
  const id = crypto.randomUUID();
  const fields = [
    ["environment_id", environment],
    ["id", id],
    ["key", given.key],
    ...Object.entries(fixed),
    ...Object.entries(columns).flatMap(([name, kind]) =>
      given[name] === undefined || given[name] === null ? [] : [[name, valueOf(kind, given[name])]],
    ),
  ] as [string, unknown][];
  const { rows } =
    await sql`insert into ${sql.table(table)} (${sql.join(fields.map(([name]) => sql.ref(name)))})
    values (${sql.join(fields.map(([, value]) => value))}) on conflict do nothing returning id`.execute(trx);
  if (rows.length === 0) throw duplicate(noun, given.key);
  return id;
}

const valueOf = (kind: Column, value: unknown) =>
  kind === "json" ? (value === null ? null : sql`${JSON.stringify(value)}::jsonb`) : value;

/** A key of anything but users: letters, digits, `-` and `_`, and nothing that looks like an id. */
export const Key = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9\-_]+$/, "letters, digits, - and _ only")
  .refine((key) => asId(key) === null, "may not look like an id");

export const Words = z.string().max(2000);
export const FreeAttributes = z.record(z.string().max(200), z.unknown());

import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";
import { pageOf, Paging } from "../collection.js";
import { duplicate, missing } from "../fault.js";
import { operation, type Call, type Operation } from "../operation.js";
import { asId } from "../scope.js";
import { briefOrDetailed } from "./brief-or-detailed.js";
import { done, MaybeName, mostAtOnce, Name } from "./fields.js";
import { found, instancesNamed } from "./names.js";
import { relate, tuplesOf, unrelate } from "./relate.js";
import { tupleRows } from "./tuple-rows.js";

const path = "/v2/facts/{proj_id}/{env_id}/relationship_tuples";
const ends = { subject: Name, relation: Name, object: Name };
const TupleCreate = z.object({ ...ends, tenant: MaybeName });
const TupleDelete = z.object(ends).transform((given) => ({ ...given, tenant: null }));

const name = z.string().max(500).optional();
const filters = {
  ...Paging,
  tenant: name,
  subject: name,
  relation: name,
  object: name,
  object_type: name,
  subject_type: name,
};
type Filters = z.output<z.ZodObject<typeof filters>>;

export const relationshipTupleOperations: readonly Operation[] = [
  ...briefOrDetailed(path, filters, list),
  operation({
    route: `POST ${path}`,
    action: null,
    body: TupleCreate,
    run: async (call) => {
      const [id] = await relate(call, await tuplesOf(call, [call.body], { makes: true }));
      const { subject, relation, object } = call.body;
      if (id === undefined) throw duplicate("relationship tuple", `${subject} ${relation} ${object}`);
      const { rows } = await sql<{ body: object }>`select x.body from (${tupleRows(call, false)}) x
        where x.id = ${id}`.execute(call.trx);
      return rows[0]?.body ?? {};
    },
  }),
  operation({
    route: `DELETE ${path}`,
    action: null,
    body: TupleDelete,
    run: async (call) => {
      const { subject, relation, object } = call.body;
      if ((await unrelate(call, await tuplesOf(call, [call.body], { makes: false }))) === 0)
        throw missing("relationship tuple", `${subject} ${relation} ${object}`);
      return null;
    },
  }),
  // What is there already is passed over, and so is what is not there when it is to be deleted.
  operation({
    route: `POST ${path}/bulk`,
    action: null,
    body: z.object({ operations: z.array(TupleCreate).max(mostAtOnce) }),
    run: async (call) => {
      await relate(call, await tuplesOf(call, call.body.operations, { makes: true }));
      return done();
    },
  }),
  operation({
    route: `DELETE ${path}/bulk`,
    action: null,
    body: z.object({ idents: z.array(TupleDelete).max(mostAtOnce) }),
    run: async (call) => {
      const { idents } = call.body;
      const there = await instancesNamed(
        call,
        idents.flatMap(({ subject, object }) => [subject, object]),
      );
      const known = idents.filter(({ subject, object }) => there.has(subject) && there.has(object));
      await unrelate(call, await tuplesOf(call, known, { makes: false }));
      return done();
    },
  }),
];

async function list(call: Call, given: Filters, isDetailed: boolean, withTotal: boolean): Promise<object> {
  const { environment } = call;
  const { tenant, subject, relation, object, object_type, subject_type, page, per_page } = given;
  const conditions: RawBuilder<unknown>[] = [];
  const isOneOf = (column: string, ids: RawBuilder<unknown>) =>
    conditions.push(sql`${sql.ref(column)} in (${ids})`);
  const idOf = async (table: "tenant" | "resource", named: string) =>
    (await found(call, table, [named])).get(named)?.id ?? null;
  const instance = async (named: string) => (await instancesNamed(call, [named])).get(named)?.id ?? null;
  if (tenant !== undefined) isOneOf("x.tenant_id", sql`${await idOf("tenant", tenant)}::uuid`);
  if (subject !== undefined) isOneOf("x.subject_id", sql`${await instance(subject)}::uuid`);
  if (object !== undefined) isOneOf("x.object_id", sql`${await instance(object)}::uuid`);
  if (relation !== undefined)
    isOneOf(
      "x.relation_id",
      sql`select l.id from relation l where l.environment_id = ${environment}
        and (l.key = ${relation} or l.id = ${asId(relation)})`,
    );
  for (const [column, type] of [
    ["x.object_id", object_type],
    ["x.subject_id", subject_type],
  ] as const)
    if (type !== undefined)
      isOneOf(
        column,
        sql`select i.id from resource_instance i where i.environment_id = ${environment}
          and i.resource_id = ${await idOf("resource", type)}::uuid`,
      );
  return pageOf(call, tupleRows(call, isDetailed), conditions, { page, per_page }, withTotal);
}

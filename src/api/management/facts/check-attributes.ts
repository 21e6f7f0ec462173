import { sql } from "kysely";
import { checkValue } from "../../attribute-values.js";
import type { AttributeRow } from "../../store/read-facts.js";
import { InvalidRequest } from "../fault.js";
import type { Call } from "../operation.js";

type Definition = Pick<AttributeRow, "key" | "label" | "type" | "choices">;
type Values = Readonly<Record<string, unknown>>;

/** Attributes of one thing, and where they stand in the body. */
export interface Given {
  at: (string | number)[];
  values: Values | undefined;
}

/**
 * Refuses values that are not of the type that their attribute is defined to have. What is not defined is kept as it
 * comes, as the vendor does, whose own suites send such attributes; an environment whose settings say
 * `require_attribute_definitions` refuses it.
 */
export async function checkUserAttributes(call: Call, given: readonly Given[]): Promise<void> {
  const { trx, environment } = call;
  await check(call, given, async () => {
    const { rows } = await sql<Definition>`select key, label, type, choices from attribute_definition
      where environment_id = ${environment}`.execute(trx);
    return () => rows;
  });
}

/** The same for tenants (`null`), and for instances of a resource by its id. */
export async function checkResourceAttributes(
  call: Call,
  given: readonly (Given & { resource: string | null })[],
): Promise<void> {
  const { trx, environment } = call;
  await check(call, given, async () => {
    const { rows } = await sql<Definition & { resource: string | null }>`
      select resource_id as resource, key::text, key::text as label, type, null as choices from resource_attribute
      where environment_id = ${environment}`.execute(trx);
    return (each) => rows.filter(({ resource }) => resource === each.resource);
  });
}

async function check<G extends Given>(
  call: Call,
  given: readonly G[],
  read: () => Promise<(each: G) => readonly Definition[]>,
): Promise<void> {
  if (!given.some(({ values }) => values && Object.keys(values).length > 0)) return;
  const definitionsOf = await read();
  const mayBeUndefined = !(await requiresDefinitions(call));
  const faults = given.flatMap((each) => {
    const { at, values = {} } = each;
    const definitions = new Map(definitionsOf(each).map((row) => [row.key, row]));
    return Object.entries(values).flatMap(([name, value]) => {
      const definition = definitions.get(name);
      const type = definition ? "MISMATCH_ATTRIBUTES_TYPES" : "MISSING_RESOURCE_ATTRIBUTE";
      const fault = !definition
        ? mayBeUndefined
          ? null
          : `There is no attribute ${name}.`
        : value === null
          ? null
          : checkValue({ ...definition, description: "", editable: false }, value);
      return fault === null ? [] : [{ loc: ["body", ...at, "attributes", name], msg: fault, type }];
    });
  });
  if (faults.length > 0) throw new InvalidRequest(faults.slice(0, 50));
}

async function requiresDefinitions({ trx, environment }: Call): Promise<boolean> {
  const { rows } = await sql<{
    required: boolean;
  }>`select settings -> 'require_attribute_definitions' = 'true' as required
    from environment where id = ${environment}`.execute(trx);
  return rows[0]?.required ?? false;
}

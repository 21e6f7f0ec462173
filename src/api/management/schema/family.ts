import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";
import { find, pageOf, Paging, type Collection } from "../collection.js";
import { operation, type Operation } from "../operation.js";

/**
 * `…/ancestors` and `…/descendants`: what one of a collection builds on, and what builds on it, over all generations.
 * `edge` says who stands under whom (`child`, `parent`) in the environment; `wrap` is the name that the list is answered
 * by, where it is.
 */
export function family(
  definition: Collection,
  { edge, wrap }: { edge: RawBuilder<unknown>; wrap?: string },
): Operation[] {
  const towards = (name: string, from: "child" | "parent", to: "child" | "parent") =>
    operation({
      route: `GET ${definition.path}/{${definition.item}}/${name}`,
      action: null,
      query: z.looseObject(Paging),
      run: async (call) => {
        const { id } = await find(definition, call, call.params[definition.item] ?? "");
        const reached = sql`x.id <> ${id} and x.id in (with recursive
          edge(child, parent) as (${edge} where environment_id = ${call.environment}),
          reached(id) as (select ${id}::uuid union
            select ${sql.ref(`edge.${to}`)} from reached join edge on ${sql.ref(`edge.${from}`)} = reached.id)
          select id from reached)`;
        const list = await pageOf(call, await definition.rows(call), [reached], call.query, false);
        return wrap === undefined ? list : { [wrap]: list };
      },
    });
  return [towards("ancestors", "child", "parent"), towards("descendants", "parent", "child")];
}

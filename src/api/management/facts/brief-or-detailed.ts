import { z } from "zod";
import { Flag } from "../collection.js";
import { operation, type Call, type Operation } from "../operation.js";

/** What such a list is asked besides its own filters. */
interface Wanted {
  detailed: boolean;
  include_total_count: boolean;
}

/**
 * A list whose rows name other things: brief, or with what they name where `detailed` asks for it; and by a path of its
 * own always so, with how many there are.
 */
export function briefOrDetailed<F extends z.ZodRawShape>(
  path: string,
  filters: F,
  list: (
    call: Call,
    given: z.output<z.ZodObject<F>>,
    isDetailed: boolean,
    withTotal: boolean,
  ) => Promise<object>,
): Operation[] {
  type Given = z.output<z.ZodObject<F>>;
  const wanted = { detailed: Flag.default(false), include_total_count: Flag.default(false) };
  return [
    operation({
      route: `GET ${path}`,
      action: null,
      query: z.looseObject({ ...filters, ...wanted }) as unknown as z.ZodType<Given & Wanted>,
      run: (call) => list(call, call.query, call.query.detailed, call.query.include_total_count),
    }),
    operation({
      route: `GET ${path}/detailed`,
      action: null,
      query: z.looseObject(filters),
      run: (call) => list(call, call.query, true, true),
    }),
  ];
}

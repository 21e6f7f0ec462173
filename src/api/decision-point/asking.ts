import { askAttributeSource, attributeSourceBound, type AttributeSource } from "../decision/index.js";
import type { DecisionPoint, Instant, Query } from "../decision/types.js";
import { Fault } from "../management/fault.js";
import type { EnvironmentView } from "./environment-view.js";
import type { Facts } from "./load.js";

/** What one request is answered from. */
export interface Asking {
  point: DecisionPoint;
  actions: Facts["actions"];
  now: Instant;
  attributes: AttributeSource | null;
}

export const notCurrent =
  "What this decision point knows could not be confirmed in time, so that nothing is allowed.";

/** `null` when what is known can't be confirmed in time, and so allows nothing. */
export async function askingOf(
  view: EnvironmentView,
  attributes: AttributeSource | null,
): Promise<Asking | null> {
  const state = view.atHand() ?? (await view.current());
  return state && { point: state.point, actions: state.actions, now: Date.now() + state.ahead, attributes };
}

/** For lists, where nothing would be taken for an answer. */
export function sure(asking: Asking | null): Asking {
  if (!asking) throw new Fault(503, "UNEXPECTED_ERROR", notCurrent, { retryAfter: 2 });
  return asking;
}

/** What the host's own source adds to a query. */
export async function customFor({ attributes }: Asking, query: Query): Promise<Pick<Query, "custom">> {
  if (!attributes) return {};
  return { custom: await askAttributeSource(attributes, query, AbortSignal.timeout(attributeSourceBound)) };
}

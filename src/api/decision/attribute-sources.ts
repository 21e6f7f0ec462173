import type { CustomAttributes, Query } from "./types.js";

/** The host's own function that knows more about a user, a resource or the circumstances of a query. */
export type AttributeSource = (
  query: Pick<Query, "user" | "action" | "resource" | "context">,
  late: AbortSignal,
) => CustomAttributes | Promise<CustomAttributes>;

/** How long a source may take when the host says nothing, in milliseconds. */
export const attributeSourceBound = 1_000;

/**
 * What the source says, for `Query.custom`; `failed` when it throws, says no object, or is not ready when `late` fires,
 * such as `AbortSignal.timeout(attributeSourceBound)`. What it says after that is dropped. Never rejects.
 */
export async function askAttributeSource(
  source: AttributeSource,
  query: Query,
  late: AbortSignal,
): Promise<CustomAttributes | "failed"> {
  const failed = new Promise<"failed">((settle) => {
    if (late.aborted) settle("failed");
    late.addEventListener("abort", () => settle("failed"), { once: true });
  });
  const { user, action, resource, context } = query;
  const said = async () => {
    const answer: unknown = await source({ user, action, resource, context }, late);
    return isCustom(answer) ? answer : "failed";
  };
  return Promise.race([failed, said().catch(() => "failed" as const)]);
}

function isCustom(answer: unknown): answer is CustomAttributes {
  return isObject(answer) && Object.values(answer).every((layer) => layer === undefined || isObject(layer));
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

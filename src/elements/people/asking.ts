import type { AccessRequest, AskAnswer, AskInput } from "../../api/approvals/contract.js";
import type { PersonRow } from "../../api/people/contract.js";
import type { Reason } from "../../api/wire.js";

/** How a form asks others: makes a request, or answers why none would be made, and reads who can answer it. */
export interface Asking {
  ask: (input: AskInput, signal?: AbortSignal) => Promise<AskAnswer>;
  look: (request: string) => Promise<AccessRequest>;
  /** Says what was asked for, and who can answer. */
  tell: (asked: AskedFor) => void;
}

export interface AskedFor {
  count: number;
  /** The first request, if it could be read again. */
  request: AccessRequest | undefined;
}

/** Nothing but the agreement of others is missing. */
export const lacksApproval = (reasons: readonly Reason[]): boolean =>
  reasons.length > 0 && reasons.every(({ needs }) => needs === "approval" || needs === "justification") && 
  reasons.some(({ needs }) => needs === "approval");

export const rowLacksApproval = ({ outcome, reasons }: Pick<PersonRow, "reasons"> & { outcome: string }): boolean =>
  outcome === "refused" && lacksApproval(reasons);

/** Makes one request after another, since each person is asked about by themselves; answers how many were made. */
export async function askEach(asking: Asking, inputs: readonly AskInput[]): Promise<number> {
  let first: string | null | undefined;
  let count = 0;
  for (const input of inputs) {
    const { request } = await asking.ask(input);
    first ??= request;
    count += 1;
  }
  const request = first && count === 1 ? await asking.look(first).catch(() => undefined) : undefined;
  asking.tell({ count, request });
  return count;
}

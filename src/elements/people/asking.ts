import type { AccessRequest, ApprovalsRoutes, AskAnswer, AskInput } from "../../api/approvals/contract.js";
import type { PersonRow } from "../../api/people/contract.js";
import type { Role } from "../../api/wire.js";
import type { RequestTo } from "../connection/client.js";
import type { ChangeMessages } from "./change-messages.js";
import { doAct } from "./do-act.js";

/** How a form asks others: makes a request, or answers why none would be made, and reads who can answer it. */
export interface Asking {
  ask: (input: AskInput, signal?: AbortSignal) => Promise<AskAnswer>;
  look: (request: string) => Promise<AccessRequest>;
  /** Says what was asked for, and who can answer. */
  tell: (text: string) => void;
}

interface AskingConnection {
  send<Route extends "POST /requests" | "GET /requests/{request}">(
    route: Route,
    request: RequestTo<ApprovalsRoutes[Route]>,
  ): Promise<ApprovalsRoutes[Route]["answer"]>;
}

export function askingBy(
  host: HTMLElement,
  connection: AskingConnection,
  tell: (text: string) => void,
): Asking {
  return {
    ask: (input, signal) =>
      doAct(host, "ask", input, () => connection.send("POST /requests", { input, signal })),
    look: (request) => connection.send("GET /requests/{request}", { path: { request } }),
    tell,
  };
}

/** Nothing but the agreement of others is missing. */
export const lacksApproval = ({
  outcome,
  reasons,
}: Pick<PersonRow, "reasons"> & { outcome: string }): boolean =>
  outcome === "refused" && reasons.length > 0 && reasons.every(({ needs }) => needs === "approval");

/** Makes one request after another, since each is about one person, and says what was asked for and who can answer. */
export async function askEach(
  { ask, look, tell }: Asking,
  inputs: readonly AskInput[],
  roles: readonly Role[],
  { asking }: ChangeMessages,
): Promise<void> {
  const made: string[] = [];
  for (const input of inputs) {
    const { request } = await ask(input);
    if (request) made.push(request);
  }
  const [only = ""] = made;
  const request = made.length === 1 ? await look(only).catch(() => undefined) : undefined;
  if (!request) return tell(asking.askedForSeveral(made.length));
  const names = roles
    .filter(({ id }) => request.grants.some(({ role }) => role === id))
    .map(({ name }) => name);
  const { names: known = [], total = 0 } = request.reviewers ?? {};
  tell(asking.asked(asking.of(names, request.subject.name), known, total));
}

import type { z } from "zod";
import { notFound, Refused } from "../errors.js";
import { operatorCommand } from "../operator-endpoint.js";
import { operatorContext, type OperatorContext } from "../operators.js";
import { readWritten, type RulesChange } from "../store/delegations.js";
import {
  CreateDelegationInput,
  DelegationSaved,
  EditDelegationInput,
  RemoveDelegationInput,
  type Delegation,
} from "./contract.js";
import { refuseUnknown, toStored } from "./limits.js";
import { viewDelegation } from "./matrix.js";
import { write, type Writing } from "./save.js";

type Saving = Pick<z.output<typeof RemoveDelegationInput>, "meant" | "justification" | "dry_run">;

export const createDelegation = operatorCommand({
  route: "POST /delegations",
  summary: "Write a delegation; it replaces those of the role's levels",
  action: "delegation.create",
  input: CreateDelegationInput,
  answer: DelegationSaved,
  async run(context, { role, limits, ...saving }) {
    await refuseUnknown(context, limits, role);
    const id = crypto.randomUUID();
    const change = changeOf(context, "delegation.create", { id, version: 0, role, limits });
    return save(context, saving, { change, role, id, before: null });
  },
});

export const editDelegation = operatorCommand({
  route: "PATCH /delegations/{delegation}",
  summary: "Replace the limits of a written delegation",
  action: "delegation.edit",
  input: EditDelegationInput,
  answer: DelegationSaved,
  async run(context, { version, limits, ...saving }, { delegation: id = "" }) {
    const current = await found(context, id, version);
    await refuseUnknown(context, limits);
    const change = changeOf(context, "delegation.edit", { id, version, role: current.role, limits });
    return save(context, saving, { change, role: current.role, id, before: current });
  },
});

export const removeDelegation = operatorCommand({
  route: "POST /delegations/{delegation}/remove",
  summary: "Remove a written delegation; levels hold again where there is no other",
  action: "delegation.remove",
  input: RemoveDelegationInput,
  answer: DelegationSaved,
  async run(context, { version, ...saving }, { delegation: id = "" }) {
    const current = await found(context, id, version);
    const change = { change: "delegation.remove" as const, id, version };
    return save(context, saving, { change, role: current.role, id, before: current });
  },
});

type Limits = z.output<typeof EditDelegationInput>["limits"];

function changeOf(
  { claims }: OperatorContext,
  change: "delegation.create" | "delegation.edit",
  { limits, ...rest }: { id: string; version: number; role: string; limits: Limits },
): RulesChange {
  const { element_type, verbs, mode, passing_on } = limits;
  return { change, ...rest, element_type, verbs, mode, passing_on, ...toStored(limits), by: claims.name };
}

/** A written delegation that this session edits; who looked at another version hears how it is now. */
async function found(context: OperatorContext, id: string, version: number): Promise<Delegation> {
  const current = await viewNow(context, id);
  if (!current?.may_edit || current.version === null) throw notFound();
  if (current.version === version) return current;
  const { at, by } = current.changed ?? { at: "", by: "" };
  const message = `It has changed meanwhile${by && `, by ${by}`}. Look again, then repeat it.`;
  throw new Refused("stale", message, { current: { ...current, changed: { at, by } } });
}

async function viewNow({ trx, rules, claims }: OperatorContext, id: string): Promise<Delegation | null> {
  const written = await readWritten(trx);
  const delegation = rules.delegations.find((each) => each.id === id);
  const shown = { rules, written, isVisible: () => true, edits: { tenant: claims.tenant } };
  return delegation ? viewDelegation(shown, delegation) : null;
}

interface What {
  change: RulesChange;
  role: string;
  id: string;
  before: Delegation | null;
}

async function save(
  context: OperatorContext,
  { meant, justification, dry_run }: Saving,
  { change, role, id, before }: What,
): Promise<DelegationSaved> {
  const writing: Writing = {
    action: change.change,
    changes: [change],
    role,
    ...(before && { before: recorded(before) }),
    ...("limits" in change && {
      after: { delegation: id, roles: change.roles.map((each) => ({ role: each })), limits: change },
    }),
    meant,
    justification: justification?.trim() || null,
  };
  const { refused, effects } = await write(context, writing);
  if (refused && !dry_run) throw refused;
  const { server, trx, claims, requestId } = context;
  const now = await operatorContext(server, trx, claims, requestId);
  const [reason] = refused?.more.reasons ?? [];
  return {
    request_id: requestId,
    is_done: !dry_run,
    refused: reason ?? null,
    delegation: await viewNow(now, id),
    effects,
  };
}

/** As the log keeps it: the roles it lists so that they can be named or masked, the rest as it was. */
const recorded = ({ id, version, limits }: Delegation) => ({
  delegation: id,
  version,
  roles: limits.roles.ids.map((role) => ({ role })),
  limits,
});

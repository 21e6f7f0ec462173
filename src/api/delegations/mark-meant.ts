import type { z } from "zod";
import { invalidFields, notFound } from "../errors.js";
import { operatorCommand } from "../operator-endpoint.js";
import type { OperatorContext } from "../operators.js";
import { readMarks } from "../store/leaks.js";
import { MarkMeantInput, MeantAnswer, WithdrawMarkInput } from "./contract.js";
import { write, type Writing } from "./save.js";

export const markMeant = operatorCommand({
  route: "POST /delegations/meant",
  summary: "Say that leaks are meant, or that attributes may be edited which limits read",
  action: "delegation.mark-meant",
  input: MarkMeantInput,
  answer: MeantAnswer,
  async run(context, { leaks, attributes, justification, dry_run }) {
    const known = new Set(context.rules.attributes.map(({ key }) => key));
    const unknown = attributes.filter((key) => !known.has(key));
    if (unknown.length > 0) {
      const fields = unknown.map((key) => ({ path: "attributes", message: `There is no attribute ${key}.` }));
      throw invalidFields(
        fields,
        fields.map(({ message }) => message),
      );
    }
    const changes = attributes.map((attribute) => ({
      ...{ change: "mark" as const, role: null, via: null, gives: null, places: [] },
      ...{ attribute, why: justification, by: context.claims.name },
    }));
    return answer(context, dry_run, { changes, after: { attributes }, meant: leaks, justification });
  },
});

export const withdrawMark = operatorCommand({
  route: "POST /delegations/meant/{mark}/withdraw",
  summary: "Say that something is meant no more: passing on along it is suspended again",
  action: "delegation.withdraw-mark",
  input: WithdrawMarkInput,
  answer: MeantAnswer,
  async run(context, { justification, dry_run }, { mark: id = "" }) {
    const marks = await readMarks(context.trx, context.claims.tenant);
    const mark = marks.find((each) => each.id === id && each.tenant === context.claims.tenant);
    if (!mark) throw notFound();
    const { leak, attribute } = mark;
    return answer(context, dry_run, {
      action: "delegation.withdraw-mark",
      changes: [{ change: "unmark", id }],
      before: { ...(attribute !== null && { attribute }), ...(leak && { roles: rolesOf(leak) }) },
      meant: [],
      justification: justification?.trim() || null,
    });
  },
});

const rolesOf = ({ role, via, gives }: { role: string; via: string; gives: string }) =>
  [role, via, gives].map((each) => ({ role: each }));

async function answer(
  context: OperatorContext,
  isDryRun: boolean,
  writing: Omit<Writing, "role" | "action"> & { action?: string },
): Promise<z.input<typeof MeantAnswer>> {
  const { effects } = await write(context, { action: "delegation.mark-meant", role: null, ...writing });
  return { request_id: context.requestId, is_done: !isDryRun, effects };
}

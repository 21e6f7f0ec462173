import { liveAssignments, roleAt, withDerived } from "../delegation/holdings.js";
import { apply } from "../delegation/apply.js";
import type { Judgement, Person, Refusal } from "../delegation/types.js";
import type { Outcome } from "../endpoint.js";
import { Refused } from "../errors.js";
import type { Context } from "../request-context.js";
import { reasonsOf, toReason } from "../settle.js";
import type { PersonRecord } from "../store/read-facts.js";
import { instancesBy, type InstanceRecord } from "../store/instances.js";
import type { Effect, PeopleAnswer, PersonRow } from "./contract.js";
import { staleReason, staleRefusal } from "./stale.js";
import { viewPerson } from "./person-view.js";
import { refusedVerbs, rolesOf } from "./abilities.js";
import { reviewersHelp } from "./reviewers.js";

/** One row a person: judged by itself, with what it gives and takes. Several commands answer with such rows. */
export async function personRows<R extends { user: string; version?: number | undefined }>(
  context: Context,
  rows: readonly R[],
  isDryRun: boolean,
  judge: (row: R) => Judgement,
): Promise<Outcome<PeopleAnswer>> {
  const judged = rows.map((row) => {
    const before = context.people.get(row.user);
    const stale = before !== undefined && row.version !== undefined && before.version !== row.version;
    const judgement = stale ? refuse(staleRefusal(before)) : judge(row);
    return { row, before, judgement };
  });
  const first = judged[0];
  if (judged.length === 1 && !isDryRun && first?.before && reasonsOf(first.judgement)[0]?.code === "stale") {
    const current = viewPerson(context, first.before, refusedVerbs(context, rolesOf(context)));
    const reason = await staleReason(context, first.before, first.row.version ?? 0);
    throw new Refused("stale", reason.message, { current, reasons: [reason] });
  }
  return {
    judgements: judged.map(({ judgement }) => judgement),
    answer: async () => {
      const places = judged.flatMap(({ before, judgement }) => [
        ...(before?.assignments ?? []).flatMap(({ place }) => place ?? []),
        ...judgement.changes.flatMap((change) => ("place" in change && change.place) || []),
      ]);
      const instances = await instancesBy(context.trx, [...new Set(places)]);
      const help = reviewersHelp(context);
      const answers = await Promise.all(
        judged.map(async ({ row, before, judgement }) => ({
          ...toRow(context, instances, row.user, before, judgement),
          reasons: await help(reasonsOf(judgement).map(toReason)),
        })),
      );
      await tellWhatChanged(context, judged, answers);
      return { request_id: context.requestId, dry_run: isDryRun, rows: answers };
    },
  };
}

/** Of the first few rows that are stale, what has changed since. */
async function tellWhatChanged(
  context: Context,
  judged: readonly { row: { version?: number | undefined }; before: PersonRecord | undefined }[],
  answers: readonly PersonRow[],
): Promise<void> {
  const stale = answers.flatMap((answer, n) => (answer.reasons[0]?.code === "stale" ? n : []));
  for (const n of stale.slice(0, mostTold)) {
    const { row, before } = judged[n] ?? {};
    const answer = answers[n];
    if (before && answer && row?.version !== undefined)
      answer.reasons = [await staleReason(context, before, row.version)];
  }
}

const mostTold = 20;

export const refuse = (reason: Refusal): Judgement => ({
  act: { act: "view" },
  changes: [],
  decision: { outcome: "refused", reasons: [reason] },
});

function toRow(
  context: Context,
  instances: Instances,
  user: string,
  before: Person | undefined,
  judgement: Judgement,
): Omit<PersonRow, "reasons"> {
  const { decision, changes } = judgement;
  const isHere = before !== undefined && before.status !== "absent";
  const after = isHere
    ? apply({ ...context.facts, people: new Map([[user, before]]) }, changes).people.get(user)
    : undefined;
  return {
    user,
    name: isHere ? before.name : "",
    outcome: decision.outcome !== "allowed" ? "refused" : changes.length === 0 ? "unchanged" : "done",
    ...(isHere && after ? effectOf(context, instances, before, after) : { gains: [], loses: [] }),
    version: isHere ? before.version + (changes.length > 0 ? 1 : 0) : null,
  };
}

type Instances = ReadonlyMap<string, InstanceRecord>;

/** What a change really gives and takes: permissions in the tenant and on instances, before and after. */
function effectOf(
  { facts, rules, visible }: Context,
  instances: Instances,
  before: Person,
  after: Person,
): { gains: Effect[]; loses: Effect[] } {
  const places = new Set([...before.assignments, ...after.assignments].map(({ place }) => place));
  const all = (person: Person) => {
    const direct = new Map(
      liveAssignments(person, facts.now).map((each) => [roleAt(each.role, each.place), each]),
    );
    // Where somebody has a role already by a related instance, giving it directly gives nothing.
    const held = [...withDerived(direct, direct, facts.derivations).values()].flatMap(({ role, place }) =>
      // Masked roles give nothing away by their permissions.
      visible.has(role) && places.has(place)
        ? [...(rules.roles.get(role)?.permissions ?? [])].map((permission) => ({ permission, place }))
        : [],
    );
    const inTenant = new Set(held.flatMap(({ permission, place }) => (place === null ? permission : [])));
    return new Map(
      held
        .filter(({ permission, place }) => place === null || !inTenant.has(permission))
        .map(({ permission, place }): [string, Effect] => {
          const words = rules.actions[permission] ?? permission;
          const where = place === null ? "" : ` (${instances.get(place)?.name ?? place})`;
          return [`${permission} ${place ?? ""}`, { permission, label: words + where }];
        }),
    );
  };
  const [had, has] = [all(before), all(after)];
  return {
    gains: [...has].filter(([key]) => !had.has(key)).map(([, effect]) => effect),
    loses: [...had].filter(([key]) => !has.has(key)).map(([, effect]) => effect),
  };
}

import { sql } from "kysely";
import { pathInWords, reachableFrom, type Reachable } from "../delegation/closure.js";
import { canGive, heldSomewhere, keyOf, placeInWords } from "../delegation/giving.js";
import type { Leak } from "../delegation/leaks.js";
import { deadInvitations } from "../people/dead-invitations.js";
import type { OperatorContext } from "../operators.js";
import { toReason } from "../settle.js";
import { roleHolders } from "../store/delegations.js";
import { listInvitations } from "../store/invitations.js";
import { readMarks, readViews, within, type Mark, type RulesView } from "../store/leaks.js";
import { readRules, type InvitationRecord } from "../store/read-facts.js";
import type { Trx } from "../store/store.js";
import type { Effects } from "./contract.js";
import { viewLeak, viewWarnings } from "./matrix.js";

/** The rules as they stand at one moment, with what hangs on them. */
export interface Standing {
  views: readonly RulesView[];
  marks: ReadonlyMap<string | null, readonly Mark[]>;
  invitations: Awaited<ReturnType<typeof pendingInvitations>>;
}

export async function standingOf({ trx, tenant }: OperatorContext): Promise<Standing> {
  const views = await readViews(trx, tenant);
  const marks = new Map<string | null, readonly Mark[]>();
  for (const view of views) marks.set(view.tenant?.id ?? null, await readMarks(trx, view.tenant?.id ?? null));
  return { views, marks, invitations: await pendingInvitations(trx) };
}

/** What a change of rules would do, or has done. */
export async function effectsOf(
  { trx, tenant }: OperatorContext,
  before: Standing,
  after: Standing,
): Promise<Effects> {
  const name = (view: RulesView) => (tenant ? null : (view.tenant?.name ?? null));
  const leaksOf = ({ views, marks }: Standing) =>
    views.flatMap((view) =>
      view.leaks
        // A tenant's own view repeats what is so in all of them.
        .filter((leak) => view.tenant === null || tenant || !isIn(views, leak))
        .map((leak) => viewLeak(view.rules, marks.get(view.tenant?.id ?? null) ?? [], leak, name(view))),
    );
  const warningsOf = ({ views }: Standing) => [
    ...new Map(
      views.flatMap((view) => viewWarnings(view.rules)).map((warning) => [warning.words, warning]),
    ).values(),
  ];
  const dying = [...after.invitations.dead].filter(([id]) => before.invitations.open.has(id));
  return {
    leaks: { before: leaksOf(before), after: leaksOf(after) },
    warnings: { before: warningsOf(before), after: warningsOf(after) },
    opened: await openedBy(trx, before.views, after.views),
    dying: {
      invitations: {
        total: dying.length,
        few: dying.slice(0, 5).map(([, { invitation, reason }]) => ({
          email: invitation.email,
          invited_by: invitation.inviterName,
          reason: toReason(reason),
        })),
        is_complete: after.invitations.isComplete,
      },
    },
  };
}

const isIn = (views: readonly RulesView[], { role, via, gives }: Leak) =>
  views.some(
    (view) =>
      view.tenant === null &&
      view.leaks.some((each) => each.role === role && each.via === via && each.gives === gives),
  );

/** What holders of a role could come to give that they could not before, and who they are. */
async function openedBy(
  trx: Trx,
  before: readonly RulesView[],
  after: readonly RulesView[],
): Promise<Effects["opened"]> {
  const opened = new Map<string, { role: string; reached: Reachable; words: string }>();
  for (const view of after) {
    const old =
      before.find(({ tenant }) => tenant?.id === view.tenant?.id) ??
      before.find(({ tenant }) => tenant === null);
    for (const role of new Set(view.rules.delegations.filter(canGive).map((each) => each.role))) {
      const held = heldSomewhere(view.rules, role);
      const known = new Set(old ? reachableFrom(old.rules, [held]).map(keyOf) : []);
      for (const reached of reachableFrom(view.rules, [held])) {
        if (known.has(keyOf(reached)) || reached.path.length < 2) continue;
        opened.set(`${role} ${keyOf(reached)}`, { role, reached, words: pathInWords(view.rules, reached) });
      }
    }
  }
  const people = await roleHolders(
    trx,
    [...opened.values()].map(({ role }) => role),
  );
  return [...opened.values()].map(({ role, reached, words }) => ({
    role,
    gives: reached.role,
    place: reached.place === null ? null : placeInWords(reached.place),
    words,
    people: people.get(role) ?? { names: [], total: 0 },
  }));
}

const mostTenants = 20;
const mostInvitations = 200;

/** Every open invitation of the tenant, or of some of them: which could be accepted, and why others could not. */
async function pendingInvitations(trx: Trx) {
  const { rows } = await sql<{ id: string }>`select id from tenants_with_invitations()`.execute(trx);
  const open = new Set<string>();
  const dead = new Map<string, { invitation: InvitationRecord; reason: Parameters<typeof toReason>[0] }>();
  let isComplete = rows.length <= mostTenants;
  for (const { id: tenant } of rows.slice(0, mostTenants)) {
    await within(trx, tenant, async () => {
      const rules = await readRules(trx);
      if (!rules) return;
      const invitations = await listInvitations(trx, null, mostInvitations);
      if (invitations.length === mostInvitations) isComplete = false;
      const refused = await deadInvitations(trx, rules, invitations, null);
      for (const invitation of invitations) {
        const reason = refused.get(invitation.id);
        if (reason) dead.set(invitation.id, { invitation, reason });
        else open.add(invitation.id);
      }
    });
  }
  return { open, dead, isComplete };
}

import { listedRoles, liveAssignments } from "../delegation/holdings.js";
import type { Context } from "../request-context.js";
import { reviewersAmong } from "../store/requests.js";
import type { Reason } from "../wire.js";

/** Who could agree: people who hold one of these roles, but for those whom it concerns themselves. */
export async function whoCouldReview(
  context: Context,
  roles: readonly string[],
  except: readonly string[],
): Promise<NonNullable<Reason["reviewers"]>> {
  const { names, total } = await reviewersAmong(context.trx, roles, except);
  const maySee = context.judge({ act: "view" }).decision.outcome === "allowed";
  return { names: maySee ? names : [], total };
}

/** Adds to each reason that only agreement would mend who could give it; many rows have the same few reviewers. */
export function reviewersHelp(context: Context): (reasons: readonly Reason[]) => Promise<Reason[]> {
  const known = new Map<string, Promise<NonNullable<Reason["reviewers"]>>>();
  const reviewersFor = (role: string | null) => {
    const roles = reviewerRoles(context, role);
    const key = roles.join(" ");
    const reviewers = known.get(key) ?? whoCouldReview(context, roles, [context.claims.user]);
    known.set(key, reviewers);
    return reviewers;
  };
  return (reasons) =>
    Promise.all(
      reasons.map(async (reason) =>
        reason.needs === "approval"
          ? { ...reason, reviewers: await reviewersFor(reason.role ?? null) }
          : reason,
      ),
    );
}

/** The roles whose holders the actor's own delegations name for that role; for a mail domain, all that may review. */
function reviewerRoles({ facts, actor }: Context, role: string | null): readonly string[] {
  if (role === null) return rolesThatReview(facts, []);
  const held = new Set(liveAssignments(actor, facts.now).map((each) => each.role));
  const rules = facts.delegations
    .filter((each) => held.has(each.role))
    .flatMap(({ approval }) => approval.filter(({ roles }) => roles.has(role)));
  return [...new Set(rules.flatMap(({ reviewers }) => [...reviewers]))].sort();
}

/** The roles whose holders may review requests for all of these roles. */
export function rolesThatReview(facts: Context["facts"], asked: readonly string[]): readonly string[] {
  const reviewing = facts.delegations.filter((each) => {
    const listed = listedRoles(facts, each);
    return each.verbs.has("request.review") && asked.every((role) => listed.has(role));
  });
  return [...new Set(reviewing.map(({ role }) => role))].sort();
}

import type { Facts, Person, Refusal } from "../delegation/types.js";
import { judging } from "../request-context.js";
import { reasonsOf } from "../settle.js";
import { askerOf, readFacts, reviewersOf, type InvitationRecord, type Rules } from "../store/read-facts.js";
import type { Trx } from "../store/store.js";

/**
 * Why each would be refused if it were accepted today: judged with its inviter's rights as they are now. `visible`
 * are the roles that whoever is answered may know of.
 */
export async function deadInvitations(
  trx: Trx,
  rules: Rules,
  invitations: readonly InvitationRecord[],
  visible: ReadonlySet<string> | null,
): Promise<Map<string, Refusal>> {
  const dead = new Map<string, Refusal>();
  const factsOf = new Map<string, Facts>();
  for (const invitation of invitations) {
    const { id, email, inviter, justification } = invitation;
    const users = reviewersOf(invitation);
    const key = JSON.stringify([inviter, justification, users]);
    const facts =
      factsOf.get(key) ??
      (await readFacts(trx, rules, askerOf(inviter), { users }, { bulk: 1, justification })).facts;
    factsOf.set(key, facts);
    const people = new Map([...facts.people, [guest, strangerAt(email)]]);
    const judge = judging({ ...facts, people, invitations: new Map([[id, invitation]]) }, visible);
    const judgement = judge({ act: "accept", invitation: id, accepter: guest }, { users: [guest] });
    const reason = reasonsOf(judgement)[0];
    if (reason && reason.code !== "invitation_expired") dead.set(id, reason);
  }
  return dead;
}

const guest = "guest";

const strangerAt = (email: string): Person => ({
  user: guest,
  name: email,
  email,
  emailVerified: true,
  status: "absent",
  known: true,
  attributes: {},
  assignments: [],
  version: 0,
});

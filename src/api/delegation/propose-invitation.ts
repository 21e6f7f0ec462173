import { whoAgrees } from "./agreement.js";
import { lastsUntil } from "./holdings.js";
import { domainOf } from "./mail-domain.js";
import { bringToHold } from "./propose-roles.js";
import * as resolve from "./resolve.js";
import { refuse, type Proposal } from "./resolve.js";
import { step, type Step } from "./step.js";
import type { ActOf, Actor, Change, Facts, Grant, Invitation, Verb } from "./types.js";

export function invite(facts: Facts, { invitation }: ActOf<"invite">): Proposal {
  const { id, email, grants, expires } = invitation;
  const steps = promises(facts, grants, "user.invite", { email });
  if (resolve.inviterOf(facts.actor) === null) refuse("nobody", "tenant", "Nobody is asking.");
  if (domainOf(email) === null) refuse("bad_address", "form", "This is no mail address.");
  if (!resolve.isToCome(facts, expires)) refuse("end_in_past", "time", "It would have expired already.");
  if ([...facts.people.values()].some((each) => each.email === email && each.status !== "absent")) {
    refuse("already_here", "tenant", "This person is here already.");
  }
  const open = [...facts.invitations.values()].find((each) => each.email === email && each.status === "open");
  if (open && facts.now < open.expires) {
    refuse("already_invited", "invitation", "This address is invited already.");
  }
  const replaced: Change[] = open ? [{ change: "invitation.end", id: open.id, status: "expired" }] : [];
  return { changes: [...replaced, { change: "invitation.create", id, email, grants, expires }], steps };
}

/** Judged as an invitation sent now: the facts' actor is the inviter; the host vouches for the accepter's address. */
export function accept(facts: Facts, { invitation: id, accepter }: ActOf<"accept">): Proposal {
  const invitation = resolve.openInvitation(facts, id);
  const { email, grants, expires, inviter, agreed = [] } = invitation;
  const person = facts.people.get(accepter) ?? refuse("unknown_person", "tenant", "There is no such person.");
  if (person.email !== email || !person.emailVerified) {
    refuse("another_address", "invitation", "This invitation is for another address.");
  }
  if (!resolve.isToCome(facts, expires)) {
    refuse("invitation_expired", "invitation", "This invitation has expired.");
  }
  if (person.status === "suspended") refuse("suspended_here", "invitation", "You are suspended here.");
  if (!isInviter(facts.actor, invitation)) {
    refuse("inviter_gone", "invitation", "Whoever sent this invitation may not invite any more.");
  }
  const joining: Change[] =
    person.status === "absent" ? [{ change: "membership.create", user: accepter }] : [];
  const granted = grants.flatMap((grant) => {
    const { held } = resolve.heldOf(facts, person, grant);
    return held && lastsUntil(held, grant.ends) ? [] : bringToHold(facts, person, grant).changes;
  });
  return {
    changes: [{ change: "invitation.end", id, status: "accepted" }, ...joining, ...granted],
    steps: promises(facts, grants, "user.invite", { person }),
    agreed:
      inviter.kind === "delegate"
        ? whoAgrees(facts, agreed, {
            requester: inviter.user,
            act: { act: "invite", invitation: { id, email, grants, expires } },
          })
        : [],
  };
}

export function renew(facts: Facts, { invitation: id, expires }: ActOf<"renew">): Proposal {
  const { email, grants } = resolve.openInvitation(facts, id);
  if (!resolve.isToCome(facts, expires)) refuse("end_in_past", "time", "It would have expired already.");
  return {
    changes: [{ change: "invitation.renew", id, expires }],
    steps: promises(facts, grants, "invitation.resend", { email }),
  };
}

/** What promises nothing, or only roles that are gone, can still be cancelled. */
export function cancel(facts: Facts, { invitation: id }: ActOf<"cancel">): Proposal {
  const { email, grants } = resolve.openInvitation(facts, id);
  const promised = grants.flatMap(({ role: named, place }) => {
    const role = facts.roles.get(named);
    return role ? [{ role, place }] : [];
  });
  return {
    changes: [{ change: "invitation.end", id, status: "cancelled" }],
    steps: (promised.length > 0 ? promised : [{}]).map((about) =>
      step("invitation.cancel", { email, ...about }),
    ),
  };
}

/** An invitation that promises nothing would bring somebody in by nobody's right. */
function promises(facts: Facts, grants: readonly Grant[], verb: Verb, about: Partial<Step>): Step[] {
  if (grants.length === 0) refuse("no_roles", "form", "An invitation names at least one role.");
  resolve.eachOnce(grants);
  return grants.map((grant) => {
    const { place, ends } = grant;
    return step(verb, { ...about, role: resolve.grantable(facts, grant), place, ends });
  });
}

function isInviter(actor: Actor, { inviter, inviterStands }: Invitation): boolean {
  if (actor.kind === "delegate") {
    return (
      inviter.kind === "delegate" && inviter.user === actor.person.user && actor.person.status === "active"
    );
  }
  return (
    actor.kind === "operator" &&
    inviter.kind === "operator" &&
    inviter.apiKey === actor.apiKey &&
    inviterStands
  );
}

import type { Act, Change, Judgement, Place } from "./delegation/types.js";
import type { InvitationRecord, PersonRecord, Rules } from "./store/read-facts.js";

/**
 * What is recorded of a judged act. `body` names by id and is hashed into the tenant's chain; `people` holds names,
 * addresses and free text beside it, which can be erased.
 */
export interface AuditEntry {
  body: {
    action: string;
    outcome: "done" | "refused";
    request: string;
    actor_kind: "delegate" | "operator" | "system" | "user";
    actor: string | null;
    /** Whose rights an accepted invitation rests on. */
    on_behalf_of?: string;
    target?: string;
    role?: string;
    place?: string | null;
    before?: unknown;
    after?: unknown;
    /** The delegations that allowed it. */
    by?: readonly string[];
    /** Codes of what refused it. */
    reasons?: readonly string[];
    element?: string;
  };
  people: {
    actor?: string;
    target?: string;
    before?: unknown;
    after?: unknown;
    /** The refusals in words; they may name people. */
    reasons?: readonly string[];
    justification?: string;
  };
}

export interface Recorder {
  requestId: string;
  action: string;
  actor: { kind: AuditEntry["body"]["actor_kind"]; id: string | null; name: string };
  element: string | null;
  justification: string | null;
  rules: Rules;
  people: ReadonlyMap<string, PersonRecord>;
  invitations: ReadonlyMap<string, InvitationRecord>;
}

/** One entry for each change, so that every assignment has its own. */
export function entriesOf(judgement: Judgement, recorder: Recorder): AuditEntry[] {
  const { decision, act } = judgement;
  const by = decision.outcome === "allowed" ? decision.by : [];
  const inviter = act.act === "accept" ? recorder.invitations.get(act.invitation)?.inviter : undefined;
  return judgement.changes.map((change) => {
    const { body, people } = recordOf(change, recorder);
    return {
      body: {
        outcome: "done",
        request: recorder.requestId,
        actor_kind: recorder.actor.kind,
        actor: recorder.actor.id,
        ...(inviter && { on_behalf_of: inviter.kind === "delegate" ? inviter.user : inviter.apiKey }),
        ...(by.length > 0 && { by }),
        ...(recorder.element && { element: recorder.element }),
        ...body,
      },
      people: {
        actor: recorder.actor.name,
        ...(recorder.justification && { justification: recorder.justification }),
        ...people,
      },
    };
  });
}

export function refusalOf(judgement: Judgement, recorder: Recorder): AuditEntry {
  const { act, decision } = judgement;
  const target =
    "user" in act
      ? act.user
      : act.act === "invite"
        ? act.invitation.id
        : "invitation" in act
          ? act.invitation
          : undefined;
  const name =
    target &&
    (recorder.people.get(target)?.name ??
      (act.act === "invite" ? act.invitation.email : recorder.invitations.get(target)?.email));
  const place = placeOf(act);
  return {
    body: {
      action: recorder.action,
      outcome: "refused",
      request: recorder.requestId,
      actor_kind: recorder.actor.kind,
      actor: recorder.actor.id,
      ...(target && recorder.people.has(target) && { target }),
      ...(place !== null && { place }),
      ...(decision.outcome !== "allowed" && { reasons: decision.reasons.map(({ code }) => code) }),
      ...(recorder.element && { element: recorder.element }),
    },
    people: {
      actor: recorder.actor.name,
      ...(name && { target: storable(name) }),
      ...(decision.outcome !== "allowed" && {
        reasons: decision.reasons.map(({ message }) => storable(message)),
      }),
    },
  };
}

/** The one instance that an act is about, if it is about one. */
function placeOf(act: Act): Place {
  if (act.act === "view") return act.place ?? null;
  const named =
    act.act === "change-roles"
      ? [...act.grant, ...act.revoke]
      : act.act === "invite"
        ? act.invitation.grants
        : [];
  const places = new Set(named.map(({ place }) => place));
  const [place = null] = places;
  return places.size === 1 && place !== null ? storable(place) : null;
}

/** What was typed may hold what PostgreSQL can't: zero bytes, and halves of surrogate pairs. */
const storable = (text: string) =>
  new TextDecoder().decode(new TextEncoder().encode(text)).replaceAll("\0", "\ufffd");

type Recorded = {
  body: Pick<AuditEntry["body"], "action" | "target" | "role" | "place" | "before" | "after">;
  people: AuditEntry["people"];
};

function recordOf(change: Change, { people, invitations, action }: Recorder): Recorded {
  const person = "user" in change ? people.get(change.user) : undefined;
  const about = (
    name: string,
    more: Partial<Recorded["body"]> = {},
    personal: AuditEntry["people"] = {},
  ): Recorded => ({
    body: { action: name, ...("user" in change && { target: change.user }), ...more },
    people: { ...(person && { target: person.name }), ...personal },
  });
  const iso = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());
  switch (change.change) {
    case "membership.create":
      return about("user.join");
    case "membership.status":
      return about(change.status === "suspended" ? "user.suspend" : "user.reactivate");
    case "membership.profile":
      return about("user.edit-profile", {}, { before: person?.profile, after: change.profile });
    case "membership.attributes": {
      const before = Object.fromEntries(
        Object.keys(change.attributes).map((key) => [key, person?.attributes[key] ?? null]),
      );
      return about("user.edit-attributes", {}, { before, after: change.attributes });
    }
    case "membership.remove":
      return about(action === "tenant.leave" ? action : "user.remove", {
        before: { roles: person?.assignments.map(({ role, place }) => ({ role, place })) },
      });
    case "assignment.create":
      return about("role.grant", {
        role: change.role,
        place: change.place,
        after: { ends: iso(change.ends) },
      });
    case "assignment.end":
      return about("role.revoke", { role: change.role, place: change.place });
    case "assignment.move-end": {
      const held = person?.assignments.find(
        ({ role, place }) => role === change.role && place === change.place,
      );
      const isShorter = change.ends !== null && (held?.ends == null || change.ends < held.ends);
      return about(isShorter ? "role.revoke" : "role.extend", {
        role: change.role,
        place: change.place,
        before: { ends: iso(held?.ends ?? null) },
        after: { ends: iso(change.ends) },
      });
    }
    case "invitation.create": {
      const roles = change.grants.map(({ role, place, ends }) => ({ role, place, ends: iso(ends) }));
      return about(
        "user.invite",
        { target: change.id, after: { roles, expires: iso(change.expires) } },
        { target: change.email },
      );
    }
    case "invitation.renew":
      return about(
        action,
        { target: change.id, after: { expires: iso(change.expires) } },
        { target: invitations.get(change.id)?.email ?? "" },
      );
    case "invitation.end": {
      const name = {
        accepted: "invitation.accept",
        cancelled: "invitation.cancel",
        expired: "invitation.expire",
      }[change.status];
      return about(name, { target: change.id }, { target: invitations.get(change.id)?.email ?? "" });
    }
  }
}

import { grantsOf } from "./delegation/propose-request.js";
import type { Act, AskedAct, Change, Judgement, Place } from "./delegation/types.js";
import type { InvitationRecord, PersonRecord, Rules } from "./store/read-facts.js";
import type { RequestRecord } from "./store/requests.js";

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
    /** The request that this follows from, and who has agreed to it. */
    asked?: string;
    agreed?: readonly string[];
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
  requests: ReadonlyMap<string, RequestRecord>;
}

/** One entry for each change, so that every assignment has its own. */
export function entriesOf(judgement: Judgement, recorder: Recorder): AuditEntry[] {
  const { decision, act, granted } = judgement;
  const by = decision.outcome === "allowed" ? decision.by : [];
  const inviter = act.act === "accept" ? recorder.invitations.get(act.invitation)?.inviter : undefined;
  const request =
    "request" in act && typeof act.request === "string" ? recorder.requests.get(act.request) : undefined;
  const requester = granted && recorder.people.get(granted.requester);
  return judgement.changes.map((change) => {
    const { body, people } = recordOf(change, recorder);
    // What others have agreed to is done by whoever asked, with their rights.
    const isTheirs = granted?.changes.includes(change) ?? false;
    const allowedBy = isTheirs ? (granted?.by ?? []) : by;
    const said = isTheirs ? request?.justification : recorder.justification;
    return {
      body: {
        outcome: "done",
        request: recorder.requestId,
        actor_kind: recorder.actor.kind,
        actor: isTheirs ? (granted?.requester ?? null) : recorder.actor.id,
        ...(inviter && { on_behalf_of: inviter.kind === "delegate" ? inviter.user : inviter.apiKey }),
        ...(request && { asked: request.id }),
        ...(isTheirs && { agreed: granted?.agreed ?? [] }),
        ...(allowedBy.length > 0 && { by: allowedBy }),
        ...(recorder.element && { element: recorder.element }),
        ...body,
      },
      people: {
        actor: isTheirs ? (requester?.name ?? "") : recorder.actor.name,
        ...(said && { justification: said }),
        ...people,
      },
    };
  });
}

export function refusalOf(judgement: Judgement, recorder: Recorder): AuditEntry {
  const { decision } = judgement;
  const act = actAskedFor(judgement.act, recorder);
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

/** A refused request or review is about what is asked for. */
function actAskedFor(act: Act, { requests }: Recorder): Act {
  if (act.act === "ask") return act.request.act;
  return act.act === "review" ? (requests.get(act.request)?.act ?? act) : act;
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
export const storable = (text: string) =>
  new TextDecoder().decode(new TextEncoder().encode(text)).replaceAll("\0", "\ufffd");

type Recorded = {
  body: Pick<AuditEntry["body"], "action" | "target" | "role" | "place" | "before" | "after" | "asked">;
  people: AuditEntry["people"];
};

function recordOf(change: Change, { people, invitations, requests, action }: Recorder): Recorded {
  const person = "user" in change ? people.get(change.user) : undefined;
  const about = (
    name: string,
    more: Partial<Recorded["body"]> = {},
    personal: AuditEntry["people"] = {},
  ): Recorded => ({
    body: { action: name, ...("user" in change && { target: change.user }), ...more },
    people: { ...(person && { target: person.name }), ...personal },
  });
  const aboutAsked = (
    name: string,
    id: string,
    act?: AskedAct,
    more: Partial<Recorded["body"]> = {},
  ): Recorded => ({
    body: { action: name, target: act?.act === "change-roles" ? act.user : id, asked: id, ...more },
    people: {
      target: !act ? "" : act.act === "invite" ? act.invitation.email : (people.get(act.user)?.name ?? ""),
    },
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
    case "request.create": {
      const { id, act, kind, expires } = change.request;
      const roles = grantsOf(act).map(({ role, place, ends }) => ({ role, place, ends: iso(ends) }));
      const revoked = act.act === "invite" ? [] : act.revoke;
      return aboutAsked("request.ask", id, act, {
        after: { kind, roles, ...(revoked.length > 0 && { revoked }), expires: iso(expires) },
      });
    }
    case "request.review":
      return aboutAsked(
        change.agrees ? "request.agree" : "request.decline",
        change.id,
        requests.get(change.id)?.act,
      );
    case "request.end": {
      const name = {
        granted: "request.grant",
        refused: "request.refuse",
        cancelled: "request.withdraw",
        expired: "request.expire",
      }[change.status];
      return aboutAsked(name, change.id, requests.get(change.id)?.act);
    }
  }
}

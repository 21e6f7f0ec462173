/**
 * The words of the guard. Everything it knows is handed to it as `Facts`, everything it may answer is a
 * `Decision`, and everything it may do is a `Change`. Times are milliseconds since 1970 in UTC; an end of `null`
 * means open-ended. Ids are UUIDs.
 */

export const verbs = [
  "user.view",
  "user.invite",
  "invitation.resend",
  "invitation.cancel",
  "role.grant",
  "role.revoke",
  "role.extend",
  "user.edit-profile",
  "user.edit-attributes",
  "user.suspend",
  "user.reactivate",
  "user.remove",
  "request.review",
  "audit.read",
  "audit.export",
  "delegation.edit",
] as const;
export type Verb = (typeof verbs)[number];

export type Instant = number;
/** `resource:action`. */
export type Permission = string;
/** One resource instance, `type:key`; `null` stands for the whole tenant. */
export type Place = string | null;

export interface Role {
  id: string;
  name: string;
  /** The resource type it is held on, or `null` for a role in the whole tenant. */
  resource: string | null;
  attributes: Readonly<Record<string, unknown>>;
  /** What a holder has without conditions: its own permissions and those it extends. */
  permissions: ReadonlySet<Permission>;
  /** What it can give, counted in full: extends, derivations, rules naming it, conditions taken as true. */
  gives: ReadonlySet<Permission>;
  /** What rules may open to whoever does not hold it, so that taking it gives that: conditions that ask for its absence. */
  withholds?: ReadonlySet<Permission>;
}

/** A role on one instance that follows from another role on a related instance. */
export interface Derivation {
  role: string;
  from: string;
  /** Instances related as the derivation asks: holding `from` on `subject` gives `role` on `object`. */
  links: readonly { subject: string; object: string }[];
  /** The derivation is suppressed for whoever holds a role on the object directly. */
  unlessDirect: boolean;
}

export interface Assignment {
  role: string;
  place: Place;
  begins: Instant;
  ends: Instant | null;
}

export interface Person {
  user: string;
  name: string;
  /** Canonical address, or `null`. */
  email: string | null;
  emailVerified: boolean;
  /** A place that has been removed, or never was, is `absent`. */
  status: "active" | "suspended" | "absent";
  /** Has signed in or been synced by the host. */
  known: boolean;
  attributes: Readonly<Record<string, unknown>>;
  /** Assignments that have not ended; some may not have begun. */
  assignments: readonly Assignment[];
  /** Grows with every change to this person's place. */
  version: number;
}

export interface Grant {
  role: string;
  place: Place;
  ends: Instant | null;
}

export interface Invitation {
  id: string;
  email: string;
  grants: readonly Grant[];
  inviter: { kind: "delegate"; user: string } | { kind: "operator"; apiKey: string };
  /** For an operator's invitation: the key that made it has not been deleted. */
  inviterStands: boolean;
  expires: Instant;
  status: "open" | "accepted" | "cancelled" | "expired";
  /** Who agreed to it, where the inviter needed the agreement of others. */
  agreed?: readonly Agreement[];
}

/** What can be asked for: an act as it would be done, with the very payload that others agree to. */
export type AskedAct = ActOf<"change-roles"> | ActOf<"invite">;

/** The element session in which something was asked or agreed to; what is judged later is judged as in it. */
export type AskedIn = Pick<ElementSession, "elementType" | "configuration" | "verbs">;

/** One reviewer's yes. It counts for as long as they might still say it. */
export interface Agreement {
  reviewer: string;
  askedIn: AskedIn;
  /** What the reviewer said: a delegation may ask for it. */
  note: string | null;
}

/**
 * What somebody has asked of others. `approval`: the requester's own act, which lacks nothing but agreement; it is done
 * with the requester's rights. `access`: an act that the requester may not do; it is done with the reviewer's.
 */
export interface Request {
  id: string;
  kind: "approval" | "access";
  requester: string;
  askedIn: AskedIn;
  act: AskedAct;
  agreed: readonly Agreement[];
  justification: string | null;
  expires: Instant;
  status: "open" | "granted" | "refused" | "cancelled" | "expired";
  /** Grants by the requester within the last hour, for the limit on them. */
  grantsLastHour: number;
}

/** The limits under which holders of one role may act (`design`: what a delegation can limit). */
export interface Delegation {
  id: string;
  /** The role whose holders it lets act. */
  role: string;
  elementType: string | null;
  source: "levels" | "written";
  /** The element configuration whose levels it was compiled from; `null` for a written one. */
  configuration: string | null;
  verbs: ReadonlySet<Verb>;
  /** Which roles may be given and taken: by id, or by role attributes of which all must match. */
  roles: { ids: ReadonlySet<string>; where: readonly AttributeMatch[] | null };
  mode: "hold" | "bind";
  passingOn: boolean;
  /** Whose: `null` narrows nothing; an empty list is nobody. */
  targets: {
    attributes: readonly AttributeMatch[] | null;
    groups: readonly string[] | null;
    domains: readonly string[] | null;
  };
  places: { tenant: boolean; types: readonly string[]; instances: readonly string[]; own: boolean };
  time: { mustEnd: boolean; longest: number | null };
  counts: {
    openInvitations: number | null;
    bulk: number | null;
    grantsPerHour: number | null;
    seats: number | null;
    holders: ReadonlyMap<string, number>;
  };
  domains: { allow: readonly string[] | null; ask: readonly string[]; refuse: readonly string[] };
  approval: readonly { roles: ReadonlySet<string>; count: number; reviewers: ReadonlySet<string> }[];
  justification: boolean;
  /** Membership attributes that may be edited. */
  attributes: ReadonlySet<string>;
}

/** Equality and `in` only: the named attribute must be one of the values. */
export interface AttributeMatch {
  name: string;
  in: readonly (string | number | boolean)[];
}

/** Guardrails belong to the tenant and bind operators too. */
export interface Guardrails {
  seats: number | null;
  /** Least lasting holders of a role; it binds once it has been satisfied. */
  least: readonly { role: string; count: number; binds: boolean }[];
  most: readonly { role: string; count: number }[];
  exclusive: readonly ReadonlySet<string>[];
  ceiling: ReadonlySet<Permission> | null;
}

export interface ElementSession {
  tenant: string;
  elementType: string;
  configuration: string;
  verbs: ReadonlySet<Verb>;
}

export type Actor =
  | {
      kind: "delegate";
      person: Person;
      /** The element session, or `null` where none applies: an invitation judged at acceptance. */
      session: ElementSession | null;
    }
  | { kind: "operator"; apiKey: string }
  | { kind: "system" };

/** What the rules would let delegates do, and nobody has marked as meant. */
export interface Suspended {
  /** Pairs of roles, as `pairOf` writes them: holders of the first may not give the second, since that leaks. */
  passingOn: ReadonlySet<string>;
  /** Attributes that limits read, so that editing them moves people in and out of reach. */
  attributes: ReadonlySet<string>;
}

/** Everything the guard may know, read in one transaction after its locks. */
export interface Facts {
  now: Instant;
  tenant: { id: string; active: boolean };
  actor: Actor;
  roles: ReadonlyMap<string, Role>;
  delegations: readonly Delegation[];
  derivations: readonly Derivation[];
  guardrails: Guardrails;
  /** People the act is about (and the actor), by user id. */
  people: ReadonlyMap<string, Person>;
  /** Open invitations the act is about, by id. */
  invitations: ReadonlyMap<string, Invitation>;
  /** Requests the act is about, and the open ones of whoever asks, by id. */
  requests?: ReadonlyMap<string, Request>;
  /** Others who have agreed to the act that is judged; each has been found to be allowed to. */
  agreed?: readonly Person[];
  /**
   * Which of the instances that the act names lie in this tenant. Left out only where a question is asked in general,
   * of any instance.
   */
  places?: ReadonlySet<string>;
  counts: {
    seats: number;
    openInvitations: number;
    /** Grants by this actor within the last hour. */
    grantsLastHour: number;
    /** Rows in this request. */
    bulk: number;
    /** Distinct people and open invitations that hold, or will hold, a role. */
    holders: ReadonlyMap<string, number>;
    /** Distinct active, known people who hold it begun and without end. */
    lasting: ReadonlyMap<string, number>;
  };
  /** Keys of the attributes that are defined here. */
  attributeKeys: ReadonlySet<string>;
  suspended: Suspended;
  justification: string | null;
}

export type Act =
  | { act: "view"; place?: Place }
  | { act: "own-limits" }
  | { act: "audit.read" }
  | { act: "audit.export" }
  | { act: "invite"; invitation: { id: string; email: string; grants: readonly Grant[]; expires: Instant } }
  | { act: "accept"; invitation: string; accepter: string }
  | { act: "renew"; invitation: string; expires: Instant }
  | { act: "cancel"; invitation: string }
  | {
      act: "change-roles";
      user: string;
      grant: readonly Grant[];
      revoke: readonly { role: string; place: Place }[];
    }
  | { act: "edit-profile"; user: string; profile: Readonly<Record<string, string | null>> }
  | { act: "edit-attributes"; user: string; attributes: Readonly<Record<string, unknown>> }
  | { act: "suspend"; user: string }
  | { act: "reactivate"; user: string }
  | { act: "remove"; user: string }
  | { act: "leave" }
  /** Gives somebody a place who has none, without an invitation: operators alone may. */
  | { act: "admit"; user: string }
  /** To look at what one has asked for, and at what one may answer. */
  | { act: "requests" }
  | { act: "ask"; request: Pick<Request, "id" | "kind" | "act" | "expires"> }
  | { act: "review"; request: string; agrees: boolean }
  | { act: "withdraw"; request: string };
export type ActOf<A extends Act["act"]> = Extract<Act, { act: A }>;

/** What `apply_changes` can do, and all it can do. The same list can be applied to `Facts`. */
export type Change =
  | { change: "membership.create"; user: string }
  | { change: "membership.status"; user: string; status: "active" | "suspended" }
  | { change: "membership.profile"; user: string; profile: Readonly<Record<string, string | null>> }
  | { change: "membership.attributes"; user: string; attributes: Readonly<Record<string, unknown>> }
  | { change: "membership.remove"; user: string }
  | { change: "assignment.create"; user: string; role: string; place: Place; ends: Instant | null }
  | { change: "assignment.move-end"; user: string; role: string; place: Place; ends: Instant | null }
  | { change: "assignment.end"; user: string; role: string; place: Place }
  | {
      change: "invitation.create";
      id: string;
      email: string;
      grants: readonly Grant[];
      expires: Instant;
      /** The request that was granted by it: its requester is the inviter. */
      asked?: string;
    }
  | { change: "invitation.renew"; id: string; expires: Instant }
  | { change: "invitation.end"; id: string; status: "accepted" | "cancelled" | "expired" }
  | {
      change: "request.create";
      request: Pick<Request, "id" | "kind" | "requester" | "askedIn" | "act" | "justification" | "expires">;
    }
  | { change: "request.review"; id: string; agrees: boolean; agreement: Agreement }
  | { change: "request.end"; id: string; status: Exclude<Request["status"], "open"> };

/** Why not, and what would help. `limit` names the rule or limit that refused. */
export interface Refusal {
  code: string;
  limit: string;
  message: string;
  role?: string;
  /** Every role that the message names, where it names more than `role`. */
  names?: readonly string[];
  /** The latest end that would pass. */
  latestEnd?: Instant;
  /** The way is open once something more is brought: an end, a justification, the agreement of others. */
  needs?: "end" | "justification" | "approval";
  /** Whose agreement is missing: holders of one of these roles, or of any role that may review where it names none. */
  reviewers?: readonly string[];
  /** How many more must agree. */
  more?: number;
}

export type Decision =
  | { outcome: "allowed"; by: readonly string[] }
  | { outcome: "refused"; reasons: readonly Refusal[] }
  | { outcome: "needs"; reasons: readonly Refusal[] };

export interface Judgement {
  act: Act;
  decision: Decision;
  /** Empty unless the decision is `allowed`. */
  changes: readonly Change[];
  /** The requester's own act that this agreement has completed: its changes are among them, and rest on their rights. */
  granted?: {
    requester: string;
    agreed: readonly string[];
    by: readonly string[];
    changes: readonly Change[];
  };
}

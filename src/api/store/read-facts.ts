import { sql } from "kysely";
import { pairOf } from "../delegation/holdings.js";
import { compileLevels, type Level } from "../delegation/levels.js";
import { openingsOf, type Conditions, type Openings } from "../delegation/openings.js";
import type {
  Actor,
  AskedAct,
  Delegation,
  Derivation,
  Facts,
  Invitation,
  Permission,
  Person,
  Role,
  Verb,
} from "../delegation/types.js";
import { elementTypes, type ElementType } from "../wire.js";
import { parseLimits } from "./limits.js";
import {
  openRequestsOf,
  requestsBy,
  toAgreement,
  type AgreementJson,
  type RequestRecord,
} from "./requests.js";
import type { Trx } from "./store.js";

/** Who asks, before the database has been read. */
export type Asker =
  | {
      kind: "delegate";
      user: string;
      session: { tenant: string; configuration: string; verbs: ReadonlySet<Verb> } | null;
    }
  | { kind: "operator"; apiKey: string }
  | { kind: "system" };

/** What the facts of an act are read for. `vouched` are users without a place here whom host or operator vouch for. */
export interface Concerns {
  users?: readonly string[];
  emails?: readonly string[];
  invitations?: readonly string[];
  /** Resource instances that the request names, `type:key`. */
  places?: readonly string[];
  vouched?: readonly string[];
  /** Requests by id, with everybody they have to do with. */
  requests?: readonly string[];
  /** The open requests of whoever asks, besides. */
  ownRequests?: boolean;
}

/** The rules of the environment, and of a tenant if it is one's, with the words that screens need beside them. */
export interface EnvironmentRules {
  now: number;
  roles: ReadonlyMap<string, Role & { key: string; description: string }>;
  /** Words for `resource:action`. */
  actions: Readonly<Record<Permission, string>>;
  configurations: readonly Configuration[];
  delegations: readonly Delegation[];
  derivations: readonly (Derivation & { id: string })[];
  attributes: readonly AttributeRow[];
  suspended: Facts["suspended"];
  /** Attributes of people that limits or condition sets read. */
  attributesRead: ReadonlySet<string>;
}

export interface Rules extends EnvironmentRules {
  tenant: { id: string; key: string; name: string; status: "active" | "suspended"; members: number };
  guardrails: Facts["guardrails"];
}

export interface Configuration {
  id: string;
  key: string;
  type: ElementType;
  columns: readonly string[];
  levels: readonly { role: string; level: Level }[];
}

export interface AttributeRow {
  key: string;
  label: string;
  description: string;
  type: "bool" | "number" | "string" | "time" | "array" | "json" | "object" | "object_array";
  choices: string[] | null;
  editable: boolean;
}

/** A person as the database knows them: what the guard needs, and what the list shows. */
export type PersonRecord = Person & {
  key: string;
  profile: Readonly<Record<string, string | null>>;
  changedAt: number;
  epoch: number;
};

export type InvitationRecord = Invitation & {
  inviterName: string;
  justification: string | null;
  created: number;
};

/** The rules of the transaction's tenant; nothing, where there is none. */
export async function readRules(trx: Trx): Promise<Rules | null> {
  const json = await readJson(trx);
  const { tenant } = json;
  if (!tenant) return null;
  return {
    ...environmentRules(json),
    tenant,
    guardrails: {
      seats: tenant.seats,
      least: json.guardrails.flatMap(({ role, least, binds }) =>
        least === null ? [] : [{ role, count: least, binds }],
      ),
      most: json.guardrails.flatMap(({ role, most }) => (most === null ? [] : [{ role, count: most }])),
      exclusive: json.exclusive.map((roles) => new Set(roles)),
      ceiling: tenant.ceiling && new Set(tenant.ceiling),
    },
  };
}

/** The same without what is a tenant's alone: for operators, who may look at no tenant in particular. */
export async function readEnvironmentRules(trx: Trx): Promise<EnvironmentRules> {
  return environmentRules(await readJson(trx));
}

async function readJson(trx: Trx): Promise<RulesJson> {
  const { rows } = await sql<{ rules: RulesJson }>`
    select read_rules() || jsonb_build_object('suspensions', read_suspensions(), 'conditions', read_conditions())
      as rules`.execute(trx);
  if (!rows[0]) throw new Error("read_rules answered nothing");
  const { rules } = rows[0];
  // Some are kept for the vendor's clients alone: no element of ours could be opened by them.
  const configurations = rules.configurations.filter(({ type }) => elementTypes.includes(type));
  return { ...rules, configurations };
}

function environmentRules(json: RulesJson): EnvironmentRules {
  const permissions = new Map(json.roles.map((role) => [role.id, new Set(role.permissions)]));
  const openings = openingsOf(json.conditions, json.roles);
  const gives = givesInFull(permissions, openings.held, json.derivations);
  const roles = new Map(
    json.roles.map(({ permissions: _, ...role }) => [
      role.id,
      {
        ...role,
        permissions: permissions.get(role.id) ?? new Set(),
        gives: gives.get(role.id) ?? new Set(),
        withholds: openings.lacked.get(role.id) ?? new Set(),
      },
    ]),
  );
  const written = json.delegations.flatMap(
    ({ limits, role, element_type, verbs, mode, passing_on, id, roles: ids }): Delegation[] => {
      const parsed = parseLimits(limits);
      return parsed
        ? [
            {
              id,
              role,
              elementType: element_type,
              source: "written",
              configuration: null,
              verbs: new Set(verbs),
              mode,
              passingOn: passing_on,
              ...parsed,
              roles: { ids: new Set(ids), where: parsed.where },
            },
          ]
        : [];
    },
  );
  // A written delegation that can't be read still replaces what the levels would give.
  const replaced = new Set(json.delegations.map(({ role }) => role));
  const compiled = json.configurations.flatMap(({ id, type, levels }) =>
    compileLevels(
      {
        configuration: id,
        elementType: type,
        roles: levels.map(({ role, level }) => ({
          role,
          level,
          resource: roles.get(role)?.resource ?? null,
        })),
        attributes: editableByLevels(json.attributes, written),
      },
      replaced,
    ),
  );
  const delegations = [...written, ...compiled];
  const attributesRead = new Set([...readByLimits(delegations), ...openings.attributes]);
  return {
    now: Date.parse(json.now),
    roles,
    actions: json.actions,
    configurations: json.configurations,
    delegations,
    derivations: json.derivations.map(({ id, role, from, unless_direct }) => ({
      id,
      role,
      from,
      links: [],
      unlessDirect: unless_direct,
    })),
    attributes: json.attributes,
    attributesRead,
    suspended: {
      passingOn: new Set(json.suspensions.passing_on.map((pair) => pairOf(...pair))),
      attributes: new Set(
        [...attributesRead].filter((key) => !json.suspensions.meant_attributes.includes(key)),
      ),
    },
  };
}

/** The state an act is about, for the guard. `bulk` is the number of rows in the request. */
export async function readFacts(
  trx: Trx,
  rules: Rules,
  asker: Asker,
  concerns: Concerns,
  { bulk, justification }: { bulk: number; justification: string | null },
): Promise<{
  facts: Facts;
  people: ReadonlyMap<string, PersonRecord>;
  invitations: ReadonlyMap<string, InvitationRecord>;
  requests: ReadonlyMap<string, RequestRecord>;
}> {
  const requests = await readRequests(trx, rules, asker, concerns);
  const actorId = asker.kind === "delegate" ? asker.user : asker.kind === "operator" ? asker.apiKey : null;
  const users = [
    ...new Set([
      ...(concerns.users ?? []),
      ...(asker.kind === "delegate" ? [asker.user] : []),
      ...(concerns.vouched ?? []),
      ...requests.flatMap(usersOf),
    ]),
  ];
  const emails = [...(concerns.emails ?? []), ...requests.flatMap(({ act }) => emailOf(act))];
  const places = [...(concerns.places ?? []), ...requests.flatMap(({ act }) => placesAsked(act))];
  const limited = [
    ...rules.guardrails.least.map(({ role }) => role),
    ...rules.guardrails.most.map(({ role }) => role),
    ...rules.delegations.flatMap(({ counts }) => [...counts.holders.keys()]),
  ];
  const { rows } = await sql<{ state: StateJson }>`select read_state(
    ${users}::uuid[], ${[...(concerns.vouched ?? [])]}::uuid[], ${emails}::text[], ${[...(concerns.invitations ?? [])]}::uuid[],
    ${[...new Set(places)]}::text[],
    ${[...new Set(limited)]}::uuid[], ${actorId}, ${new Date(rules.now)}) as state`.execute(trx);
  const state = rows[0]?.state;
  if (!state) throw new Error("read_state answered nothing");
  const people = new Map(state.people.map((json) => [json.user, toPerson(json)]));
  const invitations = new Map(state.invitations.map((json) => [json.id, toInvitation(json)]));
  const holdsOnInstances = [...people.values()].filter(({ assignments }) =>
    assignments.some(({ place }) => place !== null),
  );
  const derivations =
    rules.derivations.length && holdsOnInstances.length
      ? await derivationsFrom(
          trx,
          rules,
          holdsOnInstances.map(({ user }) => user),
        )
      : rules.derivations;
  const facts: Facts = {
    now: rules.now,
    tenant: { id: rules.tenant.id, active: rules.tenant.status === "active" },
    actor: toActor(asker, people, rules),
    roles: rules.roles,
    delegations: rules.delegations,
    derivations,
    guardrails: rules.guardrails,
    people,
    invitations,
    requests: new Map(requests.map((each) => [each.id, each])),
    places: new Set([...state.places, ...[...invitations.values()].flatMap(placesOf)]),
    counts: {
      seats: state.seats,
      openInvitations: state.open_invitations,
      grantsLastHour: state.grants_last_hour,
      bulk,
      holders: new Map(Object.entries(state.holders)),
      lasting: new Map(Object.entries(state.lasting)),
    },
    attributeKeys: new Set(rules.attributes.map(({ key }) => key)),
    suspended: rules.suspended,
    justification,
  };
  return { facts, people, invitations, requests: new Map(requests.map((each) => [each.id, each])) };
}

async function readRequests(
  trx: Trx,
  rules: Rules,
  asker: Asker,
  { requests = [], ownRequests = false }: Concerns,
): Promise<RequestRecord[]> {
  const own = ownRequests && asker.kind === "delegate" ? await openRequestsOf(trx, asker.user) : [];
  return requestsBy(trx, [...new Set([...requests, ...own])], rules.now);
}

/** Everybody a request has to do with: who asked, whom it is for, who has answered. */
const usersOf = ({ requester, act, agreed }: RequestRecord) => [
  requester,
  ...(act.act === "change-roles" ? [act.user] : []),
  ...agreed.map(({ reviewer }) => reviewer),
];
const emailOf = (act: AskedAct) => (act.act === "invite" ? [act.invitation.email] : []);
const placesAsked = (act: AskedAct) =>
  (act.act === "invite" ? act.invitation.grants : [...act.grant, ...act.revoke]).flatMap(
    ({ place }) => place ?? [],
  );

/** Attributes of people that decide whom a delegation is about. */
const readByLimits = (delegations: readonly Delegation[]): string[] => [
  ...new Set(delegations.flatMap(({ targets }) => (targets.attributes ?? []).map(({ name }) => name))),
];

/** Whose rights an invitation rests on. */
export const askerOf = (inviter: Invitation["inviter"]): Asker =>
  inviter.kind === "delegate"
    ? { kind: "delegate", user: inviter.user, session: null }
    : { kind: "operator", apiKey: inviter.apiKey };

/** Who has agreed to an invitation: it rests on their rights too. */
export const reviewersOf = ({ agreed = [] }: Invitation) => agreed.map(({ reviewer }) => reviewer);

/** Instances that an invitation promises are read with it; one that is gone has lost its name. */
const placesOf = ({ grants }: Invitation) => grants.flatMap(({ place }) => place ?? []);

/** Somebody who has no place here stands for a delegate who is not there any more. */
function toActor(asker: Asker, people: ReadonlyMap<string, Person>, rules: Rules): Actor {
  if (asker.kind === "operator") return { kind: "operator", apiKey: asker.apiKey };
  if (asker.kind === "system") return { kind: "system" };
  const person = people.get(asker.user) ?? {
    user: asker.user,
    name: "",
    email: null,
    emailVerified: false,
    status: "absent",
    known: false,
    attributes: {},
    assignments: [],
    version: 0,
  };
  const configuration = rules.configurations.find(({ id }) => id === asker.session?.configuration);
  return {
    kind: "delegate",
    person,
    session: asker.session && {
      tenant: asker.session.tenant,
      elementType: configuration?.type ?? "",
      configuration: asker.session.configuration,
      verbs: asker.session.verbs,
    },
  };
}

async function derivationsFrom(trx: Trx, rules: Rules, users: readonly string[]): Promise<Derivation[]> {
  const { rows } = await sql<Link>`select * from derivation_links(${[...users]}::uuid[])`.execute(trx);
  return withLinks(rules, rows);
}

export interface Link {
  derivation_id: string;
  subject: string;
  object: string;
}

export function withLinks(rules: Rules, rows: readonly Link[]): Derivation[] {
  return rules.derivations.map((derivation) => ({
    ...derivation,
    links: rows
      .filter((row) => row.derivation_id === derivation.id)
      .map(({ subject, object }) => ({ subject, object })),
  }));
}

/** A role gives what its holders have, what rules may open to them, and all that roles derived from it give. */
function givesInFull(
  permissions: ReadonlyMap<string, ReadonlySet<string>>,
  opened: Openings["held"],
  derivations: RulesJson["derivations"],
) {
  const gives = new Map(
    [...permissions].map(([role, own]) => [role, new Set([...own, ...(opened.get(role) ?? [])])]),
  );
  for (let grew = true; grew;) {
    grew = false;
    for (const { role, from } of derivations) {
      const source = gives.get(from);
      for (const permission of gives.get(role) ?? []) {
        if (!source || source.has(permission)) continue;
        source.add(permission);
        grew = true;
      }
    }
  }
  return gives;
}

/** What a target or role filter reads must not be edited into reach. */
function editableByLevels(attributes: readonly AttributeRow[], delegations: readonly Delegation[]): string[] {
  const read = new Set(
    delegations.flatMap(({ targets }) => targets.attributes ?? []).map(({ name }) => name),
  );
  return attributes.filter(({ key, editable }) => editable && !read.has(key)).map(({ key }) => key);
}

export function toPerson(json: PersonJson): PersonRecord {
  const { email_verified, changed_at, assignments, ...rest } = json;
  return {
    ...rest,
    emailVerified: email_verified,
    changedAt: Date.parse(changed_at),
    assignments: assignments.map(({ role, place, begins, ends }) => ({
      role,
      place,
      begins: Date.parse(begins),
      ends: toEnd(ends),
    })),
  };
}

export function toInvitation(json: InvitationJson): InvitationRecord {
  const { id, email, status, justification } = json;
  return {
    id,
    email,
    status,
    justification,
    grants: json.grants.map(({ role, place, ends }) => ({ role, place, ends: toEnd(ends) })),
    inviter:
      json.inviter_kind === "delegate"
        ? { kind: "delegate", user: json.inviter_id }
        : { kind: "operator", apiKey: json.inviter_id },
    inviterStands: json.inviter_stands,
    agreed: json.agreed.map(toAgreement),
    inviterName: json.inviter_name,
    created: Date.parse(json.created),
    expires: Date.parse(json.expires),
  };
}

const toEnd = (ends: string | null) => (ends === null ? null : Date.parse(ends));

export interface PersonJson {
  user: string;
  key: string;
  name: string;
  email: string | null;
  email_verified: boolean;
  known: boolean;
  status: "active" | "suspended" | "absent";
  profile: Record<string, string | null>;
  attributes: Record<string, unknown>;
  version: number;
  changed_at: string;
  epoch: number;
  assignments: { role: string; place: string | null; begins: string; ends: string | null }[];
}

export interface InvitationJson {
  id: string;
  email: string;
  status: "open" | "accepted" | "cancelled" | "expired";
  inviter_kind: "delegate" | "operator";
  inviter_id: string;
  inviter_name: string;
  inviter_stands: boolean;
  justification: string | null;
  created: string;
  expires: string;
  grants: { role: string; place: string | null; ends: string | null }[];
  agreed: AgreementJson[];
}

interface StateJson {
  people: PersonJson[];
  invitations: InvitationJson[];
  places: string[];
  seats: number;
  open_invitations: number;
  grants_last_hour: number;
  holders: Record<string, number>;
  lasting: Record<string, number>;
}

interface RulesJson {
  now: string;
  tenant: (Rules["tenant"] & { seats: number | null; ceiling: string[] | null }) | null;
  roles: {
    id: string;
    key: string;
    name: string;
    description: string;
    resource: string | null;
    attributes: Record<string, unknown>;
    permissions: string[];
  }[];
  actions: Record<string, string>;
  derivations: { id: string; role: string; from: string; relation: string; unless_direct: boolean }[];
  configurations: Configuration[];
  delegations: {
    id: string;
    role: string;
    element_type: string | null;
    verbs: Verb[];
    mode: "hold" | "bind";
    passing_on: boolean;
    limits: unknown;
    roles: string[];
  }[];
  attributes: AttributeRow[];
  guardrails: { role: string; least: number | null; binds: boolean; most: number | null }[];
  exclusive: string[][];
  suspensions: { passing_on: [role: string, via: string][]; meant_attributes: string[] };
  conditions: Conditions;
}

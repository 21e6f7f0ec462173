import { sql } from "kysely";
import type { Agreement, AskedAct, AskedIn, Grant, Place, Request, Verb } from "../delegation/types.js";
import type { Trx } from "./store.js";

/** A request as the database knows it: what the guard needs, and what the list shows. */
export type RequestRecord = Request & {
  requesterName: string;
  created: number;
  ended: number | null;
  reviews: readonly Review[];
};

/** What one reviewer has said. */
export type Review = Agreement & { name: string; agrees: boolean; at: number };

export type RequestsShown = "open" | "mine" | "ended";

/** Where a page of requests starts: after the last one before, newest first. */
export type RequestPosition = readonly string[] | null;

export async function requestsBy(trx: Trx, ids: readonly string[], now: number): Promise<RequestRecord[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ request: RequestJson }>`
    select requests_by(${[...ids]}::uuid[], ${new Date(now)}) as request`.execute(trx);
  return rows.map(({ request }) => toRequest(request));
}

/** The open requests of one person: few, since their number is limited. */
export async function openRequestsOf(trx: Trx, requester: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.id from request r
    where r.environment_id = current_environment() and r.tenant_id = current_tenant()
      and r.requester_id = ${requester} and r.status = 'open'`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Ids, newest first: the open ones of others, all of one's own, or those that have ended. */
export async function listRequestIds(
  trx: Trx,
  { show, user }: { show: RequestsShown; user: string },
  after: RequestPosition,
  limit: number,
): Promise<string[]> {
  const [created = null, id = null] = after ?? [];
  const { rows } = await sql<{ id: string }>`select r.id from request r
    where r.environment_id = current_environment() and r.tenant_id = current_tenant()
      and case ${show}::text when 'mine' then r.requester_id = ${user}
        when 'open' then r.status = 'open' and r.requester_id <> ${user} else r.status <> 'open' end
      and (${created}::timestamptz is null
        or (date_trunc('milliseconds', r.created_at), r.id) < (${created}::timestamptz, ${id}::uuid))
    order by date_trunc('milliseconds', r.created_at) desc, r.id desc limit ${limit}`.execute(trx);
  return rows.map((row) => row.id);
}

interface RequestJson {
  id: string;
  kind: Request["kind"];
  requester: string;
  requester_name: string;
  askedIn: AskedInJson;
  act: AskedAct;
  justification: string | null;
  status: Request["status"];
  created: string;
  expires: string;
  ended: string | null;
  gone: string[];
  reviews: (AgreementJson & { name: string; agrees: boolean; at: string })[];
  grants_last_hour: number;
}

type AskedInJson = Omit<AskedIn, "verbs"> & { verbs: Verb[] };
export type AgreementJson = Omit<Agreement, "askedIn"> & { askedIn: AskedInJson };

export const toAgreement = ({ reviewer, note, askedIn }: AgreementJson): Agreement => ({
  reviewer,
  note,
  askedIn: { ...askedIn, verbs: new Set(askedIn.verbs) },
});

function toRequest(json: RequestJson): RequestRecord {
  const { id, kind, requester, justification, status, gone, askedIn } = json;
  const reviews = json.reviews.map((each) => ({
    ...toAgreement(each),
    name: each.name,
    agrees: each.agrees,
    at: Date.parse(each.at),
  }));
  return {
    id,
    kind,
    requester,
    requesterName: json.requester_name,
    askedIn: { ...askedIn, verbs: new Set(askedIn.verbs) },
    act: withoutGone(json.act, new Set(gone)),
    justification,
    status,
    created: Date.parse(json.created),
    expires: Date.parse(json.expires),
    ended: json.ended === null ? null : Date.parse(json.ended),
    reviews,
    agreed: reviews.filter(({ agrees }) => agrees),
    grantsLastHour: json.grants_last_hour,
  };
}

/** An instance that is gone has lost its name, also where another bears it now. */
function withoutGone(act: AskedAct, gone: ReadonlySet<string>): AskedAct {
  const there = <T extends { place: Place }>(each: T): T =>
    each.place !== null && gone.has(each.place) ? { ...each, place: `gone:${each.place}` } : each;
  const grants = (all: readonly Grant[]) => all.map(there);
  return act.act === "invite"
    ? { ...act, invitation: { ...act.invitation, grants: grants(act.invitation.grants) } }
    : { ...act, grant: grants(act.grant), revoke: act.revoke.map(there) };
}

/** Active people who hold one of the roles, but for some: a few names, and how many in all. */
export async function reviewersAmong(
  trx: Trx,
  roles: readonly string[],
  except: readonly string[],
): Promise<{ names: string[]; total: number }> {
  const { rows } = await sql<{ names: string[]; total: number }>`
    select * from reviewers_of(${[...roles]}::uuid[], ${[...except]}::uuid[])`.execute(trx);
  return rows[0] ?? { names: [], total: 0 };
}

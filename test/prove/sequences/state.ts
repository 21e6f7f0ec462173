import type { Database } from "../../support/database.js";

/** What stands in the tables, read as their owner and by no code of the product. */

export interface Held {
  id: string;
  tenant: string;
  user: string;
  role: string;
  place: string | null;
  begins: number;
  ends: number | null;
  xmin: string;
}
export interface Person {
  tenant: string;
  user: string;
  key: string;
  email: string | null;
  epoch: number;
  status: "active" | "suspended";
  version: number;
}
export interface Promised {
  id: string;
  tenant: string;
  email: string;
  status: string;
  token: string;
  inviter: string;
  expires: number;
  grants: { role: string; place: string | null }[];
  xmin: string;
}
export interface Entry {
  tenant: string | null;
  kind: "changes" | "refusals";
  seq: number;
  body: {
    action: string;
    outcome: string;
    request?: string;
    actor_kind: string;
    actor: string | null;
    on_behalf_of?: string;
    target?: string;
    role?: string;
    place?: string | null;
    after?: { ends?: string | null };
    by?: string[];
    at: string;
  };
  xmin: string;
}
export interface State {
  now: number;
  people: Person[];
  held: Held[];
  invitations: Promised[];
  requests: { id: string; tenant: string; status: string; requester: string }[];
  /** Written limits, what is marked as meant, and what leaks unmeant; `null` stands for every tenant. */
  delegations: { id: string; tenant: string | null; version: number }[];
  marks: { id: string; tenant: string | null }[];
  leaks: { tenant: string | null; role: string; via: string; gives: string }[];
  /** What each table holds of each tenant, as a digest; `-` stands for what belongs to none. */
  digests: ReadonlyMap<string, string>;
  entries: Entry[];
}

const millis = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;
const placeOf = (column: string) =>
  `(select r.key || ':' || i.key from resource_instance i join resource r on r.id = i.resource_id where i.id = ${column})`;

const rows = `select
  ${millis("clock_timestamp()")} as now,
  (select coalesce(jsonb_agg(jsonb_build_object('tenant', m.tenant_id, 'user', m.user_id, 'key', u.key,
      'email', case when u.email_verified then u.email end, 'epoch', u.epoch, 'status', m.status,
      'version', m.version) order by t.key, u.key), '[]')
    from membership m join app_user u on u.id = m.user_id join tenant t on t.id = m.tenant_id) as people,
  (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'tenant', a.tenant_id, 'user', a.user_id, 'role', a.role_id,
      'place', ${placeOf("a.instance_id")}, 'begins', ${millis("a.begins_at")}, 'ends', ${millis("a.ends_at")},
      'xmin', a.xmin::text) order by t.key, u.key, r.key, ${placeOf("a.instance_id")}), '[]')
    from assignment a join tenant t on t.id = a.tenant_id join app_user u on u.id = a.user_id join role r on r.id = a.role_id) as held,
  (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'tenant', v.tenant_id, 'email', v.email, 'status', v.status,
      'token', encode(v.token_hash, 'hex'), 'inviter', v.inviter_id, 'expires', ${millis("v.expires_at")}, 'xmin', v.xmin::text,
      'grants', (select coalesce(jsonb_agg(jsonb_build_object('role', g.role_id, 'place', ${placeOf("g.instance_id")})), '[]')
        from invitation_role g where g.invitation_id = v.id)) order by v.created_at), '[]')
    from invitation v) as invitations,
  (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'tenant', q.tenant_id, 'status', q.status,
      'requester', q.requester_id)
      order by q.created_at), '[]') from request q) as requests,
  (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'tenant', d.tenant_id, 'version', d.version)
      order by d.changed_at, d.tenant_id, d.role_id, d.limits::text), '[]') from delegation d) as delegations,
  (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'tenant', m.tenant_id) order by m.marked_at), '[]')
    from meant m) as marks,
  (select coalesce(jsonb_agg(jsonb_build_object('tenant', l.tenant_id, 'role', l.role_id, 'via', l.via_id, 'gives', l.gives_id)
      order by l.tenant_id, ${["role", "via", "gives"].map((each) => `(select key from role where id = l.${each}_id)`).join()}), '[]')
    from leak l) as leaks,
  (select coalesce(jsonb_agg(jsonb_build_object('tenant', e.tenant_id, 'kind', c.kind, 'seq', e.seq, 'body', e.body,
      'xmin', e.xmin::text) order by e.seq), '[]')
    from audit_entry e join audit_chain c on c.id = e.chain_id
    where e.seq > coalesce(($1::jsonb ->> (coalesce(e.tenant_id::text, '-') || ' ' || c.kind))::bigint, 0)) as entries`;

/** Reads one state after another, and of the log only what has been added since. */
export class Reader {
  #digests: string | null = null;
  readonly #read: Record<string, number> = {};

  constructor(readonly database: Database) {}

  async state(): Promise<State> {
    this.#digests ??= await digestsOf(this.database);
    const [[all], sums] = await Promise.all([
      this.database.rows<Omit<State, "digests">>(rows, [JSON.stringify(this.#read)]),
      this.database.rows<{ what: string; sum: string }>(this.#digests),
    ]);
    if (!all) throw new Error("Nothing was read.");
    for (const { tenant, kind, seq } of all.entries) this.#read[`${tenant ?? "-"} ${kind}`] = seq;
    return { ...all, digests: new Map(sums.map(({ what, sum }) => [what, sum])) };
  }
}

/** One digest for each table and tenant; refusals and the answers kept for retries are told apart from what they are about. */
async function digestsOf(database: Database): Promise<string> {
  const tables = await database.rows<{ name: string; has_tenant: boolean }>(
    `select t.tablename as name, exists (select from information_schema.columns c where c.table_schema = 'permit'
       and c.table_name = t.tablename and c.column_name = 'tenant_id') as has_tenant
     from pg_tables t where t.schemaname = 'permit' and t.tablename not in ('decision_change', 'login_ticket')`,
  );
  const parts = tables.map(({ name, has_tenant }) => {
    const tenant = name === "tenant" ? "x.id::text" : has_tenant ? "coalesce(x.tenant_id::text, '-')" : "'-'";
    const isLog = name === "audit_entry" || name === "audit_chain";
    const kind = isLog ? `join audit_chain c on c.id = x.${name === "audit_entry" ? "chain_id" : "id"}` : "";
    const label = isLog ? `'${name} ' || c.kind` : `'${name}'`;
    // That a key was used is no change.
    const row = name === "api_key" ? "(to_jsonb(x) - 'last_used_at')::text" : "x::text";
    return `select ${label} || ' ' || ${tenant} as what, md5(string_agg(${row}, '|' order by ${row})) as sum
      from ${name} x ${kind} group by 1`;
  });
  return parts.join(" union all ");
}

/** What signs the log for the vendor lies in no tenant, and comes when it will. */
const signing = /^audit_(checkpoint|signed)\b/;
/** What says only that something was asked: the record of refusals, and answers kept for retries. */
const asides = /^(audit_\w+ refusals|idempotency)\b/;

/** What of two states differs, by table and tenant. */
export function differing(before: State, after: State): string[] {
  const all = new Set([...before.digests.keys(), ...after.digests.keys()]);
  return [...all].filter(
    (what) => before.digests.get(what) !== after.digests.get(what) && !signing.test(what),
  );
}

/** The same after a request; nothing can be said where the server's own sweep has come between. */
export function changedBy(before: State, after: State): { all: string[]; matters: string[] } {
  const isSwept = after.entries.some(
    ({ body }) => body.actor_kind === "system" && body.action.endsWith(".expire"),
  );
  const all = isSwept ? [] : differing(before, after);
  return { all, matters: all.filter((what) => !asides.test(what)) };
}

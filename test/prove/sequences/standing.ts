/**
 * What must be true of every state that was committed, as one question to the database: each row it answers is something
 * that is wrong, in words. S4 of the property (what is checked of the least is remembered by whoever asks), and the
 * counters and list rows against what they count.
 */
const permissionsOf = `(with recursive reached(id) as (select h.role_id union
    select x.extended_id from reached join role_extends x on x.role_id = reached.id)
  select s.key || ':' || a.key from reached join role_permission p on p.role_id = reached.id
  join resource_action a on a.id = p.action_id join resource s on s.id = a.resource_id)`;

const seats = `t.id as tenant, t.key, t.seats,
  (select count(*) from membership m where m.tenant_id = t.id)
  + (select count(*) from invitation i where i.tenant_id = t.id and i.status = 'open' and i.expires_at > clock_timestamp()
      and i.email not in (select u.email from membership m join app_user u on u.id = m.user_id
        where m.tenant_id = t.id and u.email_verified and u.email is not null)) as taken`;

const unended = "(h.ends_at is null or h.ends_at > clock_timestamp())";

export const wrongNow = `
  select 'S4 seats: ' || key || ' has ' || taken || ' of ' || seats as wrong from (select ${seats} from tenant t) s
    where seats is not null and taken > seats
  union all
  select 'S4 most holders: ' || t.key || ' has ' || n || ' of ' || g.most || ' ' || r.key from guardrail_role g
    join tenant t on t.id = g.tenant_id join role r on r.id = g.role_id
    cross join lateral (select
      (select count(distinct h.user_id) from assignment h where h.tenant_id = t.id and h.role_id = r.id and ${unended})
      + (select count(distinct i.id) from invitation i join invitation_role p on p.invitation_id = i.id
          where i.tenant_id = t.id and p.role_id = r.id and i.status = 'open' and i.expires_at > clock_timestamp()) as n) c
    where g.most is not null and c.n > g.most
  union all
  select 'S4 exclusive roles: ' || h.user_id from guardrail_exclusive x
    join assignment h on h.tenant_id = x.tenant_id and h.role_id = x.role_id and ${unended}
    group by x.tenant_id, x.set_number, h.user_id having count(distinct h.role_id) > 1
  union all
  select 'S4 ceiling: ' || t.key || ' ' || permission from tenant t join assignment h on h.tenant_id = t.id and ${unended}
    cross join lateral ${permissionsOf} as f(permission) where t.ceiling is not null and permission <> all (t.ceiling)
  union all
  select 'counter: ' || t.key || ' counts ' || t.members || ' members' from tenant t
    where t.members <> (select count(*) from membership m where m.tenant_id = t.id)
  union all
  select 'list row: ' || m.user_id from membership m join app_user u on u.id = m.user_id
    where m.email is distinct from coalesce(u.email, '')
      or array(select unnest(m.role_ids) order by 1) is distinct from array(select distinct h.role_id from assignment h
        where (h.tenant_id, h.user_id) = (m.tenant_id, m.user_id) and h.instance_id is null order by 1)
  union all
  select 'two open invitations: ' || email from invitation where status = 'open' group by tenant_id, email having count(*) > 1
  union all
  select 'a role where none can be held: ' || h.id from assignment h join role r on r.id = h.role_id
    left join resource_instance i on i.id = h.instance_id
    where r.resource_id is distinct from i.resource_id or (i.id is not null and i.tenant_id <> h.tenant_id)`;

/** Holders that count for the least of a role: active, known, begun, without end. */
export const lasting = `
  select t.id as tenant, g.role_id as role, t.key || ' ' || r.key as words, g.least, (select count(distinct h.user_id)::int
      from assignment h join membership m on (m.tenant_id, m.user_id) = (h.tenant_id, h.user_id) and m.status = 'active'
      join app_user u on u.id = h.user_id and u.known_at is not null
      where h.tenant_id = t.id and h.role_id = g.role_id and h.begins_at <= clock_timestamp() and h.ends_at is null) as is
  from guardrail_role g join tenant t on t.id = g.tenant_id join role r on r.id = g.role_id where g.least is not null`;

/** What answers may say of one tenant: how many people it has, and how many invitations that are open. */
export const totals = `select (select count(*)::int from membership where tenant_id = $1) as people,
  (select count(*)::int from invitation where tenant_id = $1 and status = 'open') as invitations`;

import type { Database } from "../../support/database.js";

/** Who may give what, computed from the tables anew: the text of the design, and no line of the guard. */

export interface Given {
  id: string;
  role: string;
  /** `null`: in every tenant. */
  tenant: string | null;
  verbs: readonly string[];
  roles: readonly string[];
  mode: "hold" | "bind";
  passingOn: boolean;
  places: { tenant: boolean; types: readonly string[]; instances: readonly string[]; own: boolean };
}

export interface Rights {
  delegations: readonly Given[];
  /** What holders of a role have; and what the role can give, counted in full. */
  permissions: ReadonlyMap<string, ReadonlySet<string>>;
  gives: ReadonlyMap<string, ReadonlySet<string>>;
  resourceOf: ReadonlyMap<string, string | null>;
  /** Resource instances of each tenant. */
  instances: ReadonlyMap<string, readonly string[]>;
}

interface Row {
  written: (Omit<Given, "roles" | "passingOn" | "places"> & {
    passing_on: boolean;
    listed: string[];
    places: Given["places"];
    where: { name: string; in: unknown[] }[] | null;
  })[];
  levels: { configuration: string; role: string; level: string }[];
  roles: {
    id: string;
    resource: string | null;
    attributes: Record<string, unknown>;
    permissions: string[];
  }[];
  extended: { role: string; other: string }[];
  derived: { role: string; from: string }[];
  instances: { tenant: string; place: string }[];
}

const query = `select
  (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'role', d.role_id, 'tenant', d.tenant_id, 'verbs', d.verbs,
      'mode', d.mode, 'passing_on', d.passing_on, 'places', d.limits -> 'places', 'where', d.limits -> 'where',
      'listed', (select coalesce(jsonb_agg(l.role_id), '[]') from delegation_role l where l.delegation_id = d.id))), '[]')
    from delegation d) as written,
  (select coalesce(jsonb_agg(jsonb_build_object('configuration', configuration_id, 'role', role_id, 'level', level)), '[]')
    from role_level) as levels,
  (select jsonb_agg(jsonb_build_object('id', r.id, 'resource', s.key, 'attributes', r.attributes, 'permissions',
      (select coalesce(jsonb_agg(o.key || ':' || a.key), '[]') from role_permission p join resource_action a on a.id = p.action_id
        join resource o on o.id = a.resource_id where p.role_id = r.id)))
    from role r left join resource s on s.id = r.resource_id) as roles,
  (select coalesce(jsonb_agg(jsonb_build_object('role', role_id, 'other', extended_id)), '[]') from role_extends) as extended,
  (select coalesce(jsonb_agg(jsonb_build_object('role', role_id, 'from', from_role_id)), '[]') from derivation) as derived,
  (select coalesce(jsonb_agg(jsonb_build_object('tenant', i.tenant_id, 'place', r.key || ':' || i.key)), '[]')
    from resource_instance i join resource r on r.id = i.resource_id) as instances`;

const watchingOnly = ["user.view"];
const everything = [
  ...["user.view", "user.invite", "invitation.resend", "invitation.cancel", "role.grant", "role.revoke"],
  ...["role.extend", "user.edit-profile", "user.edit-attributes", "user.suspend", "user.reactivate"],
  ...["user.remove", "request.review", "audit.read", "audit.export"],
];
const levelsBelow: Readonly<Record<string, readonly string[]>> = {
  LEVEL_1: ["LEVEL_1", "LEVEL_2", "LEVEL_3", "LEVEL_4"],
  LEVEL_2: ["LEVEL_2", "LEVEL_3", "LEVEL_4"],
  LEVEL_3: [],
};

export async function readRights(database: Database, tenants: readonly string[]): Promise<Rights> {
  const [row] = await database.rows<Row>(query);
  if (!row) throw new Error("Nothing was read.");
  const permissions = closed(
    new Map(row.roles.map(({ id, permissions }) => [id, new Set(permissions)])),
    row.extended.map(({ role, other }) => [role, other]),
  );
  const gives = closed(
    permissions,
    row.derived.map(({ role, from }) => [from, role]),
  );
  const written = row.written.map(({ passing_on, listed, where, ...rest }): Given => {
    const matching = row.roles.filter(
      ({ attributes }) => where?.every(({ name, in: values }) => values.includes(attributes[name])) ?? false,
    );
    return { ...rest, passingOn: passing_on, roles: [...listed, ...matching.map(({ id }) => id)] };
  });
  // In each tenant a role whose limits are written there, or for all, has no others.
  const compiled = tenants.flatMap((tenant) =>
    row.levels.flatMap(({ configuration, role, level }): Given[] => {
      const below = levelsBelow[level];
      const isWritten = row.written.some(
        (each) => each.role === role && (each.tenant === null || each.tenant === tenant),
      );
      if (!below || isWritten) return [];
      const peers = row.levels.filter((each) => each.configuration === configuration);
      const roles = peers.filter((each) => below.includes(each.level)).map((each) => each.role);
      const types = row.roles.flatMap(({ id, resource }) =>
        roles.includes(id) && resource ? [resource] : [],
      );
      return [
        {
          id: `levels:${configuration}:${role}`,
          role,
          tenant,
          verbs: below.length > 0 ? everything : watchingOnly,
          roles,
          mode: "bind",
          passingOn: true,
          places: { tenant: true, types, instances: [], own: false },
        },
      ];
    }),
  );
  const instances = new Map(
    tenants.map((tenant) => [
      tenant,
      row.instances.flatMap((each) => (each.tenant === tenant ? [each.place] : [])),
    ]),
  );
  const resourceOf = new Map(row.roles.map(({ id, resource }) => [id, resource]));
  return { delegations: [...written, ...compiled], permissions, gives, resourceOf, instances };
}

/** Each set with those that it leads to, and those that these lead to. */
function closed(
  own: ReadonlyMap<string, ReadonlySet<string>>,
  leads: readonly (readonly [string, string])[],
) {
  const all = new Map([...own].map(([key, values]) => [key, new Set(values)]));
  for (let grew = true; grew;) {
    grew = false;
    for (const [from, to] of leads) {
      const target = all.get(from);
      for (const value of all.get(to) ?? []) {
        if (!target || target.has(value)) continue;
        target.add(value);
        grew = true;
      }
    }
  }
  return all;
}

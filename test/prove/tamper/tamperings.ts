/**
 * What whoever owns the database could do to the trail, past every trigger. `$acme` stands for the chain of Acme's
 * changes, `$globex` for Globex's. The product, which looks for one tenant at its chains and where they were signed,
 * notices what was done to Acme's own.
 */
export interface Tampering {
  name: string;
  sql: readonly string[];
  byProduct: boolean;
}

const entry = "update permit.audit_entry e set";
const first = "seq = (select min(seq) + 1 from permit.audit_entry where chain_id = $acme)";
const last = "select max(seq) from permit.audit_entry where chain_id";

/** Numbers a chain anew and computes every hash and the head, as the server would have. */
const putRight = (chain: string) => `do $do$ declare r record; v_seq bigint := 0; v_head bytea := ''; begin
  for r in select ctid, body, people_digest from permit.audit_entry where chain_id = ${chain} order by seq loop
    v_seq := v_seq + 1;
    v_head := sha256(v_head || convert_to(v_seq || '|' || r.body::text, 'UTF8') || r.people_digest);
    update permit.audit_entry set seq = v_seq, hash = v_head where ctid = r.ctid;
  end loop;
  update permit.audit_chain set length = v_seq, head = v_head where id = ${chain};
end $do$`;

const swap = [
  `${entry} seq = 1000000 where chain_id = $acme and seq = 2`,
  `${entry} seq = 2 where chain_id = $acme and seq = 3`,
  `${entry} seq = 3 where chain_id = $acme and seq = 1000000`,
];
const transplant = `${entry} chain_id = $globex, seq = (${last} = $globex) + 1,
  tenant_id = (select tenant_id from permit.audit_chain where id = $globex) where chain_id = $acme and ${first}`;

export const tamperings: readonly Tampering[] = [
  { name: "an entry moved to another tenant", sql: [transplant], byProduct: true },
  {
    name: "an entry moved to another tenant, both chains put right",
    sql: [transplant, putRight("$acme"), putRight("$globex")],
    byProduct: true,
  },
  { name: "two entries swapped", sql: swap, byProduct: true },
  { name: "two entries swapped, the chain put right", sql: [...swap, putRight("$acme")], byProduct: true },
  {
    name: "an entry put in twice",
    sql: [
      "alter table permit.audit_entry drop constraint audit_entry_pkey",
      `insert into permit.audit_entry (environment_id, tenant_id, chain_id, seq, body, people, people_salt, people_digest, hash, at)
        select environment_id, tenant_id, chain_id, seq, body, people, people_salt, people_digest, hash, at
        from permit.audit_entry where chain_id = $acme and seq = 2`,
    ],
    byProduct: true,
  },
  {
    name: "an entry made up in the middle, the chain put right",
    sql: [
      `${entry} seq = seq + 1000 where chain_id = $acme and seq > 2`,
      `insert into permit.audit_entry (environment_id, tenant_id, chain_id, seq, body, people, people_salt, people_digest, hash, at)
        select environment_id, tenant_id, chain_id, 3, body || '{"action": "user.join"}', people, people_salt, people_digest, hash, at
        from permit.audit_entry where chain_id = $acme and seq = 2`,
      putRight("$acme"),
    ],
    byProduct: true,
  },
  {
    name: "an entry of no chain",
    sql: [`${entry} chain_id = gen_random_uuid() where chain_id = $acme and seq = (${last} = $acme)`],
    byProduct: true,
  },
  {
    name: "an entry beside the chains",
    sql: [
      `insert into permit.audit_entry (environment_id, tenant_id, chain_id, seq, body, people, people_salt, people_digest, hash, at)
        select environment_id, tenant_id, gen_random_uuid(), 1, body, people, people_salt, people_digest, hash, at
        from permit.audit_entry where chain_id = $acme and seq = 1`,
    ],
    byProduct: false,
  },
  {
    name: "the end cut off",
    sql: [`delete from permit.audit_entry where chain_id = $acme and seq > (${last} = $acme) - 2`],
    byProduct: true,
  },
  {
    name: "the end cut off, the head put right",
    sql: [
      `delete from permit.audit_entry where chain_id = $acme and seq > (${last} = $acme) - 2`,
      putRight("$acme"),
    ],
    byProduct: true,
  },
  {
    name: "an entry cut out of the middle, the chain put right",
    sql: [`delete from permit.audit_entry where chain_id = $acme and ${first}`, putRight("$acme")],
    byProduct: true,
  },
  {
    name: "another actor in one entry, the whole chain rewritten with its head",
    sql: [
      `${entry} body = body || jsonb_build_object('actor', gen_random_uuid()) where chain_id = $acme and ${first}`,
      putRight("$acme"),
    ],
    byProduct: true,
  },
  {
    name: "other names in one entry, the whole chain rewritten with its head",
    sql: [
      `${entry} people = '{"actor": "Nobody"}', people_digest = sha256(people_salt || convert_to('{"actor": "Nobody"}', 'UTF8'))
        where chain_id = $acme and ${first}`,
      putRight("$acme"),
    ],
    byProduct: true,
  },
  {
    name: "the chains of two tenants exchanged whole",
    sql: [
      "alter table permit.audit_chain drop constraint audit_chain_environment_id_tenant_id_kind_key",
      ...["audit_chain c", "audit_entry c"].map(
        (table) => `update permit.${table} set tenant_id = o.tenant_id from permit.audit_chain o
          where (${table.includes("entry") ? "c.chain_id" : "c.id"}, o.id) in (($acme, $globex), ($globex, $acme))`,
      ),
    ],
    byProduct: false,
  },
  {
    name: "a chain taken away whole",
    sql: [
      "delete from permit.audit_entry where chain_id = $globex",
      "delete from permit.audit_chain where id = $globex",
    ],
    byProduct: false,
  },
  {
    name: "a chain emptied, as if nothing had happened",
    sql: [
      "delete from permit.audit_entry where chain_id = $acme",
      "update permit.audit_chain set length = 0, head = '' where id = $acme",
    ],
    byProduct: true,
  },
];

/** To the checkpoints themselves; the server relies on none, so that only the verifier can tell. */
export const tamperingsOfCheckpoints: Readonly<Record<string, readonly string[]>> = {
  "one taken away": ["delete from permit.audit_checkpoint where number = 2"],
  "the last taken away": [
    "delete from permit.audit_checkpoint where number = (select max(number) from permit.audit_checkpoint)",
  ],
  "all taken away": ["delete from permit.audit_checkpoint"],
  "an older one in the place of the last": [
    `update permit.audit_checkpoint set jws = (select jws from permit.audit_checkpoint where number = 2)
      where number = (select max(number) from permit.audit_checkpoint)`,
  ],
  "an older one added as the latest": [
    "insert into permit.audit_checkpoint select environment_id, 1000, jws, at from permit.audit_checkpoint where number = 2",
    "update permit.audit_checkpoint set number = (select count(*) from permit.audit_checkpoint) where number = 1000",
  ],
  "two exchanged": [
    "update permit.audit_checkpoint set number = 1000 where number = 2",
    "update permit.audit_checkpoint set number = 2 where number = 3",
    "update permit.audit_checkpoint set number = 3 where number = 1000",
  ],
  "everything taken back to how it was at an older one": [
    "delete from permit.audit_checkpoint where number > 2",
    `delete from permit.audit_entry e using permit.audit_chain c where c.id = e.chain_id and e.seq >
      (select (h ->> 'length')::bigint from permit.audit_checkpoint k, jsonb_array_elements(
        convert_from(decode(rpad(translate(split_part(k.jws, '.', 2), '-_', '+/'),
          (length(split_part(k.jws, '.', 2)) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb -> 'chains') h
        where (h ->> 'id')::uuid = c.id order by k.number desc limit 1)`,
    putRight("$acme"),
  ],
};

/** With the chains filled in. */
export function filled(statement: string, chains: { acme: string; globex: string }): string {
  return statement.replaceAll("$acme", `'${chains.acme}'`).replaceAll("$globex", `'${chains.globex}'`);
}

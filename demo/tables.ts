import { randomBytes } from "node:crypto";
import type { Pool } from "pg";

/** What Acme Docs keeps for itself, in a schema of its own beside the product's. */
const TABLES = `
  create schema if not exists acme_docs;
  create table if not exists acme_docs.setting (key text primary key, value text not null);
  create table if not exists acme_docs.account (
    key text primary key,
    email text not null unique,
    name text not null
  );
  create table if not exists acme_docs.mail (
    id bigint generated always as identity primary key,
    sent_at timestamptz not null default now(),
    to_address text not null,
    subject text not null,
    link text not null,
    tenant_key text not null,
    expires_at timestamptz not null
  );
`;

/** Makes the tables and answers the secret that cookies are signed with: one for all processes on this database. */
export async function prepareTables(pool: Pool): Promise<{ cookieSecret: string }> {
  await alone(pool, () => pool.query(TABLES));
  // Setting it to what it is answers it, whoever came first.
  const { rows } = await pool.query<{ value: string }>(
    `insert into acme_docs.setting (key, value) values ('cookie-secret', $1)
     on conflict (key) do update set value = setting.value returning value`,
    [randomBytes(32).toString("base64url")],
  );
  const [secret] = rows;
  if (!secret) throw new Error("The database keeps no setting");
  return { cookieSecret: secret.value };
}

/** Runs the step unless some process on this database has run it before. Two that start together take turns. */
export async function once(pool: Pool, step: string, run: () => Promise<unknown>): Promise<void> {
  await alone(pool, async () => {
    const { rowCount } = await pool.query("select from acme_docs.setting where key = $1", [step]);
    if (rowCount) return;
    await run();
    await pool.query("insert into acme_docs.setting (key, value) values ($1, now()::text)", [step]);
  });
}

async function alone(pool: Pool, run: () => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('acme_docs'))");
    await run();
  } finally {
    await client.query("select pg_advisory_unlock(hashtext('acme_docs'))").then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
}

import type { Pool } from "pg";

/** A message that a real app would hand to its mail service. The demo keeps it, and shows it in its outbox. */
export interface Mail {
  id: string;
  sentAt: Date;
  to: string;
  subject: string;
  link: string;
  tenant: string;
  expiresAt: Date;
}

/** What the product gives to `sendInvitation`. */
export interface InvitationMail {
  to: string;
  link: string;
  tenant: { key: string; name: string };
  invitedBy: string;
  roles: string[];
  expiresAt: Date;
}

export class Mailbox {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async send(mail: InvitationMail): Promise<void> {
    const roles = new Intl.ListFormat("en").format(mail.roles);
    const subject = `${mail.invitedBy} invites you to ${mail.tenant.name} as ${roles}`;
    await this.#pool.query(
      `insert into acme_docs.mail (to_address, subject, link, tenant_key, expires_at) values ($1, $2, $3, $4, $5)`,
      [mail.to, subject, mail.link, mail.tenant.key, mail.expiresAt],
    );
  }

  async latest(most: number): Promise<Mail[]> {
    return this.#read("order by id desc limit $1", [most]);
  }

  /** The newest message to an address: proof enough, in a demo, that whoever asks can read that address's mail. */
  async latestTo(address: string): Promise<Mail | undefined> {
    const [mail] = await this.#read("where lower(to_address) = lower($1) order by id desc limit 1", [
      address,
    ]);
    return mail;
  }

  /** Keys of the tenants that wrote to an address. */
  async tenantsThatWroteTo(address: string): Promise<string[]> {
    const { rows } = await this.#pool.query<{ tenant: string }>(
      `select distinct tenant_key as tenant from acme_docs.mail where lower(to_address) = lower($1)`,
      [address],
    );
    return rows.map((row) => row.tenant);
  }

  async #read(clause: string, values: unknown[]): Promise<Mail[]> {
    const { rows } = await this.#pool.query<Mail>(
      `select id, sent_at as "sentAt", to_address as "to", subject, link, tenant_key as tenant, expires_at as "expiresAt"
       from acme_docs.mail ${clause}`,
      values,
    );
    return rows;
  }
}

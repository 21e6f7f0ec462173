import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createPermit, nodeHandler, type InvitationMail, type Permit } from "../../../src/api/index.js";
import { signSession, type SessionClaims } from "../../../src/api/sessions/tokens.js";
import { ApiDescription } from "../../support/api-description.js";
import { sessionKeyOf } from "../../support/acme.js";
import { Database } from "../../support/database.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-postgres.js";
import { guests, known, settle } from "./tenants.js";

export interface Answer {
  status: number;
  request: string;
  text: string;
  headers: Headers;
}

const apiKey = "permit_key_of_the_sequences_0123456789";
const open = (database: string, sendInvitation?: (mail: InvitationMail) => Promise<void>) =>
  createPermit({
    database,
    apiKey,
    acceptUrl: "https://app.example/join",
    requestsPerMinute: 1_000_000,
    session: (request) => {
      const [key = "", tenant] = (request.headers.get("as") ?? "").split("@");
      const { name = key, email = `${key}@new.example` } = known.get(key) ?? {};
      return Promise.resolve(
        key ? { user: { key, name, email, emailVerified: true }, tenant: tenant || null } : null,
      );
    },
    ...(sendInvitation && { sendInvitation }),
  });

/** A database of its own with the tenants in it. */
export const prepared = (): Promise<TestDatabase> =>
  createTestDatabase("sequences", async (empty) => {
    const permit = await open(empty);
    await settle(permit);
    // From now on the host has nothing new to say about anybody.
    for (const { key } of guests) {
      const headers = { as: key, "permit-element": "1" };
      const body = JSON.stringify({ token: "none" });
      await permit.fetch(
        new Request("http://app.example/invitations/preview", { method: "POST", headers, body }),
      );
    }
    await permit.close();
  });

/** The product as it runs: a server that is spoken to over HTTP, on a database of its own. It can be restarted. */
export class House {
  readonly mails: InvitationMail[] = [];
  readonly apiKey = apiKey;
  #running: { permit: Permit; server: Server; at: string } | null = null;
  #description: ApiDescription | null = null;

  private constructor(
    readonly database: Database,
    readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<House> {
    const { url, drop } = await prepared();
    const house = new House(new Database(url), drop);
    await house.start();
    return house;
  }

  async start(): Promise<void> {
    const permit = await open(this.database.url, (mail) => Promise.resolve(void this.mails.push(mail)));
    const server = createServer(nodeHandler(permit));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#running = { permit, server, at: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    this.#description ??= await ApiDescription.of(permit);
  }

  async stop(): Promise<void> {
    const { permit, server } = this.running;
    this.#running = null;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await permit.close();
  }

  get running() {
    if (!this.#running) throw new Error("The server is not running.");
    return this.#running;
  }

  get permit(): Permit {
    return this.running.permit;
  }

  get description(): ApiDescription {
    if (!this.#description) throw new Error("The server has never run.");
    return this.#description;
  }

  /** Sends a request over HTTP; the answer must be one that the API describes. */
  async send(method: string, path: string, input: unknown, headers: Record<string, string>): Promise<Answer> {
    const request = new Request(this.running.at + path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(input !== undefined && { body: JSON.stringify(input) }),
    });
    const response = await fetch(request);
    await this.description.check(request, response);
    return {
      status: response.status,
      request: response.headers.get("permit-request-id") ?? "",
      text: await response.text(),
      headers: response.headers,
    };
  }

  /** A token as the server signs it. */
  async token(claims: SessionClaims): Promise<string> {
    return (await signSession(await sessionKeyOf(this.database), claims, new Date())).token;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.database.close();
    await this.drop();
  }
}

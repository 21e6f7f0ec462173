import type { Permit } from "../../../src/api/index.js";
import { features } from "../../../src/api/permit.js";
import { signSession } from "../../../src/api/sessions/tokens.js";
import type { ElementType } from "../../../src/api/wire.js";
import { sessionKeyOf } from "../../support/acme.js";
import { Database } from "../../support/database.js";
import { prepared } from "../sequences/house.js";
import { known } from "../sequences/tenants.js";
import { Saved } from "./saved.js";
import { openStepped } from "./stepper.js";

/** One tenant in which everything is nearly used up: two owners, one free seat, one invitation that is open. */
export class Scene {
  readonly #links: string[] = [];
  #users = new Map<string, { id: string; version: number }>();
  #roles = new Map<string, string>();
  #tokens = new Map<string, string>();
  invitation = "";
  request = "";
  delegation = "";
  mark = "";
  saved!: Saved;

  private constructor(
    readonly database: Database,
    readonly servers: readonly [Permit, Permit],
    readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<Scene> {
    const { url, drop } = await prepared();
    const links: string[] = [];
    const open = () =>
      openStepped(url, {
        acceptUrl: "https://app.example/join",
        requestsPerMinute: 1_000_000,
        session: (request) => {
          const key = request.headers.get("as") ?? "";
          return Promise.resolve({ user: { key, emailVerified: true, ...known.get(key) }, tenant: "alder" });
        },
        sendInvitation: ({ link }) => Promise.resolve(void links.push(link)),
      });
    const scene = new Scene(new Database(url), [await open(), await open()], drop);
    await scene.#prepare();
    scene.#links.push(...links);
    scene.saved = await Saved.of(scene.database);
    return scene;
  }

  async #prepare(): Promise<void> {
    const { database } = this;
    const [permit] = this.servers;
    await permit.define({
      tenants: { alder: { name: "Alder", guardrails: { least: { owner: 1 }, seats: 15 } } },
    });
    const people = await database.rows<{ key: string; id: string; version: number; epoch: number }>(
      `select split_part(u.key, '-', 1) as key, u.id, m.version::int, u.epoch from app_user u
       join membership m on m.user_id = u.id join tenant t on t.id = m.tenant_id where t.key = 'alder'`,
    );
    this.#users = new Map(people.map(({ key, id, version }) => [key, { id, version }]));
    const roles = await database.rows<{ key: string; id: string }>(
      "select key, id from role where resource_id is null",
    );
    this.#roles = new Map(roles.map(({ key, id }) => [key, id]));
    const places = await database.rows<{
      environment: string;
      tenant: string;
      configuration: string;
      type: ElementType;
    }>(
      `select t.environment_id as environment, t.id as tenant, c.id as configuration, c.type from tenant t
       cross join element_configuration c where t.key = 'alder'`,
    );
    const signer = await sessionKeyOf(database);
    for (const { key, id, epoch } of people) {
      for (const where of places) {
        const claims = { ...where, user: id, instance: null, verbs: features.kinds[where.type].verbs, epoch };
        this.#tokens.set(`${key} ${where.type}`, (await signSession(signer, claims, new Date())).token);
      }
    }
    await this.send(permit, "maria", "POST /invitations", {
      invitations: [{ email: "guest-0@new.example", roles: [{ role: this.role("editor") }] }],
    });
    this.invitation = await database.value<string>("select id from invitation");
    await this.send(permit, "victor", "POST /requests", {
      kind: "access",
      person: { user: this.user("victor"), grant: [{ role: this.role("editor") }] },
    });
    this.request = await database.value<string>("select id from request");
    const { token } = await permit.operatorSession({ name: "Vera of the vendor", tenant: "alder" });
    this.#tokens.set("operator", token);
    await this.operate(permit, "POST /delegations", {
      role: this.role("billing"),
      limits: { verbs: ["user.view"], roles: { ids: [this.role("viewer")] } },
    });
    await this.operate(permit, "POST /delegations/meant", {
      attributes: ["department"],
      justification: "They know",
    });
    const billing = [this.role("billing")];
    this.delegation = (
      await database.rows<{ id: string }>("select id from delegation where role_id = $1", billing)
    )[0]!.id;
    this.mark = await database.value<string>("select id from meant where attribute = 'department'");
  }

  user = (key: string): string => this.#users.get(key)?.id ?? "";
  version = (key: string): number => this.#users.get(key)?.version ?? 0;
  role = (key: string): string => this.#roles.get(key) ?? "";

  send(
    permit: Permit,
    by: string,
    route: string,
    input: object,
    more: Record<string, string> = {},
  ): Promise<string> {
    const type =
      route === "POST /requests"
        ? "access-request"
        : route.endsWith("/review")
          ? "approvals"
          : "user-management";
    return this.#ask(permit, route, input, {
      authorization: `Bearer ${this.#tokens.get(`${by} ${type}`)}`,
      ...more,
    });
  }

  operate(permit: Permit, route: string, input: object): Promise<string> {
    return this.#ask(permit, route, input, { authorization: `Bearer ${this.#tokens.get("operator")}` });
  }

  accept(permit: Permit): Promise<string> {
    const token = this.#links[0]?.split("#invitation=")[1];
    return this.#ask(permit, "POST /invitations/accept", { token }, { as: "guest-0", "permit-element": "1" });
  }

  async #ask(permit: Permit, route: string, input: object, headers: Record<string, string>): Promise<string> {
    const [method = "", path = ""] = route.split(" ");
    const request = new Request(`http://app.example${path}`, {
      method,
      headers,
      body: JSON.stringify(input),
    });
    const response = await permit.fetch(request);
    const { error_code: code = "", reasons } = (await response.json()) as {
      error_code?: string;
      reasons?: { code: string }[];
    };
    return `${response.status} ${code} ${reasons?.map((reason) => reason.code).join() ?? ""}`.trim();
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((each) => each.close()));
    await this.database.close();
    await this.drop();
  }
}

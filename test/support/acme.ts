import { createPermit, type Definition, type InvitationMail, type Permit } from "../../src/api/index.js";
import { signSession, type SessionClaims, type SessionKey } from "../../src/api/sessions/tokens.js";
import type { InviteAnswer } from "../../src/api/user-management/contract.js";
import { accessRequest } from "../../src/api/access-request/index.js";
import { approvals } from "../../src/api/approvals/index.js";
import { auditLog } from "../../src/api/audit-log/index.js";
import { delegations } from "../../src/api/delegations/index.js";
import { roleAssignment } from "../../src/api/role-assignment/index.js";
import { userManagement } from "../../src/api/user-management/index.js";
import type { ElementType, Problem, Role, Session } from "../../src/api/wire.js";
import { ApiDescription } from "./api-description.js";
import { Database } from "./database.js";
import { createTestDatabase, type TestDatabase } from "./test-postgres.js";

/** Two customers of one app: Acme, which the tests are about, and Globex, which must never be touched by them. */
export const definition: Definition = {
  resources: {
    document: {
      name: "Document",
      actions: {
        read: "Read documents",
        write: "Write documents",
        share: "Share documents",
        delete: "Delete documents",
      },
      roles: {
        reader: { name: "Document reader", permissions: ["read"] },
        writer: { name: "Document writer", permissions: ["read", "write"] },
        owner: { name: "Document owner", permissions: ["read", "write"] },
      },
      relations: { parent: "folder" },
      derivations: [
        {
          role: "writer",
          from: { resource: "folder", role: "keeper" },
          relation: "parent",
          unless_direct: true,
        },
      ],
    },
    folder: {
      name: "Folder",
      actions: { open: "Open folders" },
      roles: { keeper: { name: "Folder keeper", permissions: ["open"] } },
    },
    invoice: { name: "Invoice", actions: { read: "Read invoices", pay: "Pay invoices" } },
  },
  roles: {
    owner: {
      name: "Owner",
      permissions: ["document:share", "document:delete"],
      extends: ["editor", "billing"],
    },
    manager: { name: "Manager", permissions: ["document:share"], extends: ["editor"] },
    billing: { name: "Billing", permissions: ["invoice:read", "invoice:pay"] },
    editor: { name: "Editor", permissions: ["document:write"], extends: ["viewer"] },
    viewer: { name: "Viewer", permissions: ["document:read"] },
    support: { name: "Support", permissions: ["document:read"] },
  },
  attributes: {
    department: {
      label: "Department",
      type: "string",
      choices: ["Design", "Finance", "Legal"],
      searchable: true,
    },
    badge: { label: "Badge", type: "number" },
    clearance: { label: "Clearance", type: "string", editable: false },
  },
  elements: {
    team: {
      type: "user-management",
      name: "Team",
      columns: ["department"],
      roles_to_levels: {
        LEVEL_1: ["owner"],
        LEVEL_2: ["manager"],
        LEVEL_3: ["viewer"],
        LEVEL_4: ["editor", "billing"],
        HIDDEN: ["support"],
      },
    },
    activity: {
      type: "audit-log",
      name: "Activity",
      roles_to_levels: {
        LEVEL_1: ["owner"],
        LEVEL_2: ["manager"],
        LEVEL_3: ["viewer"],
        LEVEL_4: ["editor", "billing"],
        HIDDEN: ["support"],
      },
    },
    sharing: {
      type: "role-assignment",
      name: "Sharing",
      roles_to_levels: {
        LEVEL_1: ["owner"],
        LEVEL_2: ["manager"],
        LEVEL_4: [
          "viewer",
          "editor",
          "billing",
          "document:owner",
          "document:writer",
          "document:reader",
          "folder:keeper",
        ],
        HIDDEN: ["support"],
      },
    },
    requests: {
      type: "approvals",
      name: "Requests",
      roles_to_levels: {
        LEVEL_1: ["owner"],
        LEVEL_2: ["manager"],
        LEVEL_4: [
          "viewer",
          "editor",
          "billing",
          "document:owner",
          "document:writer",
          "document:reader",
          "folder:keeper",
        ],
        HIDDEN: ["support"],
      },
    },
    limits: {
      type: "delegations",
      name: "Who may give what",
      roles_to_levels: {
        LEVEL_4: [
          ...["owner", "manager", "viewer", "editor", "billing"],
          ...["document:owner", "document:writer", "document:reader"],
        ],
        HIDDEN: ["support"],
      },
    },
    asking: {
      type: "access-request",
      name: "Ask for a role",
      roles_to_levels: {
        LEVEL_1: ["owner"],
        LEVEL_2: ["manager"],
        LEVEL_4: [
          "viewer",
          "editor",
          "billing",
          "document:owner",
          "document:writer",
          "document:reader",
          "folder:keeper",
        ],
        HIDDEN: ["support"],
      },
    },
  },
  delegations: [
    {
      role: "document:owner",
      element_type: "role-assignment",
      verbs: ["user.view", "user.invite", "role.grant", "role.revoke", "role.extend"],
      roles: { keys: ["document:writer", "document:reader"] },
      places: { tenant: false, own: true },
    },
  ],
  tenants: {
    acme: { name: "Acme", guardrails: { least: { owner: 1 } } },
    globex: { name: "Globex", guardrails: { least: { owner: 1 } } },
  },
  instances: [
    { instance: "folder:plans", tenant: "acme", name: "Plans" },
    { instance: "document:42", tenant: "acme", name: "Answers" },
    { instance: "document:43", tenant: "acme" },
    { instance: "document:year-end", tenant: "acme" },
    { instance: "document:harbour", tenant: "globex", name: "Harbour study" },
  ],
  tuples: [{ tenant: "acme", subject: "folder:plans", relation: "parent", object: "document:42" }],
};

const person = (key: string, name: string, roles: string[], more: object = {}) => ({
  key,
  name,
  email: `${key}@acme.example`,
  roles,
  ...more,
});

export const people = [
  person("olivia", "Olivia Marsh", ["owner"]),
  person("dmitri", "Dmitri Halloran", ["manager", "billing"], { attributes: { department: "Finance" } }),
  person("maria", "Maria Santos", ["manager"]),
  person("ana", "Ana Lucía Ferreira", ["editor"], { attributes: { department: "Design" } }),
  person("mei", "Mei-Ling Zhou", ["viewer", "support"], { attributes: { department: "Legal" } }),
  person("victor", "Victor Lund", ["viewer"]),
  person("sam", "Sam Suspended", ["editor"], { status: "suspended" }),
];

const peopleOfGlobex = [
  { key: "gloria", name: "Gloria Globex", email: "gloria@globex.example", roles: ["owner"] },
  { key: "victor", roles: ["viewer"] },
];

async function prepare(url: string): Promise<void> {
  const permit = await open(url);
  await permit.define(definition);
  await permit.importPeople("acme", people);
  await permit.importPeople("globex", peopleOfGlobex);
  await permit.close();
}

type Options = Partial<Parameters<typeof createPermit>[0]>;

const known = new Map<string, { name?: string; email?: string }>(
  [...peopleOfGlobex, ...people].map((each) => [each.key, each]),
);

/** The host's session is a header of the test's own: `as: <user key>@<tenant key>`. */
const open = (database: string, options: Options = {}) =>
  createPermit({
    database,
    acceptUrl: "https://acme.example/join",
    session: (request) => {
      const [key, tenant] = (request.headers.get("as") ?? "").split("@");
      if (!key) return Promise.resolve(null);
      const asEmail = request.headers.get("as-email");
      const email =
        (asEmail && decodeURIComponent(asEmail)) ?? known.get(key)?.email ?? `${key}@acme.example`;
      const emailVerified = request.headers.get("as-unverified") === null;
      return Promise.resolve({
        user: { key, name: known.get(key)?.name ?? key, email, emailVerified },
        tenant: tenant || null,
      });
    },
    requestsPerMinute: 1_000_000,
    ...options,
  });

export interface Acme {
  permit: Permit;
  database: Database;
  mails: InvitationMail[];
  environment: string;
  /** Ids of the tenants by key. */
  tenants: Readonly<Record<string, string>>;
  /** Another server process on the same database. */
  another(options?: Options): Promise<Permit>;
  as(user: string, tenant?: string, type?: ElementType): Promise<SignedIn>;
  /** With a session of role assignment for one instance of Acme. */
  sharing(user: string, instance: string): Promise<SignedIn>;
  /** With a session of the vendor's own console, for all tenants or for one. */
  operator(tenant?: string): Promise<SignedIn>;
  /** Somebody's id by key, wherever they are. */
  user(key: string): Promise<string>;
  /** A session as the server would sign it, of that person with these claims instead: also one it would never open. */
  forge(
    user: string,
    claims?: Partial<SessionClaims>,
    how?: { key?: SessionKey; now?: Date },
  ): Promise<SignedIn>;
  /** Invites as that person; the token is the one of the mail. */
  invite(by: SignedIn, email: string, ...roles: string[]): Promise<{ id: string; token: string }>;
  close(): Promise<void>;
}

/** A database of its own with Acme and Globex in it, and a permit on it. */
export const openAcme = (options: Options = {}): Promise<Acme> =>
  openOn(() => createTestDatabase("acme", prepare), options);

/** A permit on an empty database: its first start. */
export const openFresh = (options: Options = {}): Promise<Acme> =>
  openOn(() => createTestDatabase(), options);

async function openOn(create: () => Promise<TestDatabase>, options: Options): Promise<Acme> {
  const { url, drop } = await create();
  const mails: InvitationMail[] = [];
  const sendInvitation = (mail: InvitationMail) => Promise.resolve(void mails.push(mail));
  const permit = await open(url, { sendInvitation, ...options });
  const others: Permit[] = [];
  const database = new Database(url);
  const environment = await database.value<string>("select id from environment");
  const tenants = Object.fromEntries(
    (await database.rows<{ key: string; id: string }>("select key, id from tenant")).map(({ key, id }) => [
      key,
      id,
    ]),
  );
  const user = (key: string) => database.value<string>("select id from app_user where key = $1", [key]);
  return {
    permit,
    database,
    mails,
    environment,
    tenants,
    async another(more = {}) {
      const other = await open(url, { sendInvitation, ...more });
      others.push(other);
      return other;
    },
    as: (user, tenant = "acme", type = "user-management") => signIn(permit, user, tenant, type),
    sharing: (user, instance) => signIn(permit, user, "acme", "role-assignment", { instance }),
    async operator(tenant) {
      const { token } = await permit.operatorSession({
        name: "Vera of the vendor",
        ...(tenant && { tenant }),
      });
      const opened = await call(
        permit,
        "POST",
        "/session",
        { type: "delegations" },
        { authorization: `Bearer ${token}` },
      );
      return new SignedIn(permit, (await opened.json()) as Session);
    },
    user,
    async forge(key, claims = {}, { key: signer, now = new Date() } = {}) {
      const [configuration] = await database.rows<{ id: string; type: string }>(
        "select id, type from element_configuration where type = $1 order by created_at limit 1",
        [claims.type ?? "user-management"],
      );
      if (!configuration) throw new Error("No element is configured.");
      const type = configuration.type as ElementType;
      const all: SessionClaims = {
        environment,
        tenant: tenants["acme"] ?? "",
        user: await user(key),
        configuration: configuration.id,
        type,
        instance: null,
        verbs: {
          "user-management": userManagement,
          "audit-log": auditLog,
          "role-assignment": roleAssignment,
          approvals,
          "access-request": accessRequest,
          delegations,
        }[type].verbs,
        epoch: await database.value<number>("select epoch from app_user where key = $1", [key]),
        ...claims,
      };
      const { token } = await signSession(signer ?? (await sessionKeyOf(database)), all, now);
      return new SignedIn(permit, { token } as Session);
    },
    async invite(by, email, ...roles) {
      const { rows } = await by.json<InviteAnswer>("POST /invitations", {
        invitations: [{ email, roles: roles.map((key) => ({ role: by.role(key).id })) }],
      });
      const token = mails.at(-1)?.link.split("#invitation=")[1];
      if (!rows[0]?.invitation || !token) throw new Error(`${email} was not invited`);
      return { id: rows[0].invitation, token };
    },
    async close() {
      await Promise.all([permit, ...others].map((each) => each.close()));
      await database.close();
      await drop();
    },
  };
}

export async function sessionKeyOf(database: Database): Promise<SessionKey> {
  const [key] = await database.rows<SessionKey>(
    "select id, secret from server_key where purpose = 'session'",
  );
  if (!key) throw new Error("The server has no key in its database.");
  return key;
}

/** Somebody with an element session open. */
export class SignedIn {
  constructor(
    readonly permit: Permit,
    readonly session: Session,
  ) {}

  /** By its key, or as `resource:key`. */
  role(key: string): Role {
    const role = this.session.roles.find((each) => [each.key, `${each.resource}:${each.key}`].includes(key));
    if (!role) throw new Error(`The session shows no role ${key}`);
    return role;
  }

  /** Sends as the element does; `route` is `METHOD /path?query`. */
  send(route: string, input?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const [method = "", path = ""] = route.split(" ");
    return call(this.permit, method, path, input, {
      authorization: `Bearer ${this.session.token}`,
      ...headers,
    });
  }

  async json<T>(route: string, input?: unknown): Promise<T> {
    const response = await this.send(route, input);
    const body = (await response.json()) as T;
    if (!response.ok) throw new Error(`${route} answered ${response.status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** The answer to what is refused. */
  async refusal(route: string, input?: unknown, headers?: Record<string, string>): Promise<Refusal> {
    return refusalOf(await this.send(route, input, headers));
  }

  /** The id of a person by key. */
  async user(key: string): Promise<string> {
    const { people } = await this.json<{ people: { key: string; user: string }[] }>("GET /people?limit=100");
    const found = people.find((each) => each.key === key);
    if (!found) throw new Error(`${key} is not here`);
    return found.user;
  }
}

export type Refusal = Problem & { status: number };

export async function refusalOf(response: Response): Promise<Refusal> {
  if (response.ok && response.headers.get("content-type") === "text/event-stream") {
    await response.body?.cancel();
    throw new Error("It was not refused: a stream is open.");
  }
  const body: unknown = await response.json();
  if (response.ok) throw new Error(`It was not refused: ${JSON.stringify(body)}`);
  return { ...(body as Problem), status: response.status };
}

const descriptions = new WeakMap<Permit, Promise<ApiDescription>>();

/** The API's description of itself, by which every answer is checked. */
export function describedBy(permit: Permit): Promise<ApiDescription> {
  const known = descriptions.get(permit) ?? ApiDescription.of(permit);
  descriptions.set(permit, known);
  return known;
}

/** Sends a request, and sees that the answer is one the API's description names. */
export async function send(permit: Permit, request: Request): Promise<Response> {
  const response = await permit.fetch(request);
  await (await describedBy(permit)).check(request, response);
  return response;
}

export function call(
  permit: Permit,
  method: string,
  path: string,
  input?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const request = new Request(`http://app.example${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(input !== undefined && { body: typeof input === "string" ? input : JSON.stringify(input) }),
  });
  return send(permit, request);
}

export const asHost = (user: string, tenant = "acme") => ({ as: `${user}@${tenant}`, "permit-element": "1" });

export async function signIn(
  permit: Permit,
  user: string,
  tenant = "acme",
  type: ElementType = "user-management",
  about: { user?: string; instance?: string } = {},
): Promise<SignedIn> {
  const response = await call(
    permit,
    "POST",
    "/session",
    { type, with_first_page: true, ...about },
    asHost(user, tenant),
  );
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${user} can't open a session: ${JSON.stringify(body)}`);
  return new SignedIn(permit, body as Session);
}

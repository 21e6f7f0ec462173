import { accessRequestEndpoints } from "./access-request/index.js";
import { approvalsEndpoints } from "./approvals/index.js";
import { auditLogEndpoints } from "./audit-log/index.js";
import { appOf } from "./app.js";
import { delegationsEndpoints } from "./delegations/index.js";
import type { AttributeSource } from "./decision/index.js";
import { DecisionPoints } from "./decision-point/decision-points.js";
import type { Bounds } from "./decision-point/environment-view.js";
import { Bells } from "./live/bells.js";
import { createApiKey, ensureApiKey } from "./management/api-keys.js";
import type { Definition, ImportedPerson } from "./management/definition.js";
import { define } from "./management/define.js";
import { elementKinds } from "./management/element-kinds.js";
import { openOperatorSession } from "./management/operator-login.js";
import { importPeople } from "./management/import-people.js";
import { RateLimit } from "./rate-limit.js";
import type { HostUser, InvitationMail, Server } from "./request-context.js";
import { roleAssignmentEndpoints } from "./role-assignment/index.js";
import { allEnvironments, ensureEnvironment, ensureServerKeys } from "./store/environment.js";
import { signCheckpoints, type Checkpoint } from "./store/checkpoints.js";
import { regularly } from "./store/regularly.js";
import type { Store } from "./store/store.js";
import { sweep } from "./store/sweep.js";
import { invitationEndpoints, userManagementEndpoints } from "./user-management/index.js";

export type { Checkpoint, Definition, HostUser, ImportedPerson, InvitationMail };

/** How a host sets its permit up, whatever database is behind it. */
export interface HostOptions {
  /**
   * Who is signed in to the host's app, from the host's own session; `null` for nobody. `tenant` is the key of the
   * tenant they are working in; without it the element may name one, or the user's only one is taken.
   */
  session: (request: Request) => Promise<{ user: HostUser; tenant?: string | null } | null>;
  /** The host's page on which invitations are accepted; `#invitation=<token>` is added to it. */
  acceptUrl: string;
  /** Where browsers reach this permit, with the path at which it is mounted. Default: the origin that a request came by. */
  publicUrl?: string;
  /** Origins of pages that may log users in to elements in the vendor's way. Default: that of `acceptUrl`. */
  appOrigins?: readonly string[];
  /** Fetches the keys of an environment's identity provider, for hosts that reach the net by a way of their own. */
  fetchKeys?: (url: string, init: RequestInit) => Promise<Response>;
  /** Sends an invitation. When it rejects, the invitation stands and the inviter is told that it did not go out. */
  sendInvitation?: (mail: InvitationMail) => Promise<void>;
  /** Secret that sessions and API keys are derived from, shared by all processes. Default: one kept in the database. */
  secret?: string | undefined;
  /** An API key to accept besides the stored ones. */
  apiKey?: string | undefined;
  /**
   * Keeps a checkpoint of the audit trail outside of the database, where whoever owns that can't rewrite it. Called within
   * a minute of what it vouches for, and when the permit is closed.
   */
  onCheckpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Requests a minute that one user may make to one process. Default 1,200. */
  requestsPerMinute?: number;
  /** Requests a minute that one API key may make of the management API in one process. Default 6,000. */
  keyRequestsPerMinute?: number;
  /**
   * Knows more about the user, the resource or the circumstances of a check than is stored here. What it says counts above
   * that, and below what the check itself brings. Where it takes longer than a second, or fails, nothing is allowed by
   * attributes; the signal tells it when it is too late.
   */
  attributes?: AttributeSource | undefined;
  /** How current checks are, in milliseconds. */
  decisions?: Partial<Bounds> | undefined;
}

export interface Permit {
  /** Answers requests; paths are those below the place where it is mounted. */
  fetch: (request: Request) => Promise<Response>;
  /** Resolves when the database answers, rejects when it does not. */
  health(): Promise<{ ok: true }>;
  /** The environment's API key, when this start made it; it is not shown again. */
  apiKey: string | null;
  /**
   * Makes an API key of the management API: for the whole organization (its projects and environments), or for this
   * environment. The secret is not kept, so it is shown this once.
   */
  createApiKey(key: { name: string; level: "organization" | "environment" }): Promise<string>;
  /** Defines resources, roles, attributes, elements, delegations and tenants; repeatable. */
  define(definition: Definition): Promise<void>;
  /** Imports people into a tenant, as the operator: fast, but never past the guardrails. */
  importPeople(
    tenant: string,
    people: Iterable<ImportedPerson> | AsyncIterable<ImportedPerson>,
  ): Promise<{ imported: number }>;
  /** Signs the heads of all audit chains that have moved since the last checkpoint: one for each environment. */
  checkpoint(): Promise<Checkpoint[]>;
  /**
   * Opens a session of the vendor's own console, in which delegations are edited: of one tenant, or of all. For pages
   * that only the vendor's team can open; `name` says in the log who it is.
   */
  operatorSession(operator: { name: string; tenant?: string }): Promise<{ token: string; expiresAt: Date }>;
  /** Ends open streams, waits for what is in flight and closes the database. */
  close(): Promise<void>;
}

/** Every feature there is. */
export const features = {
  endpoints: [
    ...userManagementEndpoints,
    ...auditLogEndpoints,
    ...roleAssignmentEndpoints,
    ...approvalsEndpoints,
    ...delegationsEndpoints,
    ...accessRequestEndpoints,
  ],
  hostEndpoints: invitationEndpoints,
  kinds: elementKinds,
};

/** A permit on an open store. `scripts` answers the built elements by file name, where there are files. */
export async function createPermitOn(
  store: Store,
  options: HostOptions,
  scripts: Server["scripts"] = () => Promise.resolve(null),
): Promise<Permit> {
  const bells = new Bells(store);
  const { environment, keys, apiKey } = await prepare(store, bells, options).catch(async (error: unknown) => {
    await bells.close();
    await store.close();
    throw error;
  });
  const checkpoint = async () => {
    const made = await signCheckpoints(store, keys.checkpointSecret);
    for (const each of made) await options.onCheckpoint?.(each);
    return made;
  };
  const decisions = new DecisionPoints(store, options.decisions);
  const sweepAll = async () => {
    for (const each of await allEnvironments(store)) await sweep(store, each);
  };
  const stopSweeping = regularly(30, sweepAll, checkpoint, () => decisions.tidy());
  const server: Server = {
    store,
    environment,
    defaultEnvironment: environment,
    sessionKey: keys.session,
    apiKeySecret: keys.apiKeySecret,
    session: options.session,
    acceptUrl: options.acceptUrl,
    publicUrl: options.publicUrl ?? null,
    appOrigins: originsOf(options),
    fetchKeys: options.fetchKeys ?? fetch,
    sendInvitation: options.sendInvitation ?? null,
    requests: new RateLimit(options.requestsPerMinute ?? 1200),
    keyRequests: new RateLimit(options.keyRequestsPerMinute ?? 6000),
    refusals: new RateLimit(60),
    bells,
    decisions,
    attributes: options.attributes ?? null,
    scripts,
  };
  const inFlight = new Set<Promise<unknown>>();
  const app = appOf(server, features);

  return {
    async fetch(request) {
      const answering = Promise.resolve(app.fetch(request));
      inFlight.add(answering);
      try {
        return await answering;
      } finally {
        inFlight.delete(answering);
      }
    },
    async health() {
      await store.ping();
      return { ok: true };
    },
    apiKey,
    createApiKey: (key) => createApiKey(store, environment, keys.apiKeySecret, key),
    async define(definition) {
      await define(store, environment, definition);
      await decisions.written(environment);
    },
    async importPeople(tenant, people) {
      const done = await importPeople(store, environment, tenant, people);
      await decisions.written(environment);
      return done;
    },
    checkpoint,
    async operatorSession({ name, tenant = null }: { name: string; tenant?: string | null }) {
      const session = await openOperatorSession(server, { apiKey: null, name, tenant });
      if (!session) throw new Error(`There is no tenant ${tenant}`);
      return session;
    },
    async close() {
      await stopSweeping();
      await bells.close();
      await decisions.close();
      await Promise.allSettled(inFlight);
      // Without a database there is nothing left to sign.
      await checkpoint().catch(() => undefined);
      await store.close();
    },
  };
}

const originsOf = ({ appOrigins, acceptUrl }: HostOptions) =>
  [...(appOrigins ?? [acceptUrl])].map((url) => new URL(url).origin);

/** What must stand before the first request. */
async function prepare(store: Store, bells: Bells, { secret, apiKey: given }: HostOptions) {
  const environment = await ensureEnvironment(store);
  const keys = await ensureServerKeys(store, secret ?? null);
  const apiKey = await ensureApiKey(store, environment, keys.apiKeySecret, given ?? null);
  await bells.open();
  return { environment, keys, apiKey };
}

import type { Definition } from "../../src/api/index.js";
import { openVendor, type Vendor } from "./vendor.js";

/** Documents in folders, for tests of the decision point. */
export const documents: Definition = {
  resources: {
    document: {
      name: "Document",
      actions: { read: "Read", write: "Write" },
      roles: {
        reader: { name: "Reader", permissions: ["read"] },
        writer: { name: "Writer", permissions: ["read", "write"] },
      },
      relations: { parent: "folder" },
      derivations: [{ role: "reader", from: { resource: "folder", role: "keeper" }, relation: "parent" }],
    },
    folder: {
      name: "Folder",
      actions: { open: "Open" },
      roles: { keeper: { name: "Keeper", permissions: ["open"] } },
    },
  },
  roles: {
    viewer: { name: "Viewer", permissions: ["document:read"] },
    editor: { name: "Editor", permissions: ["document:write"], extends: ["viewer"] },
  },
  tenants: { default: { name: "Default" }, acme: { name: "Acme", attributes: { region: "eu" } } },
  instances: [
    { instance: "folder:plans", tenant: "acme" },
    { instance: "document:one", tenant: "acme" },
    { instance: "document:two", tenant: "acme" },
  ],
  tuples: [{ tenant: "acme", subject: "folder:plans", relation: "parent", object: "document:one" }],
};

export interface Checks extends Vendor {
  /** Asks `POST /allowed`, and answers its decision. */
  may(user: string, action: string, resource: string, tenant?: string): Promise<boolean>;
  /** Writes behind the server's back, as another process does. */
  sql(text: string, values?: unknown[]): Promise<void>;
}

export async function openChecks(options: Parameters<typeof openVendor>[0] = {}): Promise<Checks> {
  const vendor = await openVendor(options);
  await vendor.permit.define(documents);
  return {
    ...vendor,
    async may(user, action, resource, tenant = "acme") {
      const [type, key] = resource.split(":");
      const { status, body } = await vendor.ask("POST", "/allowed", {
        user: { key: user },
        action,
        resource: { type, key, tenant },
        context: {},
      });
      if (status !== 200) throw new Error(`/allowed answers ${status}: ${JSON.stringify(body)}`);
      return (body as { allow: boolean }).allow;
    },
    async sql(text, values) {
      await vendor.database.rows(text, values);
    },
  };
}

/** Resolves once it is so; what is to come true in bounded steps is waited for, never slept for. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error("It never came true.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

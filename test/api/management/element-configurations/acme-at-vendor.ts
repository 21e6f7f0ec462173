import { definition, people } from "../../../support/acme.js";
import type { Vendor } from "../../../support/vendor.js";

/** Acme with its people, and Globex with one, on a server that the vendor's clients meet. */
export async function settleAcme(vendor: Vendor): Promise<void> {
  await vendor.permit.define(definition);
  await vendor.permit.importPeople("acme", people);
  await vendor.permit.importPeople("globex", [
    { key: "gloria", name: "Gloria Globex", email: "gloria@globex.example", roles: ["owner"] },
  ]);
}

/** The `element_bearer_token` of a login as the vendor's clients do it; for one element, where that is named. */
export async function tokenOf(vendor: Vendor, user: string, more: object = {}): Promise<string> {
  const tenant_id = user === "gloria" ? "globex" : "acme";
  const { body } = await vendor.ask("POST", "/v2/auth/elements_login_as", {
    user_id: user,
    tenant_id,
    ...more,
  });
  if (!body.element_bearer_token) throw new Error(`${user} can't log in: ${JSON.stringify(body)}`);
  return body.element_bearer_token as string;
}

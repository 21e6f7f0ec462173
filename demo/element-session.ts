import type { Permit } from "permit-elements/server";

/** Opens an element session for whoever is signed in, through the same door that the browser uses. */
export function openElementSession(permit: Permit, cookies: string): Promise<Response> {
  const headers = { Cookie: cookies, "Permit-Element": "1", "Content-Type": "application/json" };
  const body = JSON.stringify({ type: "user-management" });
  return permit.fetch(new Request("http://localhost/session", { method: "POST", headers, body }));
}

/** Whether whoever is signed in has an active place in their workspace, even one that does not show them its people. */
export async function hasPlace(permit: Permit, cookies: string): Promise<boolean> {
  const response = await openElementSession(permit, cookies);
  if (response.status !== 403) return response.ok;
  const { reasons = [] } = (await response.json()) as { reasons?: { code: string }[] };
  return reasons.every(({ code }) => code !== "not_active_here");
}

/**
 * The vendor's console: gives the element a session of an operator, which the console's own backend opens. It runs
 * before the element's script, so that the element finds it in place.
 */

interface WithToken extends HTMLElement {
  authToken: () => Promise<string>;
}

const element = document.querySelector<WithToken>("permit-delegations");
const customer = new URLSearchParams(location.search).get("customer") ?? "";

if (element) element.authToken = openSession;

async function openSession(): Promise<string> {
  const address = `/console/session?customer=${encodeURIComponent(customer)}`;
  const response = await fetch(address, { method: "POST", headers: { "content-type": "application/json" } });
  if (response.status === 401) location.assign("/sign-in");
  return ((await response.json()) as { token: string }).token;
}

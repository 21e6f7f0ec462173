/** The page that accepts an invitation. Its token stands behind the `#`, so it is never part of a request's address. */

interface Reason {
  message: string;
}
interface Preview {
  tenant: { key: string; name: string };
  invited_by: string;
  email: string;
  roles: { name: string; ends_at: string | null }[];
  expires_at: string;
  cannot_accept: Reason | null;
}

const place = document.querySelector<HTMLElement>("#invitation") ?? document.body;
const token = new URLSearchParams(location.hash.slice(1)).get("invitation") ?? "";
const signedInAs = place.dataset["signedInAs"] ?? "";

window.addEventListener("hashchange", () => location.reload());

if (token && signedInAs) void showInvitation();
else if (token) show(...signInForm());
else show(text("p", "This page is reached by the link of an invitation. There is none in this address."));

async function showInvitation(): Promise<void> {
  const response = await ask("/permit/invitations/preview", { token });
  if (!response.ok) return show(text("p", await wordsOf(response)));
  const invitation = (await response.json()) as Preview;
  const isForYou = invitation.email.toLowerCase() === signedInAs.toLowerCase();
  const next = !isForYou
    ? signInOffer(invitation)
    : invitation.cannot_accept
      ? [text("p", invitation.cannot_accept.message, "problem"), link("Open Acme Docs", "/")]
      : [button("Accept the invitation", () => accept(invitation))];
  show(...inWords(invitation), ...next);
}

function inWords({ tenant, invited_by, email, roles, expires_at }: Preview): Node[] {
  const named = roles.map(({ name, ends_at }) => (ends_at ? `${name} (until ${day(ends_at)})` : name));
  return [
    text(
      "p",
      `${invited_by} invites you to ${tenant.name} as ${new Intl.ListFormat("en").format(named)}.`,
      "lead",
    ),
    text("p", `The invitation is for ${email}, and good until ${day(expires_at)}.`),
  ];
}

function signInOffer({ email }: Preview): Node[] {
  return [
    text("p", `You are signed in as ${signedInAs}, which is not the invited address.`),
    button(`Sign in as ${email}`, () => signInAs(email)),
  ];
}

/** An invitation shows itself to people who are signed in, so that a leaked link tells nobody anything. */
function signInForm(): Node[] {
  const form = document.createElement("form");
  const label = document.createElement("label");
  const address = document.createElement("input");
  Object.assign(address, { type: "email", name: "email", required: true, autocomplete: "off" });
  label.append("The address it was sent to", address);
  form.append(label, text("button", "Sign in"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void signInAs(address.value);
  });
  return [text("p", "Somebody invites you. Sign in to see the invitation.", "lead"), form];
}

async function signInAs(email: string): Promise<void> {
  const response = await fetch("/sign-in", {
    method: "POST",
    body: new URLSearchParams({ email, next: "/join" }),
  });
  if (response.ok) location.reload();
  else show(text("p", "There is no message to this address in the outbox any more.", "problem"));
}

async function accept(invitation: Preview): Promise<void> {
  const response = await ask("/permit/invitations/accept", { token });
  if (!response.ok) return show(...inWords(invitation), text("p", await wordsOf(response), "problem"));
  await fetch("/workspace", {
    method: "POST",
    body: new URLSearchParams({ workspace: invitation.tenant.key }),
  });
  location.assign("/team");
}

function ask(path: string, input: object): Promise<Response> {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Permit-Element": "1" },
    body: JSON.stringify(input),
  });
}

async function wordsOf(response: Response): Promise<string> {
  const problem = (await response.json()) as { message?: string; reasons?: Reason[] };
  const reasons = problem.reasons?.map((reason) => reason.message).join(" ");
  return reasons || problem.message || "This did not work. Try again later.";
}

function show(...nodes: Node[]): void {
  place.replaceChildren(...nodes);
}

function text(tag: string, words: string, className = ""): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = words;
  element.className = className;
  return element;
}

function link(words: string, href: string): HTMLElement {
  const element = text("a", words);
  element.setAttribute("href", href);
  return element;
}

function button(words: string, act: () => Promise<void>): HTMLButtonElement {
  const element = text("button", words) as HTMLButtonElement;
  element.addEventListener("click", () => {
    element.disabled = true;
    void act();
  });
  return element;
}

function day(moment: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date(moment));
}

export {};

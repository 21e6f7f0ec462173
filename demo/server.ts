import { createPermit, type Permit } from "permit-elements/server";
import { Accounts } from "./accounts.js";
import { acmeDocs } from "./app.js";
import { listen, type Door } from "./door.js";
import { Mailbox } from "./mailbox.js";
import { policyEngine } from "./policy-engine.js";
import { seed } from "./seed/seed.js";
import { readSettings } from "./settings.js";
import { SignInCookie } from "./signed-in.js";
import { StartError } from "./start-error.js";
import { openStore, type Store } from "./store.js";
import { prepareTables } from "./tables.js";
import { VendorCookie } from "./vendor-cookie.js";

let door: Door | undefined;
let policyDoor: Door | undefined;
let store: Store | undefined;
let permit: Permit | undefined;
const stopping = new AbortController();

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  door = await listen(settings);
  if (settings.opaPort !== undefined) policyDoor = await listen({ ...settings, port: settings.opaPort });
  const address = settings.publicUrl ?? door.address;
  store = await openStore(settings);
  const { cookieSecret } = await prepareTables(store.pool);
  const accounts = new Accounts(store.pool);
  const mailbox = new Mailbox(store.pool);
  const cookie = new SignInCookie(cookieSecret, accounts);
  const vendor = new VendorCookie(cookieSecret);

  permit = await createPermit({
    database: store.url,
    acceptUrl: `${address}/join`,
    publicUrl: `${address}/permit`,
    sendInvitation: (mail) => mailbox.send(mail),
    async session(request) {
      const signedIn = await cookie.read(request);
      if (!signedIn) return null;
      const { key, email, name } = signedIn.account;
      return { user: { key, email, emailVerified: true, name }, tenant: signedIn.workspace };
    },
    checkpointFile: settings.checkpointFile,
    ...(settings.apiKey && { apiKey: settings.apiKey }),
    ...(settings.secret && { secret: settings.secret }),
  });
  await seed({ permit, store, accounts, cookie, stopping: stopping.signal });

  stopping.signal.throwIfAborted();
  door.open(acmeDocs({ permit, store, accounts, mailbox, cookie, vendor }).fetch);
  policyDoor?.open(policyEngine(permit));
  await announce(address, store, permit);
}

async function announce(address: string, { place, durable }: Store, made: Permit): Promise<void> {
  const lines = [
    `Acme Docs, a customer's app with Permit Elements inside: ${address}`,
    `Everything is stored in ${place}${durable ? "" : " (which may lose the latest changes: its fsync is off)"}.`,
  ];
  if (made.apiKey) {
    const organizationKey = await made.createApiKey({ name: "first start", level: "organization" });
    lines.push(
      `API key of this environment, shown this once: ${made.apiKey}`,
      `API key of the whole organization, shown this once: ${organizationKey}`,
    );
  }
  console.log(lines.join("\n"));
}

async function stop(): Promise<void> {
  await door?.close();
  await policyDoor?.close();
  await permit?.close();
  await store?.close();
}

function explain(error: unknown): void {
  if (stopping.signal.aborted) return;
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}

const started = start().catch(async (error: unknown) => {
  explain(error);
  await stop();
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopping.abort();
    void started
      .then(stop)
      .catch(console.error)
      .finally(() => process.exit());
  });
}

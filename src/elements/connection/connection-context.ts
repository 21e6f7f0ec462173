import { createContext } from "@lit/context";
import type { Fetch } from "./client.js";
import type { AuthToken } from "./session.js";

/** What `<permit-connection>` gives to the elements inside it. */
export interface ConnectionSettings {
  endpoint: string | undefined;
  tenant: string | undefined;
  locale: string | undefined;
  authToken: AuthToken | undefined;
  fetch: Fetch | undefined;
}

/** The key is shared through the global registry, so that two copies of the product understand each other. */
export const connectionContext = createContext<ConnectionSettings>(Symbol.for("permit/connection"));

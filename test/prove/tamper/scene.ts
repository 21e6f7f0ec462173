import { call, type Acme, type SignedIn } from "../../support/acme.js";

/** What there is to tamper with. */
export interface Scene {
  acme: Acme;
  /** The checkpoints that were handed out of the database, in order. */
  kept: readonly string[];
  apiKey: string;
  olivia: SignedIn;
  /** Owner of the other tenant. */
  gloria: SignedIn;
}

const figures = { tried: 0, detected: 0 };

/** Counts a tampering and whether it was noticed, and answers that. */
export function noted(isDetected: boolean): boolean {
  figures.tried += 1;
  if (isDetected) figures.detected += 1;
  return isDetected;
}
noted.figures = figures;

/** The text with one character replaced by its neighbour in the alphabet, at every place in turn. */
export function* altered(token: string): Generator<string> {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (let at = 0; at < token.length; at += 1) {
    const here = alphabet.indexOf(token[at] ?? "");
    const other = here < 0 ? "A" : (alphabet[here ^ 1] ?? "A");
    yield `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
  }
}

export const bearing = ({ acme }: Scene, token: string, route = "GET /people"): Promise<Response> => {
  const [method = "", path = ""] = route.split(" ");
  const input = method === "GET" ? undefined : {};
  return call(acme.permit, method, path, input, { authorization: `Bearer ${token}` });
};

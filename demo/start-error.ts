/** Why Acme Docs cannot start, in a sentence for the person at the terminal. */
export class StartError extends Error {
  override readonly name = "StartError";
}

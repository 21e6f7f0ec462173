/**
 * The canonical form of a mail address, by which addresses are compared, stored and written to: NFKC, folded case, the
 * domain in IDNA's ASCII form. `null` for what is no address. Letters that merely look alike stay different, and so do
 * dots and `+tags`: what they mean is for the host of the mailbox to say.
 */
export function canonicalAddress(text: string): string | null {
  const given = text.trim().normalize("NFKC");
  const at = given.lastIndexOf("@");
  if (at < 1) return null;
  const local = folded(given.slice(0, at));
  const domain = canonicalDomain(given.slice(at + 1));
  return domain !== null && isLocal(local) ? `${local}@${domain}` : null;
}

/** A domain as IDNA writes it in ASCII, without a dot at its end; `null` for what is none. */
export function canonicalDomain(text: string): string | null {
  const given = text.trim().normalize("NFKC").replaceAll("。", ".").replace(/\.$/, "");
  // Whatever else is in it would be read as another part of an address, and dropped.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(given) || unseen.test(given)) return null;
  const address = new URL("ws://x");
  address.hostname = given;
  const domain = address.hostname;
  // The last part is never a number: that would be the address of a machine.
  const isDomain = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(domain);
  return isDomain && domain.length <= 253 ? domain : null;
}

/** Letter by letter, as Unicode folds case: by way of the capital, but for the one small letter that has none of its own. */
function folded(text: string): string {
  const letters = Array.from(text, (letter) =>
    letter === "ı" ? letter : letter.toLowerCase().toUpperCase().toLowerCase(),
  );
  // A letter's own capital may be two letters, which sigma at a word's end would take notice of.
  return letters.join("").replaceAll("ς", "σ").normalize("NFKC");
}

/** What takes up no room, or turns the direction of what follows. */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}]/u;

function isLocal(text: string): boolean {
  const isWritable = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u.test(text) && !unseen.test(text);
  // An accent that is no part of its letter can't be told from a speck, or hides in the dot of an i.
  const hasLooseAccent = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}.]\p{M}|^\p{M}/u.test(
    text,
  );
  const hasRoom = new TextEncoder().encode(text).length <= 64;
  return isWritable && !hasLooseAccent && hasRoom && !/^\.|\.\.|\.$/.test(text);
}

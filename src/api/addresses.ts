/**
 * The canonical form of a mail address, by which addresses are compared and stored: NFKC, folded case, the domain in
 * IDNA's ASCII form. `null` for what is no address. Letters that merely look alike stay different.
 */
export function canonicalAddress(text: string): string | null {
  const folded = text.trim().normalize("NFKC").toLowerCase().normalize("NFKC");
  const at = folded.lastIndexOf("@");
  const local = folded.slice(0, at);
  const domain = asciiDomain(folded.slice(at + 1).replace(/\.$/, ""));
  const isLocal =
    /^[^\s@"(),:;<>[\\\]\p{C}]+$/u.test(local) && local.length <= 64 && !/^\.|\.\.|\.$/.test(local);
  const isDomain =
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain) && domain.length <= 253;
  return at > 0 && isLocal && isDomain ? `${local}@${domain}` : null;
}

/** A domain as IDNA writes it in ASCII; for what is none, a name without a dot. */
function asciiDomain(text: string): string {
  const address = new URL("ws://x");
  address.hostname = text;
  return address.hostname;
}

const scripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Hebrew}/u,
];

/** Does one part of the address mix alphabets, as an imitation of another would? */
export function hasMixedScripts(email: string): boolean {
  return email
    .split("@")
    .flatMap((half) => half.split("."))
    .some((part) => scripts.filter((script) => script.test(part)).length > 1 || /^xn--/.test(part));
}

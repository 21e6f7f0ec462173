/** Addresses in what somebody typed or pasted: lists by comma, semicolon, space or line, and `Name <address>`. */
export function addressesIn(text: string): string[] {
  // Wide letters and signs are those of the same address.
  return piecesOf(text.normalize("NFKC")).flatMap((piece) => {
    const words = piece.replaceAll(/["<>]/g, " ").trim().split(/\s+/);
    const addresses = words.filter((word) => word.includes("@"));
    // Words alone are no address, but dropping them silently would hide a slip of the hand.
    return addresses.length > 0 ? addresses.map(trimmed) : words.join(" ") || [];
  });
}

/** Enough to catch a slip of the hand; whether it is one is the server's to say. */
export function looksLikeAddress(address: string): boolean {
  const written = address.normalize("NFKC");
  return written.length <= 320 && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/u.test(written);
}

/** Separators within quotes are part of a name: `"Marsh, Olivia" <olivia@acme.example>`. */
function piecesOf(text: string): string[] {
  return text.match(/(?:"[^"\n]*"|[^",;\n\r\t])+/g) ?? [];
}

function trimmed(address: string): string {
  return address.replace(/^(?:mailto:)|[.:]+$/gi, "");
}

/** The letters of a domain's part that is written in ASCII, `xn--…` (RFC 3492); the part itself where it is none. */
export function lettersOf(label: string): string {
  if (!label.startsWith("xn--")) return label;
  const encoded = label.slice(4);
  const basic = encoded.slice(0, Math.max(0, encoded.lastIndexOf("-")));
  const letters = Array.from(basic);
  let code = 128;
  let at = 0;
  let bias = 72;
  let rest = encoded.slice(basic.length).replace(/^-/, "");
  while (rest !== "") {
    const { value, length } = deltaAt(rest, bias);
    const count = letters.length + 1;
    bias = adapted(value, count, letters.length === basic.length);
    code += Math.floor((at + value) / count);
    at = (at + value) % count;
    if (length === 0 || code > 0x10ffff) return label;
    letters.splice(at, 0, String.fromCodePoint(code));
    at += 1;
    rest = rest.slice(length);
  }
  return letters.join("");
}

const base = 36;

/** One number of variable length, and how many digits it took; none where it breaks off. */
function deltaAt(digits: string, bias: number): { value: number; length: number } {
  let value = 0;
  let weight = 1;
  for (let n = 0; n < digits.length; n += 1) {
    const digit = digitOf(digits.charAt(n));
    const threshold = Math.min(Math.max(base * (n + 1) - bias, 1), 26);
    value += digit * weight;
    if (digit < 0 || !Number.isSafeInteger(value)) break;
    if (digit < threshold) return { value, length: n + 1 };
    weight *= base - threshold;
  }
  return { value: 0, length: 0 };
}

const digitOf = (letter: string) => "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(letter);

function adapted(delta: number, count: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? 700 : 2));
  left += Math.floor(left / count);
  let bias = 0;
  for (; left > 455; bias += base) left = Math.floor(left / 35);
  return bias + Math.floor((36 * left) / (left + 38));
}

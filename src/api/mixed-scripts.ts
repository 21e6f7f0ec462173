import { lettersOf } from "./punycode.js";

/**
 * Letters of which alphabets are there together, as an imitation of another address would have them? By the rule of UTS 39
 * that it calls highly restrictive: one alphabet, or those that Chinese, Japanese and Korean are written in beside Latin.
 */
export function mixesScripts(text: string): boolean {
  const found = scripts.filter(([, letters]) => letters.test(text)).map(([name]) => name);
  if (/\p{L}/u.test(text.replaceAll(known, ""))) found.push("another");
  return found.length > 1 && !together.some((allowed) => found.every((name) => allowed.includes(name)));
}

/**
 * Does an address mix alphabets? The last part of its domain does not count: there are few to choose from. A mailbox in
 * one alphabet at a domain in another counts.
 */
export function hasMixedScripts(email: string): boolean {
  const at = email.lastIndexOf("@");
  const labels = email
    .slice(at + 1)
    .split(".")
    .slice(0, -1)
    .map(lettersOf);
  return mixesScripts([email.slice(0, at), ...labels].join(" "));
}

/** The same of whatever somebody is called by: of a name word by word, since people have names in several. */
export function looksMixed(name: string): boolean {
  return name.includes("@") ? hasMixedScripts(name) : name.split(/[\s()-]+/).some(mixesScripts);
}

const together = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
];

/** Those in everyday use; whatever letter is of none of them counts as one more. */
const scripts = [
  "Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Thaana Ethiopic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil",
  "Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Khmer Han Hiragana Katakana Bopomofo Hangul",
]
  .flatMap((line) => line.split(" "))
  .map((name) => [name, new RegExp(`\\p{Script=${name}}`, "u")] as const);

const known = new RegExp(
  `[${scripts.map(([name]) => `\\p{Script=${name}}`).join("")}\\p{Script=Common}\\p{Script=Inherited}]`,
  "gu",
);

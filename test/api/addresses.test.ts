import { domainToUnicode } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalAddress, canonicalDomain } from "../../src/api/addresses.js";
import { hasMixedScripts, looksMixed } from "../../src/api/mixed-scripts.js";
import { lettersOf } from "../../src/api/punycode.js";

describe("one person's address", () => {
  test.each([
    ["in capitals", "PAT@ACME.EXAMPLE", "pat@acme.example"],
    ["with a sign at that is wide", "pat\uff20acme.example", "pat@acme.example"],
    ["in letters of mathematics", "\u{1d4f9}\u{1d4ea}\u{1d4fd}@acme.example", "pat@acme.example"],
    ["with a sharp s, which is two in capitals", "GRO\u1e9e@acme.example", "gross@acme.example"],
    ["with a ligature", "o\ufb03ce@acme.example", "office@acme.example"],
    [
      "in Greek capitals, where the last sigma is as the others",
      "\u03a0\u0391\u03a3@acme.example",
      "\u03c0\u03b1\u03c3@acme.example",
    ],
    [
      "in Greek, where the last sigma is another",
      "\u03c0\u03b1\u03c2@acme.example",
      "\u03c0\u03b1\u03c3@acme.example",
    ],
    ["with an accent of its own", "rene\u0301@acme.example", "ren\u00e9@acme.example"],
    ["with a domain of letters", "pat@b\u00fccher.example", "pat@xn--bcher-kva.example"],
    ["with a domain in capitals", "pat@B\u00dcCHER.EXAMPLE", "pat@xn--bcher-kva.example"],
    ["with a domain in ASCII capitals", "pat@XN--BCHER-KVA.example", "pat@xn--bcher-kva.example"],
    ["with dots of another script", "pat@acme\u3002example\uff61", "pat@acme.example"],
  ])("%s is the same", (_, written, canonical) => expect(canonicalAddress(written)).toBe(canonical));

  test("keeps a sharp s in its domain, which is another domain than the one with two", () => {
    expect(canonicalAddress("pat@stra\u00dfe.example")).toBe("pat@xn--strae-oqa.example");
    expect(canonicalAddress("pat@strasse.example")).toBe("pat@strasse.example");
  });

  test.each([
    ["a dotless i", "m\u0131ke@acme.example", "mike@acme.example"],
    ["a Cyrillic a", "p\u0430t@acme.example", "pat@acme.example"],
    ["a dot", "p.at@acme.example", "pat@acme.example"],
    ["a tag", "pat+tag@acme.example", "pat@acme.example"],
  ])("with %s is another's", (_, one, other) => {
    expect(canonicalAddress(one)).not.toBeNull();
    expect(canonicalAddress(one)).not.toBe(canonicalAddress(other));
  });

  test("is as it is once it is canonical, however strange it was", () => {
    const letters = fc.constantFrom(
      ..."aZ\u00df\u0130\u0131\u017f\u1e9e\u03a3\u03c2\u03c3\u0345\u0301\u0307\u212a\ufb03\u01f0\u0390\u0439\u0e33\uff21\u0587.-+0\u0661",
    );
    const word = fc.array(letters, { minLength: 1, maxLength: 8 }).map((each) => each.join(""));
    let found = 0;
    fc.assert(
      fc.property(word, word, (local, domain) => {
        const once = canonicalAddress(`${local}@${domain}.example`);
        if (once === null) return;
        found += 1;
        expect(canonicalAddress(once)).toBe(once);
        // The small letter without a dot has the capital of the one that has it.
        if (!once.includes("\u0131")) expect(canonicalAddress(once.toUpperCase())).toBe(once);
      }),
      { numRuns: 20_000 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

test("a domain is read as a whole or not at all", () => {
  expect(canonicalDomain("ACME.example.")).toBe("acme.example");
  for (const domain of [
    "acme",
    "",
    ".",
    "acme.example/x.example",
    "a:b@c.example",
    "1.2.3.4",
    "0x7f.1",
    "acme.123",
    "a b.example",
  ])
    expect(canonicalDomain(domain), domain).toBeNull();
});

describe("alphabets that are mixed", () => {
  test.each([
    "p\u0430ypal@acme.example",
    "pat@\u0430cme.example",
    "pat@xn--cme-7cd.example",
    "\u0440\u0430\u0440\u0430@acme.example",
    "\u03bfmega@acme.example",
    "a\u13a0@acme.example",
  ])("in %s are noticed", (email) => expect(hasMixedScripts(canonicalAddress(email) ?? email)).toBe(true));

  test.each([
    "paypal@acme.example",
    "ren\u00e9@b\u00fccher.example",
    "\u0438\u0432\u0430\u043d@\u043f\u0440\u0438\u043c\u0435\u0440.example",
    "\u5c71\u7530taro@\u4f8b\u3048\u30c6\u30b9\u30c8.example",
    "\uae40minsu@acme.example",
    "quinn+2024@acme-2.example",
  ])("in %s there are none", (email) => expect(hasMixedScripts(canonicalAddress(email) ?? "")).toBe(false));

  test("in a name are looked for word by word", () => {
    expect(looksMixed("Ivan \u0418\u0432\u0430\u043d\u043e\u0432")).toBe(false);
    expect(looksMixed("\u041elivia Marsh")).toBe(true);
  });
});

test("letters of a domain in ASCII are those that Node.js finds", () => {
  for (const label of [
    "b\u00fccher",
    "\u4f8b\u3048",
    "\u043f\u0440\u0438\u043c\u0435\u0440",
    "stra\u00dfe",
    "\u0645\u062b\u0627\u0644",
    "\u{1f600}x",
    "a-\u00fc-b",
  ]) {
    const ascii = new URL(`ws://${label}.example`).hostname.replace(".example", "");
    expect(ascii).toMatch(/^xn--/);
    expect(lettersOf(ascii)).toBe(domainToUnicode(ascii));
  }
  for (const broken of ["xn--", "xn--99999999999999", "xn--\u00e9", "plain"])
    expect(lettersOf(broken)).toBeTypeOf("string");
});

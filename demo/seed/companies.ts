import type { Company } from "./company.js";
import { draw } from "./names.js";

const soon = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000);

export const globex: Company = {
  key: "globex",
  name: "Globex",
  domain: "globex.example",
  size: 400,
  cities: ["Oslo", "Hamburg", "Rotterdam", "Valparaíso"],
  known: new Map([
    [0, { key: "ingrid-solberg", name: "Ingrid Solberg", roles: ["owner"] }],
    [1, { key: "marcus-chen", name: "Marcus Chen", roles: ["manager"] }],
    [2, { key: "noura-al-sayed", name: "Noura Al-Sayed", roles: ["owner"] }],
    [3, { key: "pekka-lahtinen", name: "Pekka Lahtinen", roles: ["viewer"] }],
  ]),
  // Eighteen editors, of at most twenty.
  rolesOf(number) {
    if (number % 22 === 5) return ["editor"];
    if (number % 61 === 7) return ["billing"];
    if (number % 97 === 11) return ["manager"];
    if (number % 19 === 2) return [{ role: "viewer", ends: soon(5 + draw(number, 7, 80)) }];
    return ["viewer"];
  },
};

export const umbrella: Company = {
  key: "umbrella",
  name: "Umbrella",
  domain: "umbrella.example",
  size: 100_000,
  cities: [
    "São Paulo",
    "Nairobi",
    "Mumbai",
    "Toronto",
    "Manila",
    "Warszawa",
    "Casablanca",
    "Busan",
    "Melbourne",
    "Lyon",
  ],
  known: new Map([
    [0, { key: "aurelio-bianchi", name: "Aurelio Bianchi", roles: ["owner"] }],
    [1, { key: "keiko-arai", name: "Keiko Arai", roles: ["manager"] }],
    [2, { key: "wanjiru-kamau", name: "Wanjiru Kamau", roles: ["owner"] }],
    [77_777, { key: "zenobia-quillfeather", name: "Zenobia Quillfeather", roles: ["editor"] }],
  ]),
  rolesOf(number) {
    const lot = draw(number, 7, 1000);
    if (lot < 1) return ["manager", "billing"];
    if (lot < 5) return ["team-lead"];
    if (lot < 25) return ["billing"];
    if (lot < 30) return [{ role: "editor", ends: soon(10 + draw(number, 8, 300)) }, "viewer"];
    if (lot < 210) return ["editor"];
    if (lot < 990) return ["viewer"];
    return [];
  },
};

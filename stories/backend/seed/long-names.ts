import type { ImportedPerson } from "../../../src/api/permit.js";

/** Nobody is called like that, but somebody is always called longer than expected. */
export const longNames: ImportedPerson[] = [
  {
    key: "olga",
    name: "Her Excellency Prof. Dr. Dr. h.c. Olga Konstantinova von Hohenzollern-Sigmaringen-Schönborn",
    email: "olga@longwinded.example",
    roles: ["owner"],
  },
  {
    key: "wolfgang",
    name: "Johannes Chrysostomus Wolfgangus Theophilus Amadeus",
    email: `${"chrysostomus.".repeat(4)}amadeus@${"a-subdomain-of-some-length.".repeat(4)}longwinded.example`,
    attributes: { department: "Customer care" },
    roles: [
      "manager",
      "team-lead",
      "billing",
      "editor",
      "viewer",
      { role: "viewer", instance: "document:minutes" },
      { role: "editor", instance: "document:minutes" },
    ],
  },
  {
    key: "llanfair",
    name: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    email: "llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch@longwinded.example",
    roles: ["manager", { role: "editor", instance: "document:minutes" }],
  },
  { key: "brief", name: "Ó", email: "o@longwinded.example", roles: ["viewer"] },
  { key: "nameless", email: "somebody.who.never.said.their.name@longwinded.example", roles: ["editor"] },
  {
    key: "taumata",
    name: "Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu",
    email: "taumata@longwinded.example",
    status: "suspended",
    roles: ["viewer", "billing"],
  },
];

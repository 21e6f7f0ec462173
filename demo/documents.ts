/** A document of Acme Docs. That they stand in the code keeps the demo about people. */
export interface Document {
  key: string;
  title: string;
  folder: string;
  changedBy: string;
  daysAgo: number;
  text: readonly string[];
}

export interface Library {
  folders: Readonly<Record<string, string>>;
  documents: readonly Document[];
}

const acme: Library = {
  folders: { finance: "Finance", press: "Press", product: "Product" },
  documents: [
    {
      key: "q3-forecast",
      title: "Q3 forecast",
      folder: "finance",
      changedBy: "Priya Raghunathan",
      daysAgo: 0,
      text: [
        "Orders are eleven per cent above plan, carried by the new spring line. Freight is the one figure that moved against us.",
        "We propose to keep the hiring plan as it is and to look at freight again when the September invoices are in.",
      ],
    },
    {
      key: "pricing",
      title: "Pricing for next year",
      folder: "finance",
      changedBy: "Dmitri Halloran",
      daysAgo: 2,
      text: [
        "Three plans instead of five. Nobody who is with us today pays more before the summer.",
        "Open question: whether schools stay on the free plan for good. Fatoumata collects what they use.",
      ],
    },
    {
      key: "launch-letter",
      title: "Letter to the press",
      folder: "press",
      changedBy: "ليلى حداد",
      daysAgo: 1,
      text: [
        "From the first of March, Acme makes everything that falls on coyotes lighter by a third.",
        "Embargo until nine in the morning, Lisbon time. Questions go to Lena and to no one else.",
      ],
    },
    {
      key: "release-notes",
      title: "Release notes, November",
      folder: "product",
      changedBy: "יעל ברק",
      daysAgo: 4,
      text: [
        "Folders can now be shared as a whole. Exports keep their tables. Search finds words inside of words.",
        "Mended: a comment on the last line of a page could not be read to its end.",
      ],
    },
    {
      key: "api-guide",
      title: "Guide to our interface",
      folder: "product",
      changedBy: "渡辺 健二",
      daysAgo: 9,
      text: [
        "Everything the app can do, a program can do too, with a key that you make under Settings.",
        "Start with reading one document; the second chapter writes one.",
      ],
    },
  ],
};

const globex: Library = {
  folders: { projects: "Projects" },
  documents: [
    {
      key: "harbour-study",
      title: "Harbour study",
      folder: "projects",
      changedBy: "Ingrid Solberg",
      daysAgo: 1,
      text: [
        "Two berths are enough until the new quay is there. The tide tables in the annex are those of last year.",
      ],
    },
    {
      key: "winter-schedule",
      title: "Winter schedule",
      folder: "projects",
      changedBy: "Marcus Chen",
      daysAgo: 6,
      text: ["Ferries leave on the half hour from the second of December. Rotterdam keeps its early boat."],
    },
  ],
};

const umbrella: Library = {
  folders: { handbook: "Handbook" },
  documents: [
    {
      key: "first-week",
      title: "Your first week",
      folder: "handbook",
      changedBy: "Keiko Arai",
      daysAgo: 3,
      text: [
        "A hundred thousand of us, and you know nobody yet. Have lunch with your floor; the rest can wait until Monday.",
      ],
    },
    {
      key: "travel",
      title: "Travel and expenses",
      folder: "handbook",
      changedBy: "Aurelio Bianchi",
      daysAgo: 12,
      text: ["Trains before planes. Receipts within thirty days, photographed is fine."],
    },
  ],
};

export const libraries: Readonly<Record<string, Library>> = { acme, globex, umbrella };

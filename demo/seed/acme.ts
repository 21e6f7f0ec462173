import type { ImportedPerson } from "permit-elements/server";

type Row = [
  key: string,
  name: string,
  email: string,
  department: string,
  location: string,
  roles: ImportedPerson["roles"],
  more?: { status?: "suspended"; contractor?: true },
];

const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000);

const rows: Row[] = [
  ["olivia-marsh", "Olivia Marsh", "olivia@acme.example", "Operations", "Bristol", ["owner"]],
  ["priya-raghunathan", "Priya Raghunathan", "priya@acme.example", "Finance", "Chennai", ["owner"]],
  ["dmitri-halloran", "Dmitri Halloran", "dmitri@acme.example", "Finance", "Dublin", ["manager", "billing"]],
  ["amara-nwosu", "Amara Nwosu", "amara@acme.example", "People", "Lagos", ["manager"]],
  ["samuel-okafor", "Samuel Okafor", "samuel@acme.example", "Sales", "Abuja", ["team-lead"]],
  ["ana-ferreira", "Ana Lucía Ferreira", "ana@acme.example", "Design", "Lisbon", ["editor"]],
  [
    "tomasz-wojcik",
    "Tomasz Wójcik",
    "tomasz@partner.example",
    "Engineering",
    "Kraków",
    [{ role: "editor", ends: days(9) }, "viewer"],
    { contractor: true },
  ],
  ["mei-ling-zhou", "Mei-Ling Zhou", "mei@acme.example", "Legal", "Singapore", ["viewer", "support-access"]],
  [
    "layla-haddad",
    "ليلى حداد",
    "layla@acme.example",
    "Marketing",
    "Amman",
    ["editor", { role: "editor", instance: "folder:press" }],
  ],
  [
    "yael-barak",
    "יעל ברק",
    "yael@acme.example",
    "Engineering",
    "Haifa",
    [
      "viewer",
      { role: "owner", instance: "document:release-notes" },
      { role: "editor", instance: "document:api-guide" },
      { role: "viewer", instance: "document:pricing" },
    ],
  ],
  [
    "maximiliane-hohenfels",
    "Maximiliane Theodora Konstantinopoulou-Wittgenstein von und zu Hohenfels",
    "maximiliane.theodora.konstantinopoulou-wittgenstein@acme.example",
    "Legal",
    "Vienna",
    ["viewer", "billing", { role: "editor", ends: days(30) }],
  ],
  ["kenji-watanabe", "渡辺 健二", "kenji@acme.example", "Engineering", "Osaka", ["editor"]],
  ["thi-minh-khai", "Nguyễn Thị Minh Khai", "khai@acme.example", "Customer care", "Đà Nẵng", ["viewer"]],
  ["sigridur-jonsdottir", "Sigríður Jónsdóttir", "sigridur@acme.example", "Design", "Reykjavík", ["editor"]],
  ["sukarno", "Sukarno", "sukarno@acme.example", "Operations", "Jakarta", ["viewer"]],
  [
    "lena-fuchs",
    "Lena Fuchs",
    "lena@acme.example",
    "Marketing",
    "Leipzig",
    ["editor", { role: "viewer", instance: "folder:finance" }],
  ],
  [
    "joao-da-silva",
    "João Batista da Silva",
    "joao@acme.example",
    "Sales",
    "Recife",
    ["viewer"],
    { status: "suspended" },
  ],
  ["fatoumata-diallo", "Fatoumata Diallo", "fatoumata@acme.example", "Finance", "Dakar", ["billing"]],
  [
    "oleksandr-shevchuk",
    "Олександр Шевчук",
    "oleksandr@partner.example",
    "Engineering",
    "Lviv",
    [{ role: "viewer", ends: days(2) }],
    { contractor: true },
  ],
  ["siobhan-o-donnell", "Siobhán O’Donnell", "siobhan@acme.example", "People", "Galway", ["viewer"]],
  [
    "ravi-subramaniam",
    "Ravi Subramaniam",
    "ravi@acme.example",
    "Engineering",
    "Bengaluru",
    ["editor"],
    { status: "suspended", contractor: true },
  ],
  [
    "ingeborg-aasen",
    "Ingeborg Aasen",
    "ingeborg@acme.example",
    "Legal",
    "Tromsø",
    ["viewer", "support-access"],
  ],
  ["mateo-quispe", "Mateo Quispe Mamani", "mateo@acme.example", "Customer care", "Cusco", []],
  [
    "hana-novakova",
    "Hana Nováková",
    "hana@acme.example",
    "Sales",
    "Brno",
    ["viewer", { role: "editor", ends: days(60) }],
  ],
];

/** The twenty-four people of Acme. */
export const acmePeople: ImportedPerson[] = rows.map(
  ([key, name, email, department, location, roles, more], index) => {
    const { status = "active", ...attributes } = more ?? {};
    return {
      key,
      name,
      email,
      status,
      attributes: { department, location, employee_number: 1001 + index, contractor: false, ...attributes },
      ...(roles ? { roles } : {}),
    };
  },
);

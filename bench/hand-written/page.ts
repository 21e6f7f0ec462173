// What a careful person would write without any library: the floor that nothing can go below.
import type { OpenSessionInput, PeoplePage, Person, Session } from "../wire.js";

const searchDelay = 150;
const dates = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

const body = document.querySelector("tbody");
const search = document.querySelector<HTMLInputElement>("input[type=search]");
if (!body || !search) throw new Error("The page has no table or no search box.");

const input: OpenSessionInput = { type: "user-management", with_first_page: true };
const response = await fetch("/permit/session", {
  method: "POST",
  headers: { "content-type": "application/json", "permit-element": "1" },
  body: JSON.stringify(input),
});
const session = (await response.json()) as Session;
const roles = new Map(session.roles.map(({ id, name }) => [id, name]));
show((session.first_page as PeoplePage).people);

let delay: ReturnType<typeof setTimeout> | undefined;
let sought = "";
search.addEventListener("input", () => {
  clearTimeout(delay);
  delay = setTimeout(() => void find(search.value.trim()), searchDelay);
});

async function find(text: string): Promise<void> {
  sought = text;
  const query = new URLSearchParams({ search: text, sort: "name", direction: "asc", limit: "50" });
  const answer = await fetch(`/permit/people?${query}`, {
    headers: { authorization: `Bearer ${session.token}` },
  });
  const page = (await answer.json()) as PeoplePage;
  if (text === sought) show(page.people);
}

function show(people: readonly Person[]): void {
  body?.replaceChildren(...people.map(rowOf));
}

function rowOf(person: Person): HTMLTableRowElement {
  const row = document.createElement("tr");
  const chips = person.roles.map(({ role }) => {
    const chip = document.createElement("span");
    chip.className = "chip";
    chip.textContent = roles.get(role) ?? "";
    return chip;
  });
  row.append(
    cell(person.name),
    cell(person.email ?? person.key),
    cell(...chips),
    cell(person.status),
    cell(dates.format(new Date(person.changed_at))),
  );
  return row;
}

function cell(...content: (Node | string)[]): HTMLTableCellElement {
  const made = document.createElement("td");
  made.append(...content);
  return made;
}

import { html, nothing } from "lit";
import type { AccessRow, Candidates, InstanceAccess } from "../../api/role-assignment/contract.js";
import { looksLikeAddress } from "../people/addresses.js";
import { avatar } from "../ui/avatar.js";
import { refusalWords } from "../people/refusal.js";
import type { Found } from "../ui/finder.js";
import { leastRole, rolesHeld } from "./held-words.js";
import type { AssignmentMessages } from "./messages.js";

/** Whom a search suggests: people who are here, and an address that could be invited. */
export function candidates(
  { people }: Candidates,
  text: string,
  access: InstanceAccess,
  words: AssignmentMessages,
  then: { choose: (row: AccessRow) => void; invite: (email: string) => void },
): Found[] {
  const { share } = words;
  const found = people.map((row): Found => {
    const { person, ways } = row;
    const held = rolesHeld(ways, access.roles);
    const refused = person.refused["role.grant"];
    return {
      id: person.user,
      content: html`${avatar(person.user, person.name)}
        <span class="words"
          ><bdi>${person.name}</bdi>
          <small
            ><bdi>${person.email}</bdi>${held.length > 0 ? html` · ${share.has(held)}` : nothing}</small
          ></span
        >`,
      reason: refused && refusalWords(refused, words, access.roles),
      choose: () => then.choose(row),
    };
  });
  const email = text.toLowerCase();
  const isKnown = people.some(({ person }) => person.email?.toLowerCase() === email);
  if (!looksLikeAddress(text) || isKnown) return found;
  const refused = access.refused["user.invite"];
  const least = leastRole(access.roles.filter((role) => !role.cannot_give));
  const invitation: Found = {
    id: email,
    content: html`<span class="plus" aria-hidden="true">+</span>
      <span class="words"
        ><bdi>${share.invite(text, least?.name ?? "")}</bdi> <small>${share.inviteHint}</small></span
      >`,
    reason: refused && refusalWords(refused, words, access.roles),
    choose: () => then.invite(text),
  };
  return [...found, invitation];
}

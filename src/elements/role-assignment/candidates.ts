import { html, nothing } from "lit";
import type { AccessRow, Candidates, InstanceAccess } from "../../api/role-assignment/contract.js";
import { looksLikeAddress } from "../people/addresses.js";
import { avatar } from "../ui/avatar.js";
import { refusalWords } from "../people/refusal.js";
import type { Found } from "../ui/finder.js";
import { warningMark } from "../ui/warning-mark.js";
import { leastRole, rolesHeld } from "./held-words.js";
import type { AssignmentMessages } from "./messages.js";

/** Whom a search suggests: people who are here, and an address that could be invited. */
export function candidates(
  { people, address, mixed_script }: Candidates,
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
            ><bdi>${person.email}</bdi
            >${person.mixed_script ? warningMark(words.common.mixedScript) : nothing}${held.length > 0 ? html` · ${share.has(held)}` : nothing}</small
          ></span
        >`,
      reason: refused && refusalWords(refused, words, access.roles),
      choose: () => then.choose(row),
    };
  });
  const isKnown = people.some(({ person }) => person.email === address);
  if (!looksLikeAddress(text) || isKnown) return found;
  const refused = access.refused["user.invite"];
  const least = leastRole(access.roles.filter((role) => !role.cannot_give));
  const invitation: Found = {
    id: text,
    content: html`<span class="plus" aria-hidden="true">+</span>
      <span class="words"
        ><bdi>${share.invite(text, least?.name ?? "")}</bdi>
        ${mixed_script ? warningMark(words.common.mixedScript) : nothing}
        <small>${share.inviteHint}</small></span
      >`,
    reason: refused && refusalWords(refused, words, access.roles),
    choose: () => then.invite(text),
  };
  return [...found, invitation];
}

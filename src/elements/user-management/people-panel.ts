import { html, nothing, type TemplateResult } from "lit";
import type { Session } from "../../api/wire.js";
import type { Person } from "../../api/people/contract.js";
import type {
  ActionsRequest,
  NarrowRequest,
  OpenPersonRequest,
  SelectionActRequest,
  SelectionRequest,
  SortRequest,
} from "./list-events.js";
import { everybody, isNarrowed, NarrowRequest as Narrow } from "./list-events.js";
import { face, skeleton } from "../ui/face.js";
import { wordsFor } from "../people/messages.js";
import type { ListMessages } from "./messages.js";
import type { PeopleState } from "./people-state.js";
import "./people-table.js";
import "./people-toolbar.js";

export interface PeoplePanel {
  session: Session;
  messages: ListMessages;
  people: PeopleState;
  density: "comfortable" | "compact";
  hasToolbar: boolean;
  isSelectable: boolean;
  /** Why nobody can be invited; null leaves the button out. */
  whyNoInvite: string | null | undefined;
  hasActions: (person: Person) => boolean;
  narrow: (event: NarrowRequest) => void;
  sortBy: (event: SortRequest) => void;
  select: (event: SelectionRequest) => void;
  actOnSelection: (event: SelectionActRequest) => void;
  openPerson: (event: OpenPersonRequest) => void;
  openActions: (event: ActionsRequest) => void;
  invite: () => void;
}

/** Toolbar, selection bar, and the list of people with its four faces. */
export function peoplePanel(panel: PeoplePanel): TemplateResult {
  const { session, messages } = panel;
  const { rows, narrowing, selection } = panel.people;
  const found = isNarrowed(narrowing) ? rows.total : null;
  return html`${
      panel.hasToolbar
        ? html`<permit-people-toolbar
            exportparts="toolbar, search, filter, button, primary-button"
            .session=${session}
            .messages=${messages}
            .narrowing=${narrowing}
            .whyNoInvite=${panel.whyNoInvite}
            @permit-narrow-request=${panel.narrow}
            @permit-invite-request=${panel.invite}
            ><slot name="toolbar"></slot
          ></permit-people-toolbar>`
        : nothing
    }
    ${
      panel.isSelectable && selection.size > 0
        ? html`<permit-selection-bar
            part="selection-bar"
            exportparts="button"
            .session=${session}
            .messages=${messages}
            .selection=${selection}
            @permit-selection-request=${panel.select}
            @permit-selection-act-request=${panel.actOnSelection}
          ></permit-selection-bar>`
        : nothing
    }
    <p class="visually-hidden" role="status">${found === null ? "" : messages.list.announceMatches(found)}</p>
    ${list(panel)}`;
}

function list(panel: PeoplePanel): TemplateResult {
  const { people, messages, narrow } = panel;
  const { list, common } = messages;
  const { rows } = people;
  switch (rows.face) {
    case "loading":
      return skeleton(8);
    case "error":
      return face({
        title: list.failed,
        hint: wordsFor(rows.error, messages),
        action: { label: common.retry, run: () => void rows.reload() },
        isError: true,
      });
    case "empty":
      return isNarrowed(people.narrowing)
        ? face({
            title: list.noMatches,
            hint: list.noMatchesHint,
            action: { label: list.clearSearchAndFilters, run: () => narrow(new Narrow(everybody)) },
          })
        : html`<slot name="empty">${face({ title: list.noPeople, hint: list.noPeopleHint })}</slot>`;
    case "rows":
      return html`<permit-people-table
        exportparts="table, column-header, row, avatar, name, email, chip, status"
        density=${panel.density}
        ?selectable=${panel.isSelectable}
        .people=${rows}
        .revision=${rows.revision}
        .session=${panel.session}
        .messages=${messages}
        .sort=${people.sort}
        .selection=${people.selection}
        .hasActions=${panel.hasActions}
        @permit-sort-request=${panel.sortBy}
        @permit-open-person-request=${panel.openPerson}
        @permit-actions-request=${panel.openActions}
        @permit-selection-request=${panel.select}
      ></permit-people-table>`;
  }
}

import { html, nothing, type TemplateResult } from "lit";
import type { Session } from "../../api/wire.js";
import type { PeopleQuery, Person } from "../../api/user-management/contract.js";
import type { LiveRows } from "../connection/live-rows.js";
import type {
  ActionsRequest,
  Narrowing,
  NarrowRequest,
  OpenPersonRequest,
  SelectionActRequest,
  SelectionRequest,
  Sort,
  SortRequest,
} from "./list-events.js";
import { everybody, isNarrowed, NarrowRequest as Narrow } from "./list-events.js";
import { face, skeleton } from "./list-faces.js";
import { wordsFor, type ListMessages } from "./messages.js";
import "./people-table.js";
import "./people-toolbar.js";
import "./selection-bar.js";

export interface PeoplePanel {
  session: Session;
  messages: ListMessages;
  people: LiveRows<PeopleQuery, Person>;
  narrowing: Narrowing;
  sort: Sort;
  selection: ReadonlyMap<string, Person>;
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
  const { session, messages, people, narrowing, selection } = panel;
  const found = isNarrowed(narrowing) ? people.total : null;
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
  const { people, messages, narrowing, narrow } = panel;
  const { list, common } = messages;
  switch (people.face) {
    case "loading":
      return skeleton(8);
    case "error":
      return face({
        title: list.failed,
        hint: wordsFor(people.error, messages),
        action: { label: common.retry, run: () => void people.reload() },
        isError: true,
      });
    case "empty":
      return isNarrowed(narrowing)
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
        .people=${people}
        .revision=${people.revision}
        .session=${panel.session}
        .messages=${messages}
        .sort=${panel.sort}
        .selection=${panel.selection}
        .hasActions=${panel.hasActions}
        @permit-sort-request=${panel.sortBy}
        @permit-open-person-request=${panel.openPerson}
        @permit-actions-request=${panel.openActions}
        @permit-selection-request=${panel.select}
      ></permit-people-table>`;
  }
}

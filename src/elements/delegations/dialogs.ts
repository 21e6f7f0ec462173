import { html, type TemplateResult } from "lit";
import type * as Wire from "../../api/delegations/contract.js";
import type { ElementConnection } from "../connection/element-connection.js";
import type { Notices } from "../people/undo.js";
import { replaced } from "../ui/words.js";
import type { PermitDelegationActDialog, Proposal } from "./act-dialog.js";
import "./act-dialog.js";
import "./closure-panel.js";
import { Commands } from "./commands.js";
import "./delegation-detail.js";
import "./delegation-editor.js";
import type { PermitDelegations } from "./delegations.js";
import { dialogMessages, type DialogMessages } from "./dialog-messages.js";
import { placeToClose, type Draft } from "./draft.js";
import { groups, sentencesOf } from "./limit-words.js";
import { isSet } from "./form-groups.js";
import type { DelegationMessages } from "./messages.js";
import { nameOf, pathOf, type Shown } from "./names.js";

export interface DialogsOptions {
  host: PermitDelegations;
  connection: ElementConnection<Wire.DelegationsRoutes>;
  notices: Notices;
  words: () => DelegationMessages;
  shown: () => Shown | undefined;
  /** Something was saved. */
  changed: () => Promise<void>;
}

/** The dialogs of delegations: opens them, sends what they ask for, and says afterwards how to take it back. */
export class Dialogs {
  #options: DialogsOptions;
  #commands: Commands;
  #words: DialogMessages | undefined;
  #wordsOf: DelegationMessages | undefined;
  #shownLast: Shown | undefined;

  constructor(options: DialogsOptions) {
    this.#options = options;
    this.#commands = new Commands(options.host, options.connection);
  }

  render(shown: Shown): TemplateResult {
    const { connection, host } = this.#options;
    const words = this.#all;
    if (this.#shownLast !== shown) void this.#lookAgain(shown);
    return html`<permit-delegation-detail
        .shown=${shown}
        .messages=${words}
        ?edits=${shown.is_operator && !host.readonly}
      ></permit-delegation-detail>
      <permit-delegation-editor
        .shown=${shown}
        .messages=${words}
        .save=${this.#commands.save}
        .saved=${this.#saved}
      ></permit-delegation-editor>
      <permit-delegation-act-dialog .shown=${shown} .messages=${words}></permit-delegation-act-dialog>
      <permit-closure-panel
        .shown=${shown}
        .messages=${words}
        .find=${(search: string, signal: AbortSignal) =>
          connection.send("GET /delegations/people", { query: { search }, signal })}
        .ask=${(query: Wire.ClosureQuery, signal: AbortSignal) =>
          connection.send("GET /delegations/closure", { query, signal })}
      ></permit-closure-panel>`;
  }

  async openRole(role: string, given: string | null): Promise<void> {
    await this.#part("permit-delegation-detail")?.open(role, given);
  }

  async askClosure(): Promise<void> {
    await this.#part("permit-closure-panel")?.open();
  }

  async edit(
    shown: Shown,
    role: string | null,
    delegation: string | null,
    leak: Wire.Leak | null = null,
  ): Promise<void> {
    const place = leak ? placeToClose(shown, leak) : { role, delegation };
    await this.#part("permit-delegation-editor")?.open(place.role, place.delegation, leak);
  }

  async mean(leaks: readonly Wire.LeakPath[], attributes: readonly string[]): Promise<void> {
    const shown = this.#options.shown();
    if (!shown) return;
    const { acts, done } = this.#all;
    const labels = shown.attributes.filter(({ key }) => attributes.includes(key)).map(({ label }) => label);
    const said = shown.leaks
      .filter((leak) => leaks.some((each) => same(each, leak)))
      .map(({ words }) => words);
    await this.#propose({
      title: acts.mean,
      about: [...said, ...labels],
      hint: acts.meanHint,
      button: acts.confirmMean,
      isDangerous: false,
      needsWhy: true,
      run: async ({ justification = "", dry_run = false }, signal) => {
        const input = { leaks: leaks.map(pathOf), attributes: [...attributes], justification, dry_run };
        const answer = await this.#commands.mean(input, signal);
        if (answer.is_done) await this.#tell(done.meant);
        return answer;
      },
    });
  }

  async withdraw(mark: string, about: string): Promise<void> {
    const { acts, done } = this.#all;
    await this.#propose({
      title: acts.withdraw,
      about: [about],
      hint: acts.withdrawHint,
      button: acts.confirmWithdraw,
      isDangerous: true,
      needsWhy: false,
      run: async (options, signal) => {
        const answer = await this.#commands.withdraw({ mark, ...options }, signal);
        if (answer.is_done) await this.#tell(done.withdrawn);
        return answer;
      },
    });
  }

  async remove(id: string): Promise<void> {
    const shown = this.#options.shown();
    const delegation = shown?.rows.flatMap(({ delegations }) => delegations).find((each) => each.id === id);
    if (!shown || !delegation) return;
    const words = this.#all;
    const { acts, done } = words;
    const { role, limits, version } = delegation;
    const name = nameOf(shown, role);
    await this.#propose({
      title: acts.remove(name),
      about: groups
        .filter((group) => isSet[group](limits))
        .map((group) => `${words.groups[group]}: ${sentencesOf(group, limits, words, shown).join(" · ")}`),
      hint: `${acts.removeHint} ${acts.backToLevels}`,
      button: acts.confirmRemove,
      isDangerous: true,
      needsWhy: false,
      run: async (options, signal) => {
        const input = { delegation: id, version: version ?? 0, ...options };
        const answer = await this.#commands.remove(input, signal);
        if (answer.is_done)
          await this.#tell(done.removed(name), async () => {
            await this.#commands.save({ delegation: null, role, version: 0, limits });
          });
        return answer;
      },
    });
  }

  get #all(): DialogMessages {
    const list = this.#options.words();
    if (!this.#words || this.#wordsOf !== list) {
      this.#wordsOf = list;
      this.#words = { ...replaced(dialogMessages(list.format), this.#options.host.messages), ...list };
    }
    return this.#words;
  }

  #part<Name extends "permit-delegation-detail" | "permit-delegation-editor" | "permit-closure-panel">(
    name: Name,
  ): HTMLElementTagNameMap[Name] | null {
    return this.#options.host.renderRoot.querySelector(name);
  }

  async #propose(proposal: Proposal): Promise<void> {
    const dialog = this.#options.host.renderRoot.querySelector<PermitDelegationActDialog>(
      "permit-delegation-act-dialog",
    );
    await dialog?.open(proposal);
  }

  /** What was open stays open; what it says is asked for anew. */
  async #lookAgain(shown: Shown): Promise<void> {
    const isFirst = this.#shownLast === undefined;
    this.#shownLast = shown;
    if (isFirst) return;
    await this.#options.host.updateComplete;
    this.#part("permit-delegation-editor")?.lookAgain();
    this.#part("permit-closure-panel")?.lookAgain();
  }

  #saved = ({ role, base }: Draft, { delegation }: Wire.DelegationSaved): void => {
    const shown = this.#options.shown();
    if (!shown || !delegation) return;
    const { id, version } = delegation;
    const undo = async (): Promise<void> => {
      if (base)
        await this.#commands.save({ delegation: id, role, version: version ?? 0, limits: base.limits });
      else await this.#commands.remove({ delegation: id, version: version ?? 0 });
    };
    void this.#tell(this.#all.done.saved(nameOf(shown, role)), undo);
  };

  /** Says what was done. Undoing it is a new act, judged now, and only if nothing changed since. */
  async #tell(text: string, undo?: () => Promise<void>): Promise<void> {
    const { notices, changed } = this.#options;
    notices.show({
      text,
      ...(undo && {
        undo: async () => {
          await undo();
          await changed();
        },
      }),
    });
    await changed();
  }
}

const same = (one: Wire.LeakPath, other: Wire.LeakPath): boolean =>
  one.role === other.role && one.via === other.via && one.gives === other.gives;

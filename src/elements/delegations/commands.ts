import type * as Wire from "../../api/delegations/contract.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { doAct } from "../people/do-act.js";
import type { SaveDelegation } from "../people/events.js";

/** What operators do to the limits: the host page hears of each act before it is sent, and after it is done. */
export class Commands {
  #host: HTMLElement;
  #connection: ElementConnection<Wire.DelegationsRoutes>;

  constructor(host: HTMLElement, connection: ElementConnection<Wire.DelegationsRoutes>) {
    this.#host = host;
    this.#connection = connection;
  }

  /** Writes limits, new ones where no delegation is named. */
  save = (input: SaveDelegation, signal?: AbortSignal): Promise<Wire.DelegationSaved> =>
    doAct(this.#host, "save-delegation", input, () => {
      const { delegation, role, version, ...rest } = input;
      return delegation === null
        ? this.#connection.send("POST /delegations", { input: { role, ...rest }, signal })
        : this.#connection.send("PATCH /delegations/{delegation}", {
            path: { delegation },
            input: { version, ...rest },
            signal,
          });
    });

  remove = (
    input: { delegation: string } & Wire.RemoveDelegationInput,
    signal?: AbortSignal,
  ): Promise<Wire.DelegationSaved> =>
    doAct(this.#host, "remove-delegation", input, () => {
      const { delegation, ...rest } = input;
      const path = { delegation };
      return this.#connection.send("POST /delegations/{delegation}/remove", { path, input: rest, signal });
    });

  mean = (input: Wire.MarkMeantInput, signal?: AbortSignal): Promise<Wire.MeantAnswer> =>
    doAct(this.#host, "mark-meant", input, () =>
      this.#connection.send("POST /delegations/meant", { input, signal }),
    );

  withdraw = (
    input: { mark: string } & Wire.WithdrawMarkInput,
    signal?: AbortSignal,
  ): Promise<Wire.MeantAnswer> =>
    doAct(this.#host, "withdraw-mark", input, () => {
      const { mark, ...rest } = input;
      const path = { mark };
      return this.#connection.send("POST /delegations/meant/{mark}/withdraw", { path, input: rest, signal });
    });
}

import type * as People from "../../api/people/contract.js";
import type * as Wire from "../../api/user-management/contract.js";
import type { ElementConnection } from "../connection/element-connection.js";
import { doAct } from "../people/do-act.js";
import type { Act, Acts } from "../people/events.js";

type Routes = Wire.UserManagementRoutes;
type Answer<Name extends Act> = Promise<Acts[Name]["answer"]>;

/** Everything that can be done to people and invitations, each by its route. */
export class Commands {
  #host: HTMLElement;
  #connection: ElementConnection<Routes>;

  constructor(host: HTMLElement, connection: ElementConnection<Routes>) {
    this.#host = host;
    this.#connection = connection;
  }

  readonly invite = (input: Wire.InviteInput, signal?: AbortSignal): Answer<"invite"> =>
    this.#do("invite", input, () => this.#connection.send("POST /invitations", { input, signal }));

  readonly changeRoles = (input: People.ChangeRolesInput, signal?: AbortSignal): Answer<"change-roles"> =>
    this.#do("change-roles", input, () => this.#connection.send("POST /people/roles", { input, signal }));

  readonly act = (
    act: "suspend" | "reactivate" | "remove",
    input: Wire.PeopleInput,
    signal?: AbortSignal,
  ): Promise<People.PeopleAnswer> =>
    this.#do(act, input, () => this.#connection.send(`POST /people/${act}`, { input, signal }));

  readonly leave = (): Answer<"leave"> =>
    this.#do("leave", {}, () => this.#connection.send("POST /leave", { input: {} }));

  readonly editProfile = (user: string, input: Wire.EditProfileInput): Answer<"edit-profile"> =>
    this.#do("edit-profile", { user, ...input }, () =>
      this.#connection.send("PATCH /people/{user}/profile", { path: { user }, input }),
    );

  readonly editAttributes = (user: string, input: Wire.EditAttributesInput): Answer<"edit-attributes"> =>
    this.#do("edit-attributes", { user, ...input }, () =>
      this.#connection.send("PATCH /people/{user}/attributes", { path: { user }, input }),
    );

  readonly resend = ({ id }: { id: string }, input: Wire.InvitationActInput = {}): Answer<"resend"> =>
    this.#do("resend", { invitation: id, ...input }, () =>
      this.#connection.send("POST /invitations/{invitation}/resend", { path: { invitation: id }, input }),
    );

  readonly copyLink = ({ id }: { id: string }, input: Wire.InvitationActInput = {}): Answer<"copy-link"> =>
    this.#do("copy-link", { invitation: id, ...input }, () =>
      this.#connection.send("POST /invitations/{invitation}/link", { path: { invitation: id }, input }),
    );

  readonly cancelInvitation = (
    { id }: { id: string },
    input: Wire.InvitationActInput = {},
  ): Answer<"cancel-invitation"> =>
    this.#do("cancel-invitation", { invitation: id, ...input }, () =>
      this.#connection.send("POST /invitations/{invitation}/cancel", { path: { invitation: id }, input }),
    );

  #do<Name extends Act>(act: Name, input: Acts[Name]["input"], send: () => Answer<Name>): Answer<Name> {
    return doAct(this.#host, act, input, send);
  }
}

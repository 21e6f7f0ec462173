import type { Reason, Session } from "../../api/wire.js";
import type { PersonDetail } from "../../api/people/contract.js";
import { changingVerbs } from "./abilities.js";

/** The session of an element that its host shows for reading only: every change is refused for that reason. */
export function readonlySession(session: Session, message: string): Session {
  return { ...session, refused: { ...session.refused, ...refusals(message) } };
}

export function readonlyDetail(detail: PersonDetail, message: string): PersonDetail {
  const refused = { ...detail.person.refused, ...refusals(message) };
  const definitions = detail.definitions.map((one) => ({ ...one, cannot_edit: reason(message) }));
  return { ...detail, person: { ...detail.person, refused }, definitions };
}

function refusals(message: string): Session["refused"] {
  return Object.fromEntries(changingVerbs.map((verb) => [verb, reason(message)]));
}

function reason(message: string): Reason {
  return { code: "readonly", limit: "readonly", message };
}

import { base64url } from "jose";
import { z } from "zod";
import { Refused } from "../errors.js";

/**
 * Where a page ended. It names no tenant and grants nothing: it is only a position in whatever list its bearer may
 * read, and says which list it was cut from.
 */
const Cursor = z.tuple([z.string()], z.string().max(500));

export function writeCursor(list: string, position: readonly string[]): string {
  return base64url.encode(JSON.stringify([list, ...position]));
}

/** Lists whose position begins with a moment; the position of every list ends with an id. */
const byMoment: readonly string[] = [
  "people changed",
  "invitations",
  "requests review",
  "requests mine",
  "requests ended",
];
const Moment = z.iso.datetime({ offset: true });

export function readCursor(cursor: string, list: string, length: number): readonly string[] {
  try {
    const [from, ...position] = Cursor.parse(JSON.parse(new TextDecoder().decode(base64url.decode(cursor))));
    if (byMoment.includes(list)) Moment.parse(position[0]);
    z.uuid().parse(position.at(-1));
    if (from === list && position.length === length && !position.some((each) => each.includes("\0"))) {
      return position;
    }
  } catch {
    // Whatever it was, it was no cursor of ours.
  }
  throw new Refused("invalid", "This page marker is not valid here.", {
    fields: [{ path: "cursor", message: "not valid here" }],
  });
}

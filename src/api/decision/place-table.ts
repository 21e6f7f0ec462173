import type { PlaceRecord, TenantRecord } from "./facts.js";
import { PairTable } from "./pair-table.js";
import type { Instant } from "./types.js";

/** What a row says of its place: */
const HOLDS = 1; // twice the number of the roles held in the tenant, and one more where others are held on instances
const FROM = 2; // in the whole units of time since FROM
const UNTIL = 3; // and before UNTIL.

/** In milliseconds: so long that instants of the next two centuries are small numbers. */
const UNIT = 4000;
const FOREVER = 0x7fffffff;

/** Outside of the time that the row is about. */
export const STALE = -1;

/** All places by the keys of user and tenant; the row alone says to a check what is held there now. */
export class PlaceTable extends PairTable<TenantRecord, PlaceRecord> {
  /** The number of the set of roles, which is that of the empty one when the place is suspended or its user unknown. */
  roleSet(row: number, now: Instant): number {
    const time = now / UNIT;
    return time >= this.numberAt(row, FROM) && time < this.numberAt(row, UNTIL)
      ? this.numberAt(row, HOLDS) >>> 1
      : STALE;
  }

  hasRolesOnInstances(row: number): boolean {
    return (this.numberAt(row, HOLDS) & 1) === 1;
  }

  /** Tells the row what the place holds: after any change of it, and when its roles were read at another time. */
  publish(place: PlaceRecord): void {
    const { user, tenant, active, roles, onInstances } = place;
    const row = this.set(user.key, tenant, place);
    const gives = active && user.known;
    this.setNumber(row, HOLDS, gives ? roles.current.number * 2 + (onInstances.size > 0 ? 1 : 0) : 0);
    this.setNumber(row, FROM, gives ? small(Math.ceil(roles.from / UNIT)) : 0);
    this.setNumber(
      row,
      UNTIL,
      gives && roles.until < Infinity ? small(Math.floor(roles.until / UNIT)) : FOREVER,
    );
  }
}

const small = (count: number) => Math.min(Math.max(count, 0), FOREVER - 1);

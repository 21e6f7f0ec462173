import type { PlaceRecord, TenantRecord } from "./facts.js";
import { PairTable } from "./pair-table.js";
import type { Instant } from "./types.js";

/** What a row says of its place: */
const HOLDS = 1; // twice the number of the roles held in the tenant, and one more where others are held on instances
const FROM = 2; // in the whole seconds since FROM
const UNTIL = 3; // and before UNTIL.

const FOREVER = 0xffffffff;

/** Outside of the seconds that the row is about. */
export const STALE = -1;

/** All places by the keys of user and tenant; the row alone says to a check what is held there now. */
export class PlaceTable extends PairTable<TenantRecord, PlaceRecord> {
  /** The number of the set of roles, which is that of the empty one when the place is suspended or its user unknown. */
  roleSet(row: number, now: Instant): number {
    const second = now / 1000;
    return second >= this.numberAt(row, FROM) && second < this.numberAt(row, UNTIL)
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
    this.setNumber(row, FROM, gives ? seconds(Math.ceil(roles.from / 1000)) : 0);
    this.setNumber(
      row,
      UNTIL,
      gives && roles.until < Infinity ? seconds(Math.floor(roles.until / 1000)) : FOREVER,
    );
  }
}

const seconds = (count: number) => Math.min(Math.max(count, 0), FOREVER - 1);

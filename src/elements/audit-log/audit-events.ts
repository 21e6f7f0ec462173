import type { AuditEntry } from "../../api/audit-log/contract.js";
import type { Filter } from "./filter.js";

/** What the parts of the log wish from the element around them. They stay inside it. */

export class FilterRequest extends Event {
  constructor(readonly change: Partial<Filter>) {
    super("permit-filter-request");
  }
}

export class OpenEntryRequest extends Event {
  constructor(readonly entry: AuditEntry) {
    super("permit-open-entry-request");
  }
}

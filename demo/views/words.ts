import { tenants } from "../seed/tenants.js";

export function workspaceName(key: string): string {
  return tenants[key]?.name ?? key;
}

export function daysAgo(days: number): string {
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-days, "day");
}

export function moment(date: Date): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(date);
}

/** Days as a date input writes them, `2026-12-31`, in the zone of whoever looks; moments as the wire does. */

export function dayOf(moment: string): string {
  const at = new Date(moment);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function today(): string {
  return dayOf(new Date().toISOString());
}

/** The last second of a day, or `latest` if that comes earlier on the same day. */
export function endOfDay(day: string, latest: string | null = null): string | null {
  const end = new Date(`${day}T23:59:59`);
  if (Number.isNaN(end.getTime())) return null;
  if (latest && dayOf(latest) === day && new Date(latest) < end) return latest;
  return end.toISOString();
}

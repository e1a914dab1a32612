/** A date as served, as ISO 8601 UTC; `null` where it is missing, unreadable or impossible. */
export function readDate(value: string | null): string | null {
  if (value === null) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString().replace('.000Z', 'Z');
}

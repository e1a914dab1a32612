/** Instant in words, as chats show one to a reader in London. `seconds`: since the epoch. */
export function dateText(seconds: number): string {
  const instant = new Date(seconds * 1000);
  if (Number.isNaN(instant.getTime())) return 'no date';
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return format.format(instant);
}

/** A time (ISO 8601 UTC) as every chat can show it: `2007-02-19 23:25 UTC`. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** A line of the Worker's log in plain words; `null`: not worth saying. */
export function inWords(line: string, _backfill: number): string | null {
  return line;
}

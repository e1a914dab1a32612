/** Place in each destination's log at which a list goes on: the `seq` before which its next entry stands, or its end. */
export type Cursor = ReadonlyMap<string, number | 'end'>;

const PLACE = /^([a-z0-9][a-z0-9._-]{0,63}):(?:(\d{1,15})|(end))$/;

/** Reads what `writeCursor` wrote (`null`: the beginning); `null`: it did not write that. */
export function readCursor(text: string | null): Cursor | null {
  const places = new Map<string, number | 'end'>();
  for (const part of text?.split(',') ?? []) {
    const [, name, seq] = PLACE.exec(part) ?? [];
    if (name === undefined) return null;
    places.set(name, seq === undefined ? 'end' : Number(seq));
  }
  return places;
}

/** Writes a cursor as text for a query: `default:120,team:end`; a list that has not begun is left out. */
export function writeCursor(places: readonly (readonly [string, number | 'end' | undefined])[]): string {
  return places.flatMap(([name, place]) => (place === undefined ? [] : [`${name}:${place}`])).join(',');
}

import { withoutForbidden } from '../xml/characters.ts';

/** Members of an object by name in lower case: feeds write `Authors` and `dateModified` as they please. */
export type Members = ReadonlyMap<string, unknown>;

/** Gives the members of an object; `null` where the value is none. */
export function membersOf(value: unknown): Members | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

/** Gives a member that is a list; `null` where it is none. */
export function listOf(parent: Members, name: string): readonly unknown[] | null {
  const value = parent.get(name);
  return Array.isArray(value) ? value : null;
}

/** Gives a member that is text, or a number, without surrounding white space; `null` where it is neither or blank. */
export function stringOf(parent: Members, name: string): string | null {
  const value = parent.get(name);
  // `1e999` is read as infinity: all such numbers would be one.
  if (typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value))) return null;
  // An escape can put into JSON what no XML could hold.
  const text = withoutForbidden(String(value)).trim();
  return text === '' ? null : text;
}

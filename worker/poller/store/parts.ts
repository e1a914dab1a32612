import type { Result } from '../../model.ts';
import type { RememberedComment } from '../../rules/watch.ts';
import { type DocumentFailure, readRemembered, writeRemembered } from './document.ts';

/** Largest part of what is known of a feed, in UTF-16 units: SQLite rows are 2 MB at most, of UTF-8. */
export const PART_LENGTH = 512 * 1024;

/** Reads remembered comments from their parts, in the order first seen. */
export function readParts(parts: readonly string[]): Result<readonly RememberedComment[], DocumentFailure> {
  const remembered: RememberedComment[] = [];
  for (const text of parts) {
    const part = readRemembered(text);
    if (!part.ok) return part;
    remembered.push(...part.value);
  }
  return { ok: true, value: remembered };
}

/** Splits remembered comments into texts that fit a row each. */
export function partsOf(remembered: readonly RememberedComment[]): readonly string[] {
  const whole = writeRemembered(remembered);
  if (whole.length <= PART_LENGTH) return [whole];
  const parts: string[] = [];
  let [from, length] = [0, 0];
  for (const [at, comment] of remembered.entries()) {
    const size = writeRemembered([comment]).length;
    if (length + size > PART_LENGTH) {
      parts.push(writeRemembered(remembered.slice(from, at)));
      [from, length] = [at, 0];
    }
    length += size;
  }
  return [...parts, writeRemembered(remembered.slice(from))];
}

import type { RememberedComment } from './watch.ts';

const DAY = 24 * 60 * 60_000;

/** Most changes of a text in a day that are edits: one with "3 hours ago" in it changes more often. */
const CHANGES_A_DAY = 10;

/** Number of latest comments by which a feed's texts are judged: several pages, so that a burst does not hide it. */
const LATEST = 50;

/** Result of comparing page 1's text of a known comment: an edit to offer, something to note, or nothing. */
export type TextChange = { readonly remembered: RememberedComment; readonly change: 'edited' | 'noted' | null };

/**
 * Compares a known comment's text with what page 1 showed last; one that changes all the time waits until it stands still.
 * If most texts of a feed do, the first change is enough to tell that this one does, too.
 */
export function textChange(
  known: RememberedComment,
  content: string,
  isRestlessFeed: boolean,
  now: number,
): TextChange {
  const { restless } = known;
  if (known.content === null) return { remembered: { ...known, content }, change: 'noted' };
  // In doubt, also a text that was there before an edit is one.
  const last = known.content === '' ? '' : (restless?.content ?? known.content);
  if (content === last) return standing(known, content, now);
  const day = Math.floor(now / DAY);
  const before = restless === null || (restless.day !== day && !isRestless(restless)) ? 0 : restless.changes;
  const next = { content, day, changes: Math.max(before, isRestlessFeed ? CHANGES_A_DAY : 0) + 1, since: now };
  if (isRestless(next)) return { remembered: { ...known, restless: next }, change: 'noted' };
  return { remembered: { ...known, content, restless: next }, change: 'edited' };
}

function standing(known: RememberedComment, content: string, now: number): TextChange {
  const { restless } = known;
  if (restless === null || now - restless.since < DAY) return { remembered: known, change: null };
  const still: RememberedComment = { ...known, content, restless: null };
  return { remembered: still, change: known.content === content ? 'noted' : 'edited' };
}

function isRestless({ changes }: { readonly changes: number }): boolean {
  return changes > CHANGES_A_DAY;
}

/** True if the texts of most of the latest comments change all the time. */
export function areMostRestless(known: readonly RememberedComment[]): boolean {
  const latest = known.slice(-LATEST);
  return latest.filter(({ restless }) => restless !== null && isRestless(restless)).length * 2 > latest.length;
}

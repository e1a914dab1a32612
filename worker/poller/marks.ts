import type { Sighting } from '../feed/comments.ts';
import { digest } from '../message.ts';
import type { Mark } from '../rules/diff.ts';

/** What is remembered of each comment. */
export function marksOf(sightings: readonly Sighting[]): Promise<readonly Mark[]> {
  return Promise.all(sightings.map(markOf));
}

/** What is remembered of one. */
export async function markOf(sighting: Sighting): Promise<Mark> {
  const fingerprint = fingerprintOf(sighting);
  return [
    await digest(sighting.id),
    fingerprint === null ? null : await digest(fingerprint),
    await digest(sighting.content),
  ];
}

/** Author, time and permalink, only where all three are there. */
function fingerprintOf({ author, published, url }: Sighting): string | null {
  if (author === null || published === null || url === null || !URL.canParse(url)) return null;
  return JSON.stringify([author, published, placeOf(new URL(url))]);
}

/** What of a permalink outlasts https, another host and other slugs: its fragment, else its path and query. */
function placeOf({ hash, pathname, search }: URL): string {
  return hash === '' ? pathname + search : hash;
}

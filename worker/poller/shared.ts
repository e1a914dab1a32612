import type { Sighting } from '../feed/comments.ts';
import { digest } from '../message.ts';
import type { Mark } from '../rules/diff.ts';
import { markOf } from './marks.ts';

/**
 * Where several comments have one guid, it stays with the one that is remembered under it, whichever is the first by now:
 * else that one would be taken for edited, and itself for another. Where that one has rolled off, nobody gets it.
 */
export async function keepGuids(known: readonly Mark[], sightings: readonly Sighting[]): Promise<readonly Sighting[]> {
  const sharers = Map.groupBy(sightings, ({ shared }) => shared?.guid ?? null);
  sharers.delete(null);
  if (sharers.size === 0) return sightings;
  const remembered = new Map(known.map((mark) => [mark[0], mark]));
  const keepers = new Map<string, Sighting | null>();
  for (const [guid, group] of sharers) {
    const before = guid === null ? undefined : remembered.get(await digest(guid));
    if (guid !== null && before !== undefined) keepers.set(guid, await keeperOf(before, group));
  }
  return sightings.map((sighting) => {
    const keeper = sighting.shared === null ? undefined : keepers.get(sighting.shared.guid);
    if (sighting.shared === null || keeper === undefined) return sighting;
    return sighting.shared.as(keeper === sighting ? 'guid' : 'own');
  });
}

/** By author, time and permalink; where they are not all there, by what it says. */
async function keeperOf([, fingerprint, content]: Mark, group: readonly Sighting[]): Promise<Sighting | null> {
  const marks = await Promise.all(group.map(markOf));
  const same = marks.findIndex((mark) => fingerprint !== null && mark[1] === fingerprint);
  const at = same >= 0 ? same : marks.findIndex((mark) => mark[1] === fingerprint && mark[2] === content);
  return group[at] ?? null;
}

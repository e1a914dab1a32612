import { readDestination } from '../config.ts';
import { log } from '../io/log.ts';
import { retryIn } from '../rules/retry.ts';
import type { Desk } from './desk.ts';
import { isFailing, sinceOf } from './notice.ts';
import type { Notice } from './state.ts';

/**
 * Hands notices to the Outboxes of other destinations that are valid: each one those that it has not been told yet, in
 * order. What fails is tried again later, with those alone that failed.
 */
export async function handOver(desk: Desk): Promise<void> {
  const { notices } = desk.state;
  if (notices === null || notices.next > desk.world.now()) return;
  const others = await otherDestinations(desk);
  const handed = new Set(desk.state.notices?.list.map(({ key }) => key));
  const took = await tellAll(desk, others ?? []);
  note(desk, handed, took);
  settle(desk, handed, others !== null && took.length === others.length);
  const { parked } = desk.state;
  // Where there was nobody to tell, whoever is there by the next look at CONFIG is told of what is still wrong.
  if (others?.length === 0 && parked !== null) desk.change({ parked: { ...parked, announced: false } });
  desk.save();
}

/** Names of all other destinations that are valid; `null`: KV did not say. */
async function otherDestinations({ name, world }: Desk): Promise<readonly string[] | null> {
  const read = await world.destinations();
  if (!read.ok) return null;
  return [...read.value].flatMap(([other, text]) =>
    other !== name && text !== null && readDestination(other, text, world.secret).ok ? [other] : [],
  );
}

/** Names of those that have been told all that there was for them. */
async function tellAll({ state, world }: Desk, others: readonly string[]): Promise<readonly string[]> {
  const list = state.notices?.list ?? [];
  const took = await Promise.all(
    others.map(async (other) => {
      const offers = list.flatMap(({ key, happening, ...notice }) =>
        isFor(notice, other) ? [{ key, feed: '', content: null, hold: null, happening }] : [],
      );
      return offers.length === 0 || (await world.offer(other, offers)).ok ? [other] : [];
    }),
  );
  return took.flat();
}

function isFor({ to, told }: Pick<Notice, 'to' | 'told'>, other: string): boolean {
  return (to === null || to.includes(other)) && !told.includes(other);
}

/** Notes to whom those notices went that are still there; what came meanwhile went to nobody. */
function note(desk: Desk, handed: ReadonlySet<string>, names: readonly string[]): void {
  const { notices } = desk.state;
  if (notices === null) return;
  const list = notices.list.map((one) =>
    handed.has(one.key) ? { ...one, told: [...one.told, ...names.filter((name) => isFor(one, name))] } : one,
  );
  desk.change({ notices: { ...notices, list } });
}

function settle(desk: Desk, handed: ReadonlySet<string>, isDone: boolean): void {
  const { notices, told } = desk.state;
  const now = desk.world.now();
  const list = notices?.list ?? [];
  if (!isDone) {
    const tries = notices?.tries ?? 0;
    desk.change({ notices: { list, tries: tries + 1, next: now + retryIn(tries) } });
    log('outbox.notice-failed', { destination: desk.name });
    return;
  }
  const left = list.filter(({ key }) => !handed.has(key));
  // Of a failing that is not over: whom to tell when it is.
  const ends = list.filter((one) => handed.has(one.key) && isFailing(one));
  desk.change({
    notices: left.length === 0 ? null : { list: left, tries: 0, next: now },
    told: [...told, ...ends.map((one) => ({ since: sinceOf(one), to: one.told }))],
  });
}

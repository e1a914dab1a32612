import { validNames } from '../config/destinations.ts';
import { log } from '../io/log.ts';
import { retryIn } from '../rules/retry.ts';
import type { OutboxContext } from './context.ts';
import { isFailing, sinceOf } from './notices.ts';
import type { Notice } from './store/state.ts';

/**
 * Hands notices to the Outboxes of other destinations that are valid, and to this one what is for itself: each one those
 * that it has not been told yet, in order. What fails is tried again later, with those alone that failed.
 */
export async function handOver(context: OutboxContext): Promise<void> {
  const { notices } = context.state;
  if (notices === null || notices.next > context.deps.now()) return;
  const names = await validDestinations(context);
  const handed = new Set(context.state.notices?.list.map(({ key }) => key));
  const took = await tellAll(context, names ?? []);
  note(context, handed, took);
  settle(context, handed, names !== null && took.length === names.length);
  const { blocked } = context.state;
  const isAlone = names?.every((name) => name === context.name) ?? false;
  // Where there was nobody to tell, whoever is there by the next look at CONFIG is told of what is still wrong.
  if (isAlone && blocked !== null) context.change({ blocked: { ...blocked, announced: false } });
  context.save();
}

/** Gives the names of all valid destinations; `null`: KV did not answer. */
async function validDestinations({ deps }: OutboxContext): Promise<readonly string[] | null> {
  const read = await deps.destinations();
  return read.ok ? validNames(read.value, deps.secret, deps.platforms) : null;
}

/** Gives the names of those that have taken all notices for them. */
async function tellAll(context: OutboxContext, names: readonly string[]): Promise<readonly string[]> {
  const list = context.state.notices?.list ?? [];
  const took = await Promise.all(
    names.map(async (name) => {
      const offers = list
        .filter((notice) => isFor(context, notice, name))
        .map(({ key, event }) => ({ key, feed: '', content: null, hold: null, event }));
      return offers.length === 0 || (await context.deps.offer(name, offers)).ok ? [name] : [];
    }),
  );
  return took.flat();
}

function isFor({ name: own }: OutboxContext, { to, told, toItself = false }: Notice, name: string): boolean {
  const isAddressed = name === own ? toItself : to === null || to.includes(name);
  return isAddressed && !told.includes(name);
}

/** Notes to whom those notices went that are still there; what came meanwhile went to nobody. */
function note(context: OutboxContext, handed: ReadonlySet<string>, names: readonly string[]): void {
  const { notices } = context.state;
  if (notices === null) return;
  const list = notices.list.map((one) =>
    handed.has(one.key) ? { ...one, told: [...one.told, ...names.filter((name) => isFor(context, one, name))] } : one,
  );
  context.change({ notices: { ...notices, list } });
}

function settle(context: OutboxContext, handed: ReadonlySet<string>, isDone: boolean): void {
  const { notices, told } = context.state;
  const now = context.deps.now();
  const list = notices?.list ?? [];
  if (!isDone) {
    const tries = notices?.tries ?? 0;
    context.change({ notices: { list, tries: tries + 1, next: now + retryIn(tries) } });
    log('outbox.notice-failed', { destination: context.shownName });
    return;
  }
  const left = list.filter(({ key }) => !handed.has(key));
  // Of a failing that is not over: whom to tell when it is.
  const ends = list.filter((one) => handed.has(one.key) && isFailing(one));
  context.change({
    notices: left.length === 0 ? null : { list: left, tries: 0, next: now },
    told: [...told, ...ends.map((one) => ({ since: sinceOf(one), to: one.told }))],
  });
}

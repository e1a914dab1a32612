import { env } from 'cloudflare:test';
import type { HostGate } from '../../worker/hosts/host-gate.ts';
import type { Poller } from '../../worker/poller/poller.ts';
import { logPoll } from '../../worker/poller/tick-summary.ts';
import { type Dependencies, dependenciesOf } from '../../worker/poller/dependencies.ts';
import type { FeedRequest } from '../../worker/io/fetch-feed.ts';
import type { Actor } from './actor.ts';
import type { Feed } from './feed.ts';
import type { Poll, ValidatorsAt } from './poll.ts';
import { formerOf } from './growth.ts';
import { checkOrder, enqueue } from './offers.ts';
import { type Run, SIGNING_KEY } from './run.ts';
import { type Answered, noAnswer, waitOf } from './server.ts';
import type { Site } from './site.ts';
import type { Store } from './store.ts';

const boom = (): never => {
  throw new Error('boom: it failed');
};

/** A Poller’s dependencies, in which each thing happens when the scheduler says, or fails. */
export function pollerDeps(run: Run, actor: Actor<Poller>): Dependencies {
  return {
    ...dependenciesOf(env),
    config: kv(run, actor, run.config),
    seen: kv(run, actor, run.seen),
    secrets: (name) => (name === 'SIGNING_KEY' ? SIGNING_KEY : undefined),
    allowPrivate: false,
    gateOf: (name) => gate(run, actor, name),
    isOurs: (name, shards) => run.isOurs(actor, name, shards),
    former: formerOf(run, actor),
    // A feed or two of them.
    share: 3000,
    goOn: (_self, id) => actor.ask('go on', () => actor.call('go on', (poller) => poller.goOn(id), actor.name), boom),
    fetchFeed: async (request) => {
      const { url, headers, validatorsOf, signal } = request;
      if (run.site !== null && run.site.addresses.homeOf(url) !== null) return fetchOf(run, actor, run.site, request);
      const feed = feedAt(run, url);
      const [, page] = /\?page=(\d+)$/.exec(url) ?? [];
      if (feed === undefined) return noAnswer('status', 404);
      const poll = page === undefined ? begin(run, actor, feed, headers) : feed.poll;
      const validators = await validatorsAt(poll?.version.place.blog.addresses.all(url) ?? [url], validatorsOf);
      const { promise: late, resolve } = Promise.withResolvers<Answered>();
      const { hangs } = feed.blog;
      const isDripping = hangs === 'dripping' && poll !== null && page === undefined;
      signal.addEventListener('abort', () =>
        resolve(isDripping ? feed.serve(poll, url, validators, run.now, 'cut') : noAnswer('timeout')),
      );
      if (hangs !== null) run.hanging.add(actor);
      const ask = hangs === null ? actor.ask.bind(actor) : () => late;
      const asked = ask(
        `fetch ${feed.name} ${page ?? ''}`,
        () => {
          if (poll === null) return noAnswer('timeout');
          const served =
            page === undefined
              ? feed.serve(poll, url, validators, run.now)
              : feed.servePage(poll, Number(page), run.now);
          const given = JSON.stringify([...(poll.given?.values() ?? [])]);
          run.note(
            `${feed.name} serves ${page === undefined ? `${feed.mode} ${given}` : `page ${page}, ${feed.pageMode}`}`,
          );
          return served;
        },
        () => noAnswer('network'),
      );
      const answer = await Promise.race([asked, late]);
      if (page === undefined && poll !== null) poll.wait = waitOf(answer);
      return answer;
    },
    enqueue: (to, offers) => {
      const order = ++run.calls;
      checkOrder(run, actor, offers);
      return actor.ask(`enqueue ${to}`, () => enqueue(run, actor.name, to, offers, order), boom);
    },
    report: (name, ended, duration) => {
      const feed = run.site?.isCalled(name) ? run.site : run.feeds.find((one) => one.name === name);
      feed?.ended(ended.outcome, run.now);
      logPoll(name, ended, duration);
    },
  };
}

/** Asks a site for one of its feeds. */
async function fetchOf(
  run: Run,
  actor: Actor,
  site: Site,
  { url, validatorsOf, signal }: FeedRequest,
): Promise<Answered> {
  run.sitePolledBy = actor;
  const wrong = site.begin(url);
  if (wrong !== null) run.violations.add(wrong);
  const tick = Math.min(...(run.ticks.get(actor) ?? []));
  const validators = await validatorsAt(site.addresses.all(url), validatorsOf);
  const { promise: late, resolve } = Promise.withResolvers<Answered>();
  signal.addEventListener('abort', () => resolve(noAnswer('timeout')));
  const serve = (): Answered => {
    const served = site.serve(url, tick, validators, run.now);
    run.note(`${url} is served ${site.describe(url)}`);
    return served;
  };
  const asked = actor.ask(`fetch ${url}`, serve, () => noAnswer('network'));
  const answer = await Promise.race([asked, late]);
  site.asked();
  return answer;
}

function feedAt({ feeds }: Run, url: string): Feed | undefined {
  const [page1 = url] = url.split('?');
  return feeds.find(({ versions }) => versions.some(({ place }) => place.url === place.blog.addresses.homeOf(page1)));
}

/** Asks for the validators of every URL that a request may lead to: which one it does is known when it is answered. */
async function validatorsAt(urls: readonly string[], validatorsOf: FeedRequest['validatorsOf']): Promise<ValidatorsAt> {
  return new Map(await Promise.all(urls.map(async (url) => [url, await validatorsOf(url)] as const)));
}

/** Begins a poll by the value of CONFIG's that its request names. */
function begin(run: Run, actor: Actor, feed: Feed, headers: Readonly<Record<string, string>>): Poll {
  // Of a feed that has moved, one poll asks where it was, too.
  if (feed.poll !== null && run.habits.has('moves') && run.polledBy.get(feed) === actor) return feed.poll;
  if (feed.poll !== null) run.violations.add(`${feed.name}: two polls at once`);
  const version = feed.versions[Number(headers['x-version'])] ?? feed.version;
  const tick = Math.min(...(run.ticks.get(actor) ?? []));
  if (feed.reader.isQuiet(version, Math.max(...(run.ticks.get(actor) ?? []))))
    run.violations.add(`${feed.name}: asked for, though its server wants peace`);
  const shown = { given: null, older: new Set<number>(), perhaps: new Set<number>(), isShort: false };
  run.polledBy.set(feed, actor);
  feed.poll = { version, tick, ...shown, url: version.place.url, wait: null, servedAt: 0, served: 0 };
  return feed.poll;
}

/** A host's gate as a Poller has it. */
function gate(run: Run, actor: Actor, name: string): ReturnType<Dependencies['gateOf']> {
  const found = run.gates.get(name);
  if (found === undefined) throw new RangeError('No such host');
  const told = <R>(what: string, act: (gate: HostGate) => Promise<R>): Promise<R> =>
    actor.ask<R>(`gate ${what}`, () => found.call(what, act, actor.name), boom);
  const fake: Pick<HostGate, 'ask' | 'close'> = {
    ask: (feed, lastPolled, now) => told(`turn of ${feed}`, (there) => there.ask(feed, lastPolled, now)),
    close: (until) => told('close', (there) => there.close(until)),
  };
  return fake as unknown as ReturnType<Dependencies['gateOf']>;
}

/** The part of KV that a Poller uses. */
function kv(run: Run, actor: Actor, store: Store): KVNamespace {
  const fake = {
    get: (keys: readonly string[]) =>
      actor.ask(
        'kv get',
        () => {
          const at = run.kvTime;
          return new Map(keys.map((key) => [key, store.read(key, at)]));
        },
        boom,
      ),
    getWithMetadata: (keys: readonly string[]) =>
      actor.ask(
        'kv get',
        () => {
          const at = run.kvTime;
          return new Map(keys.map((key) => [key, store.entry(key, at)]));
        },
        boom,
      ),
    list: ({ prefix }: { readonly prefix: string }) =>
      actor.ask(
        'kv list',
        () => {
          const keys = store.names(prefix, run.kvTime).map((name) => ({ name: `${prefix}${name}` }));
          return { keys, list_complete: true };
        },
        boom,
      ),
    put: (key: string, value: string) => actor.ask('kv put', () => store.write(key, value, run.now), boom),
    delete: (key: string) => actor.ask('kv delete', () => store.write(key, null, run.now), boom),
  };
  return fake as unknown as KVNamespace;
}

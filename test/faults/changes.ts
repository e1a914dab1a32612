import { placeOf } from './blog.ts';
import { configOf, type Destination, someSetting } from './destination.ts';
import type { Feed } from './feed.ts';
import type { Version } from './poll.ts';
import { ANSWER_MODES } from './receiver.ts';
import type { Run } from './run.ts';
import { SERVER_MODES, PAGE_MODES } from './server.ts';
import { DAY, HOUR } from './time.ts';

/** Somebody writes, edits, or approves; or the blog changes its ways. */
export function changeBlog(run: Run): void {
  const { chance, now } = run;
  const blog = chance.pick(run.blogs);
  const said = blog.comments.filter(({ gone }) => !gone);
  const what = chance.weighed({
    write: 10,
    crowd: 2,
    approve: 2,
    edit: 5,
    undo: 1,
    hide: 1,
    show: 1,
    rename: 1,
    import: 0.2,
  });
  if (what === 'write') blog.write(now);
  else if (what === 'crowd') for (let count = 0; count < 14; count++) blog.write(now - 14 + count);
  else if (what === 'approve') blog.write(now, now - chance.below(chance.pick([2 * HOUR, 3 * DAY])));
  else if (what === 'import') for (let age = 25; age > 0; age--) blog.write(now, now - 3 * DAY - age * HOUR);
  else if (what === 'rename') blog.rename(chance);
  else if (said.length > 0) {
    // Those that one feed does not show any more, another may.
    const one = chance.pick(said.slice(chance.odds(0.7) ? -8 : -16));
    if (what === 'edit') blog.edit(one);
    else if (what === 'undo') blog.undo(one);
    else blog.hide(one, what === 'hide');
  }
}

/** A receiver answers in another way. */
export function changeReceiver({ chance }: Run, { receiver, accepted }: Destination): void {
  receiver.mode = chance.odds(0.5) ? 'fine' : chance.odds(0.3) ? 'varying' : chance.pick(ANSWER_MODES);
  const { number } = accepted.at(-1) ?? { number: null };
  if (number !== null && chance.odds(0.1))
    receiver.poison = { number, mode: chance.pick([403, 500, 400, 413, 429, 503]) };
}

/** A server answers in another way, or shows more or fewer. */
export function changeServer({ chance }: Run, feed: Feed): void {
  feed.mode = chance.odds(0.6) ? 'fine' : chance.pick(SERVER_MODES);
  feed.pageMode = chance.odds(0.7) ? 'fine' : chance.pick(PAGE_MODES);
  if (feed.mode === 410) feed.reader.wasGone = true;
  if (chance.odds(0.15)) feed.resize(chance.pick([3, 6, 10]));
}

/** A person changes CONFIG: well, or not. */
export function changeConfig(run: Run): void {
  const { chance } = run;
  if (chance.odds(0.5)) changeDestination(run, chance.pick(run.destinations));
  else changeFeed(run, chance.pick(run.feeds));
}

function changeDestination(run: Run, destination: Destination): void {
  const { chance, now } = run;
  if (chance.odds(0.5)) destination.settings.push({ at: now, setting: someSetting(run) });
  const config = configOf(destination);
  run.config.write(
    `destination:${destination.name}`,
    chance.pick([config, config, config, null, '{ "url": 5 }', 'no']),
    now,
  );
}

function changeFeed(run: Run, feed: Feed): void {
  const { chance, now } = run;
  if (chance.odds(0.4)) feed.change(anotherVersion(run, feed));
  const { config } = feed;
  const paused = JSON.stringify({ ...JSON.parse(config), paused: true });
  run.config.write(`feed:${feed.name}`, chance.pick([config, config, config, paused, '{ "url": 5 }', null]), now);
}

/** Other destinations, the same blog's feed at another address, or another blog's: of that only where nobody else reads it. */
function anotherVersion({ chance, blogs }: Run, { name, version }: Feed): Version {
  const { place, to } = version;
  const what = chance.weighed({ to: 4, address: 2, blog: 1 });
  if (what === 'to') return { place, to: chance.pick([['alpha'], ['beta'], ['alpha', 'beta']]) };
  if (what === 'address') return { place: placeOf(place.blog, name, chance.pick(['', 'new/'])), to };
  const other = name === 'lone' ? blogs[place.blog === blogs[2] ? 1 : 2] : undefined;
  return other === undefined ? version : { place: placeOf(other, name), to };
}

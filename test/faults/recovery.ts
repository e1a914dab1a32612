import type { Step } from './scheduler.ts';
import { configOf } from './destination.ts';
import { ringIfDue } from './alarms.ts';
import type { Feed } from './feed.ts';
import { advance, letGo, work } from './inject-faults.ts';
import { checkEnd, checkKept, checkNow, checkPrompt, checkRest } from './invariants.ts';
import { healHabits } from './habits.ts';
import { finishRename, isRenaming } from './site-habits.ts';
import type { Run } from './run.ts';
import { DAY, HOUR, MINUTE, SECOND } from './time.ts';

/** Everything works from now on, and enough time goes by; then what was promised must have come true. */
export function* recover(run: Run): Generator<Step, void> {
  heal(run);
  // What hangs by then is let go.
  for (const actor of run.pollers) yield { actor, act: () => actor.pass(Infinity, () => false) };
  yield* settle(run);
  yield* finishRename(run, settle);
  yield* editElsewhere(run);
  // A feed that failed is asked again within 7.5 hours, one that asked for peace after a day, and so is a destination.
  for (const gap of [5 * MINUTE, HOUR, 8 * HOUR, 25 * HOUR, HOUR, HOUR]) {
    yield* pass(run, gap);
    for (const destination of run.destinations) yield* checkNow(run, destination);
  }
  yield* hangBeside(run);
  yield* misconfigure(run);
  for (const blog of run.blogs) blog.write(run.now);
  writeOnSite(run);
  yield* tickUntilRead(run);
  yield* checkPrompt(run);
  // What was written last may have to wait for an hourly probe with a message that nobody will ever take.
  yield* pass(run, 2 * HOUR);
  yield* checkEnd(run);
  const rings = run.rings;
  yield* pass(run, 5 * HOUR);
  checkRest(run, run.rings - rings);
  advance(run, run.now + 100 * DAY);
  yield* settle(run);
  for (let count = 0; count < 3; count++) yield* pass(run, 25 * HOUR);
  yield* checkKept(run);
}

function heal(run: Run): void {
  run.isHealed = true;
  run.healedAt = run.now;
  healSite(run);
  healHabits(run);
  for (const destination of run.destinations) {
    const { name, receiver } = destination;
    receiver.mode = 'fine';
    if (run.chance.odds(0.5)) receiver.poison = null;
    run.config.write(`destination:${name}`, configOf(destination), run.now);
  }
  for (const feed of run.feeds) {
    feed.mode = 'fine';
    feed.pageMode = 'fine';
    const paused = JSON.stringify({ ...JSON.parse(feed.config), paused: true });
    run.config.write(`feed:${feed.name}`, feed === run.retired ? paused : feed.config, run.now);
  }
}

function healSite({ site, config, now }: Run): void {
  if (site === null) return;
  site.mode = 'fine';
  for (const post of site.posts) post.mode = 'fine';
  if (!isRenaming(site)) config.write(`feed:${site.name}`, site.config, now);
}

/** Comments that a feed has told which nobody reads any more are edited, and another shows them. */
function* editElsewhere(run: Run): Generator<Step, void> {
  if (run.retired === null) return;
  yield* tickUntilRead(run);
  const { blog } = run.retired;
  const shown = run.living.filter((feed) => feed.blog === blog).flatMap((feed) => feed.visible());
  for (const said of shown.slice(-3)) blog.edit(said);
}

/** One server hangs, and all the others are read as soon as ever. */
function* hangBeside(run: Run): Generator<Step, void> {
  if (!run.habits.has('hangs')) return;
  const { blog: hanging } = run.chance.pick(run.feeds);
  hanging.hangs = 'silent';
  for (const blog of run.blogs) if (blog !== hanging) blog.write(run.now);
  writeOnSite(run);
  const others = run.living.filter(({ blog }) => blog !== hanging);
  const isRead = (): boolean => others.every((feed) => isFeedRead(feed)) && isSiteRead(run);
  // Some are polled every half hour.
  for (let count = 0; count < 12 && !isRead(); count++) {
    advance(run, (Math.floor(run.now / (5 * MINUTE)) + 1) * 5 * MINUTE);
    yield* settle(run);
    yield* letGo(run);
    yield* settle(run);
  }
  if (!isRead()) run.violations.add(`${hanging.host} hangs, and others are not read beside it`);
  hanging.hangs = null;
}

function isFeedRead(feed: Feed): boolean {
  return feed.visible().every(({ number }) => feed.reader.everRead.has(number));
}

/** Values that do not fit are told to whoever can be told, and harm nobody else. */
function* misconfigure(run: Run): Generator<Step, void> {
  const { chance, config, now } = run;
  const feed = chance.pick(run.living);
  const broken = chance.pick(run.destinations);
  config.write(`feed:${feed.name}`, '{ "url": 5 }', now);
  config.write(`destination:${broken.name}`, 'no', now);
  for (const gap of [20 * MINUTE, HOUR, HOUR]) yield* pass(run, gap);
  for (const { name, accepted } of run.destinations) {
    if (name === broken.name) continue;
    for (const key of [`feed:${feed.name}`, `destination:${broken.name}`]) {
      if (!accepted.some((one) => one.type === 'config.invalid' && one.about === key && one.at >= now))
        run.violations.add(`${name}: nobody says that ${key} is invalid`);
    }
  }
  config.write(`feed:${feed.name}`, feed.config, run.now);
  config.write(`destination:${broken.name}`, configOf(broken), run.now);
  for (const gap of [5 * MINUTE, HOUR, HOUR]) yield* pass(run, gap);
}

/** All objects get done with what they have, and with what is due. */
function* settle(run: Run): Generator<Step, void> {
  for (let count = 0; count < 10_000; count++) {
    for (const destination of run.destinations) ringIfDue(run, destination);
    if (!run.actors.some(({ isBusy }) => isBusy)) return;
    yield* work(run, 3);
  }
  throw new Error('It never comes to rest');
}

/** Time goes by from one alarm to the next. */
function* pass(run: Run, time: number): Generator<Step, void> {
  const until = run.now + time;
  for (let count = 0; count < 2_000; count++) {
    const alarms = run.destinations.map(({ actor }) => actor.alarm ?? Infinity);
    const next = Math.min(until, ...alarms);
    advance(run, Math.max(next, run.now));
    yield* settle(run);
    if (run.now === until) return;
  }
  throw new Error('Alarms without end');
}

/** True if the last comment on each post that a site lists was offered. */
function isSiteRead({ site, destinations }: Run): boolean {
  const here = destinations.filter(({ name }) => site?.to.includes(name));
  const last = site?.listed.flatMap((post) => site.visible(post).slice(-1)) ?? [];
  return here.every(({ accepted }) => last.every(({ number }) => accepted.some((one) => one.number === number)));
}

/** Comments on each post that a site lists, and on one that is new. */
function writeOnSite({ site, now }: Run): void {
  if (site === null) return;
  site.publish(now, 0, now);
  for (const post of site.listed) site.write(post, now);
}

/** Until every feed was polled once more; then a little for what was accepted to go. */
function* tickUntilRead(run: Run): Generator<Step, void> {
  const isRead = (): boolean => run.living.every((feed) => isFeedRead(feed)) && isSiteRead(run);
  // One that failed, and has held nothing since, is asked no more often than every six hours.
  for (let count = 0; count < 100 && !isRead(); count++) {
    advance(run, (Math.floor(run.now / (5 * MINUTE)) + 1) * 5 * MINUTE);
    yield* settle(run);
  }
  yield* pass(run, 5 * SECOND);
}

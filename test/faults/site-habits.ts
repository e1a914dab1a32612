import type { Done } from '../../worker/admin/operations.ts';
import type { FeedAnswer } from '../../worker/admin/shapes.ts';
import type { Call } from './call.ts';
import type { Run } from './run.ts';
import type { Step } from './scheduler.ts';
import { PAGE_MODES } from './server.ts';
import type { Post, Site } from './site.ts';
import { HOUR, SECOND } from './time.ts';

/** A rename that is under way, or was cut off. */
type Rename = { readonly to: string; call: Call<Done<FeedAnswer>> };

/** Most times that a rename is tried again once nothing breaks any more. */
const TRIES = 5;

const renames = new WeakMap<Site, Rename>();

/** A site does more than to hold what is said at it, and a person does something with it. */
export function changeSiteHabits(run: Run, site: Site): void {
  const { habits, now, config } = run;
  const { chance } = habits;
  if (habits.has('walls') && chance.odds(0.3)) site.wallUntil = now + chance.below(chance.pick([6, 60]) * HOUR);
  if (habits.has('moves') && chance.odds(0.5)) site.addresses.move(chance);
  if (habits.has('counts')) miscount(site, chance.pick(['still', 'still', 'fewer', 'right']), chance.below(3));
  if (habits.has('follows') && chance.odds(0.6) && !isRenaming(site)) {
    site.follows.push(chance.pick(['1d', '2d', '60d']));
    config.write(`feed:${site.name}`, site.config, now);
  }
  if (habits.has('renames')) rename(run, site);
  if (habits.has('bursts')) burst(run, site);
}

/** Many comment at once, mostly on a post that is new; some of what they say is not dated. */
function burst({ habits: { chance }, now }: Run, site: Site): void {
  site.pageMode = chance.odds(0.5) ? 'fine' : chance.pick(PAGE_MODES);
  const count = 5 + chance.below(chance.pick([10, 40, 150]));
  const listed = chance.odds(0.3) ? site.listed[0] : undefined;
  // Its feed is sorted by time.
  const isAfter = (listed?.said.at(-1)?.published ?? 0) < now - count * SECOND;
  const post = listed !== undefined && isAfter ? listed : site.publish(now, 0, now);
  // All, none, some, or those of before.
  const undated = chance.pick([0, 1, 0.3, 0.8, null, null]);
  const since = chance.below(count);
  for (let age = count; age > 0; age--)
    site.write(post, now - age * SECOND, undated === null ? age > since : chance.odds(undated));
}

/** Comments come, and the count stands still; or there are fewer of them than there were. */
function miscount(site: Site, what: 'still' | 'fewer' | 'right', fewer: number): void {
  const before = new Map(site.posts.map((post) => [post, site.countOf(post)]));
  const still = (post: Post): number => before.get(post) ?? post.said.length;
  const less = (post: Post): number => Math.max(post.said.length - fewer, 0);
  site.miscount(what === 'still' ? still : what === 'fewer' ? less : null);
}

/** A person renames it, or, where that was cut off, does it once more. */
function rename(run: Run, site: Site): void {
  noteRename(run, site);
  const before = renames.get(site);
  if (run.admin === null || (before !== undefined && before.call.reply === null)) return;
  const to = before?.to ?? site.otherName;
  renames.set(site, { to, call: run.admin.call(`rename to ${to}`, (admin) => admin.rename(site.name, to)) });
}

/** Takes note of a rename that has come to its end. */
function noteRename(run: Run, site: Site): void {
  const { to, call } = renames.get(site) ?? {};
  if (to === undefined || call?.reply == null) return;
  const done = call.reply();
  run.note(`renamed to ${to}: ${JSON.stringify(done.ok ? done.value.state : done)}`);
  const isDone = done.ok || run.config.read(`feed:${to}`, run.now) !== null;
  if (!isDone) return;
  // A person deletes what is left of the old one, as the answer says.
  if (!done.ok) run.config.write(`feed:${site.name}`, null, run.now);
  if (done.ok && done.value.state === 'paused') run.violations.add(`${to}: paused by its rename`);
  site.names.push(to);
  renames.delete(site);
}

/** True while a rename is not known to have been done. */
export function isRenaming(site: Site): boolean {
  return renames.has(site);
}

/** Has a rename that was cut off done to its end. */
export function* finishRename(run: Run, settle: (run: Run) => Generator<Step, void>): Generator<Step, void> {
  const { site } = run;
  if (site === null) return;
  yield* settle(run);
  noteRename(run, site);
  for (let count = 0; count < TRIES && isRenaming(site); count++) {
    rename(run, site);
    yield* settle(run);
    noteRename(run, site);
  }
  if (isRenaming(site)) run.violations.add(`${site.name} cannot be renamed`);
  run.config.write(`feed:${site.name}`, site.config, run.now);
}

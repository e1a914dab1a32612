import type { ConfigValue, Done } from '../../operations.ts';
import type { FeedAnswer } from '../../shapes.ts';
import { redirect } from '../answer.ts';
import { show } from '../document.ts';
import { html } from '../../../html.ts';
import { sameList } from '../part/list.ts';
import { showRefusal } from '../route.ts';
import { field, fields, listQuery, type Visit } from '../visit.ts';
import { destinationSection } from './destination-table.ts';
import { FEED_STATES, feedSection } from './feed-table.ts';
import { healthHead, problemSection, usageSection } from './health.ts';

/** Most destinations that a page lists or offers to choose from. */
const DESTINATIONS = 200;

/** Every destination that a page can name. */
export const ALL = { limit: DESTINATIONS, after: null, state: null, feed: null, q: null } as const;

/** Shows how things are: health, problems, feeds, destinations, usage. */
export async function showOverview({ operations, view }: Visit): Promise<Response> {
  const home = await operations.home(listQuery(view.url, FEED_STATES));
  if (!home.ok) return showRefusal(view, home);
  const { overview, feeds, destinations } = home.value;
  const shown = destinations.slice(0, DESTINATIONS);
  const main = html`${healthHead(view, overview)} ${problemSection(view, overview)}
  ${feedSection(view, feeds, overview.feeds, shown)}
  ${destinationSection(view, shown, shown.length === destinations.length, overview.feedsByDestination)}
  ${usageSection(overview)}`;
  return show(view, { title: 'Earshot', place: '/', main });
}

/** A feed's value that goes to another destination, all else as it was. */
function movedTo(config: ConfigValue, to: string): ConfigValue {
  return typeof config === 'string' ? { url: config, to } : { ...config, to };
}

async function changeOne({ operations, form }: Visit, name: string): Promise<Done<FeedAnswer>> {
  switch (field(form, 'action')) {
    case 'pause':
      return operations.pauseFeed(name);
    case 'resume':
      return operations.resumeFeed(name, field(form, 'deliver') !== 'no');
    case 'move': {
      const found = await operations.feed(name);
      if (!found.ok) return found;
      const { config } = found.value;
      if (config === null) return { ok: false, status: 409, detail: 'It has not been read yet.' };
      return operations.putFeed(name, movedTo(config, field(form, 'to')));
    }
    default:
      return { ok: false, status: 400, detail: 'There is no such action.' };
  }
}

const DONE: ReadonlyMap<string, string> = new Map([
  ['pause', 'paused-many'],
  ['resume', 'resumed-many'],
  ['move', 'moved-many'],
]);

/** Pauses, resumes or moves the feeds that were selected, one after the other. */
export async function changeFeeds(visit: Visit): Promise<Response> {
  const { form, view } = visit;
  const back = (query: Readonly<Record<string, string>>) => redirect(`${sameList(view.url, query)}#feeds`);
  const done = DONE.get(field(form, 'action'));
  if (done === undefined) return showRefusal(view, { status: 400, detail: 'There is no such action.' });
  const names = new Set(fields(form, field(form, 'all') === 'yes' ? 'shown' : 'feed'));
  if (names.size === 0) return back({ done: 'selected-none' });
  let failed = 0;
  for (const name of names) {
    const result = await changeOne(visit, name);
    if (!result.ok) failed++;
  }
  return back(failed > 0 ? { done: 'failed-some', n: String(failed) } : { done, n: String(names.size) });
}

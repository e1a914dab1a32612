import type { PollAnswer } from '../../shapes.ts';
import type { Done } from '../../operations.ts';
import { pathOf, redirect } from '../answer.ts';
import { field, type Visit } from '../visit.ts';
import { readSettings, readValue, valueOf } from './feed-settings.ts';
import { type Attempt, showFeed } from './feed.ts';

/** Says that a box has to be ticked first: browsers see to it before. */
export const UNSURE = { ok: false, status: 422, detail: 'Tick “I am sure” first. Nothing was changed.' } as const;

/** Says that a form names no action that there is. */
export const NO_ACTION = { ok: false, status: 400, detail: 'There is no such action.' } as const;

/** Says that a text area holds no JSON. What it held is not shown again: there may be a credential in it. */
export const NO_JSON = {
  ok: false,
  status: 422,
  detail:
    'That was no JSON object, and no URL. Nothing was changed. What you wrote is not shown again, since it may hold credentials; your browser’s back button has it.',
} as const;

function polled({ outcome, news, comments }: PollAnswer): Readonly<Record<string, string | number>> {
  return { done: `polled-${outcome}`, n: (outcome === 'watching' ? comments : news) ?? 0 };
}

type Change = { readonly done: Done<unknown>; readonly code: string; readonly attempt?: Omit<Attempt, 'refusal'> };

async function save({ operations, form }: Visit, name: string): Promise<Change> {
  const settings = readSettings(form);
  const attempt = { settings };
  const feed = await operations.feed(name);
  if (!feed.ok) return { done: feed, code: '', attempt };
  const made = valueOf(name, feed.value.config, settings);
  return { done: made.ok ? await operations.putFeed(name, made.value) : made, code: 'saved', attempt };
}

async function change(visit: Visit, name: string): Promise<Change> {
  const { operations, form } = visit;
  const isSure = field(form, 'sure') === 'yes';
  const doesDeliver = field(form, 'deliver') !== 'no';
  switch (field(form, 'action')) {
    case 'pause':
      return { done: await operations.pauseFeed(name), code: 'paused' };
    case 'resume':
      return { done: await operations.resumeFeed(name, doesDeliver), code: doesDeliver ? 'resumed' : 'skipped' };
    case 'save':
      return save(visit, name);
    case 'raw': {
      const value = readValue(field(form, 'value'));
      return { done: value === null ? NO_JSON : await operations.putFeed(name, value), code: 'saved' };
    }
    case 'reset':
      return { done: isSure ? await operations.resetFeed(name) : UNSURE, code: 'reset' };
    default:
      return { done: NO_ACTION, code: '' };
  }
}

/** Changes a feed as a form of its page asks for; then its page is shown again. */
export async function changeFeed(visit: Visit): Promise<Response> {
  const { operations, form, params } = visit;
  const name = params['name'] ?? '';
  switch (field(form, 'action')) {
    case 'poll': {
      const done = await operations.pollFeed(name);
      return done.ok ? redirect(pathOf(['feeds', name], polled(done.value))) : showFeed(visit, { refusal: done });
    }
    case 'rename': {
      const to = field(form, 'to');
      const done = await operations.renameFeed(name, to);
      return done.ok ? redirect(pathOf(['feeds', to], { done: 'renamed' })) : showFeed(visit, { refusal: done });
    }
    case 'delete': {
      const done = field(form, 'sure') === 'yes' ? await operations.deleteFeed(name) : UNSURE;
      return done.ok ? redirect(pathOf([''], { done: 'deleted' })) : showFeed(visit, { refusal: done });
    }
    default: {
      const { done, code, attempt } = await change(visit, name);
      return done.ok
        ? redirect(pathOf(['feeds', name], { done: code }))
        : showFeed(visit, { refusal: done, ...attempt });
    }
  }
}

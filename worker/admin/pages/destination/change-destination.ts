import type { Done, ReplayRequest } from '../../operations.ts';
import type { ReplayedAnswer } from '../../shapes.ts';
import { pathOf, redirect } from '../answer.ts';
import { NO_ACTION, NO_JSON, UNSURE } from '../feed/change-feed.ts';
import { readValue } from '../feed/feed-settings.ts';
import { sameList } from '../part/list.ts';
import { field, fields, type Visit } from '../visit.ts';
import { showDestination } from './destination.ts';
import { readReplay } from './replay-form.ts';

/** Query that says how many messages wait again. */
export function replayed({ waiting, gone }: ReplayedAnswer): Readonly<Record<string, string>> {
  return { done: 'replayed', n: String(waiting), m: String(gone) };
}

async function replay(visit: Visit, name: string): Promise<Done<ReplayedAnswer>> {
  const { form, view, operations } = visit;
  if (field(form, 'sure') !== 'yes') return UNSURE;
  const request: ReplayRequest | string = readReplay(form, view);
  if (typeof request === 'string') return { ok: false, status: 422, detail: request };
  return operations.replay(name, request);
}

async function replaySelected(visit: Visit, name: string): Promise<Response> {
  const { form, view, operations } = visit;
  const ids = fields(form, 'id');
  if (ids.length === 0) return redirect(`${sameList(view.url, { done: 'selected-none' })}#messages`);
  const done = await operations.replay(name, { ids });
  return done.ok
    ? redirect(`${sameList(view.url, replayed(done.value))}#messages`)
    : showDestination(visit, { refusal: done });
}

/** Changes a destination as a form of its page asks for; then its page is shown again. */
export async function changeDestination(visit: Visit): Promise<Response> {
  const { operations, form, params } = visit;
  const name = params['name'] ?? '';
  const back = (query: Readonly<Record<string, string>>) => redirect(pathOf(['destinations', name], query));
  switch (field(form, 'action')) {
    case 'test': {
      const done = await operations.testDestination(name);
      return done.ok ? back({ done: 'tested' }) : showDestination(visit, { refusal: done });
    }
    case 'replay': {
      const done = await replay(visit, name);
      return done.ok ? back(replayed(done.value)) : showDestination(visit, { refusal: done });
    }
    case 'replay-selected':
      return replaySelected(visit, name);
    case 'raw': {
      const value = readValue(field(form, 'value'));
      const done = value === null ? NO_JSON : await operations.putDestination(name, value);
      return done.ok ? back({ done: 'saved' }) : showDestination(visit, { refusal: done });
    }
    case 'show-secret': {
      const done = await operations.secret(name);
      return done.ok ? showDestination(visit, done.value) : showDestination(visit, { refusal: done });
    }
    case 'delete': {
      const done = field(form, 'sure') === 'yes' ? await operations.deleteDestination(name) : UNSURE;
      return done.ok ? redirect(pathOf([''], { done: 'deleted' })) : showDestination(visit, { refusal: done });
    }
    default:
      return showDestination(visit, { refusal: NO_ACTION });
  }
}

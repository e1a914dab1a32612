import type { ReplayRequest } from '../../operations.ts';
import { messageStates } from '../../shapes.ts';
import { html, type Html } from '../../../html.ts';
import { actionButton, fieldOf, postForm } from '../part/form.ts';
import { readLocalTime } from '../time.ts';
import { field, type View } from '../visit.ts';

/** States whose messages can be sent (again). */
const REPLAYABLE = messageStates.filter((state) => state !== 'waiting');

/** Draws the form that sends a span of messages again. */
export function replayForm(address: string, { zone }: View): Html {
  const options = REPLAYABLE.map((state) => html`<option value="${state}">${state}</option>`);
  return postForm(
    address,
    html`<p>
        Messages that were accepted in a span of time, in ${zone}. They go under the same ids; what is not kept any more
        is left out.
      </p>
      <div class="columns">
        ${fieldOf({ name: 'from', label: 'From', type: 'datetime-local', prefix: 'replay' })}
        ${fieldOf({ name: 'until', label: 'Until', type: 'datetime-local', prefix: 'replay' })}
        <div class="field">
          <label for="replay-state">State</label>
          <select id="replay-state" name="state">
            <option value="">delivered and dead</option>
            ${options}
          </select>
        </div>
        ${fieldOf({ name: 'feed', label: 'Feed', placeholder: 'all', prefix: 'replay' })}
      </div>
      <label class="tick"><input type="checkbox" name="sure" value="yes" required /> <span>I am sure</span></label>
      ${actionButton('replay', 'Send them again', 'primary')}`,
  );
}

/** Reads that form; text: what is wrong with it. */
export function readReplay(form: FormData, { zone }: View): ReplayRequest | string {
  const request: { from?: string; to?: string; state?: string; feed?: string } = {};
  for (const [name, key] of [
    ['from', 'from'],
    ['until', 'to'],
  ] as const) {
    const text = field(form, name);
    if (text === '') continue;
    const instant = readLocalTime(text, zone);
    if (instant === null) return 'A time is not one: it has the form 2026-11-26T14:05.';
    request[key] = instant;
  }
  const [state, feed] = [field(form, 'state'), field(form, 'feed')];
  if (state !== '') request.state = state;
  if (feed !== '') request.feed = feed;
  return request;
}

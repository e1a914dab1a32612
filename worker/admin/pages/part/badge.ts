import type { DestinationAnswer, FeedAnswer, MessageAnswer, PostAnswer } from '../../shapes.ts';
import { html, type Html } from '../../../html.ts';

type State = PostAnswer['state'] | FeedAnswer['state'] | DestinationAnswer['state'] | MessageAnswer['state'];

/** Colour and meaning of each state; the word itself stands beside the colour. */
const STATES: Readonly<Record<State, readonly ['good' | 'bad' | 'busy' | 'calm' | 'warn', string]>> = {
  new: ['busy', 'not polled yet'],
  ok: ['good', 'polled as it should be'],
  failing: ['bad', 'does not work at present; it is tried again by itself'],
  gone: ['calm', 'it has left the site; asked once a day, in case it comes back'],
  retired: ['calm', 'watched no more'],
  paused: ['calm', 'not polled until it is resumed'],
  invalid: ['bad', 'its settings are not valid'],
  ready: ['good', 'takes messages'],
  blocked: ['warn', 'nothing can be sent until this is mended'],
  waiting: ['busy', 'to be sent'],
  delivered: ['good', 'the destination has taken it'],
  dead: ['bad', 'given up; it can be sent again'],
  baseline: ['calm', 'was there before it would have been news; not sent'],
  filtered: ['calm', 'rejected by a rule of yours'],
  unwanted: ['calm', 'left out by “events” of the destination'],
  superseded: ['calm', 'a later edit went instead'],
};

/** A state as a coloured word. */
export function badge(state: State): Html {
  const [kind, meaning] = STATES[state];
  return html`<span class="badge ${kind}" title="${meaning}">${state}</span>`;
}

/** Explains states, for who sees them first. */
export function legend(states: readonly State[]): Html {
  return html`<details class="legend">
    <summary>What the states mean</summary>
    <dl class="facts">
      ${states.map(
        (state) =>
          html`<div>
            <dt>${badge(state)}</dt>
            <dd>${STATES[state][1]}</dd>
          </div>`,
      )}
    </dl>
  </details>`;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['first poll', 'there when the watch began'],
  ['below the edge', 'older than what was there when the watch began'],
  ['import', 'many old comments came at once'],
  ['another address', 'there when the feed moved to another address'],
  ['paused', 'came while the feed was paused'],
  ['blocked', 'until the destination is mended'],
  ['failing', 'until the destination answers again'],
  ['slow', 'the destination has asked for fewer'],
  ['quiet', 'until the quiet hours are over'],
  ['digest', 'for the next digest'],
  ['pace', 'in line: only so many go at once'],
]);

/** A reason's code in plain words; other reasons are words already. */
export function reasonInWords(reason: string): string {
  return REASONS.get(reason) ?? reason;
}

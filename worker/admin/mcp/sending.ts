import * as v from 'valibot';
import type { Operations, ReplayRequest } from '../operations.ts';
import { messageStates, type MessageAnswer } from '../shapes.ts';
import { named } from './arguments.ts';
import { changingTool, refusal } from './tool.ts';

const destination = named('The destination’s name.');

/** Most messages that are named one by one, and that a search looks through. */
const MOST = 200;

/** Longest message id that is looked at: ours are shorter. */
const LONGEST_ID = 100;

const instant = (description: string) =>
  v.optional(v.pipe(v.string(), v.isoTimestamp('must be like 2026-11-26T09:00:00Z'), v.description(description)));

/** States that can be asked for: what waits goes by itself. */
const states = ['delivered', 'dead', 'baseline', 'filtered', 'unwanted', 'superseded'] as const satisfies ReadonlyArray<
  (typeof messageStates)[number]
>;

/** The tool that sends messages again. */
export const replay = changingTool(
  {
    name: 'replay',
    title: 'Send messages again',
    description:
      'Sends messages of a destination (again), under the same ids: those of "ids", or those accepted in a span of time, in a state, of a feed. Without "state": the delivered and the dead. At least one of these is needed. People in the chat see them (again).',
    openWorld: true,
  },
  {
    destination,
    ids: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.maxLength(LONGEST_ID))),
        v.minLength(1),
        v.maxLength(MOST),
        v.description('Message ids, from list_messages or recent_comments. Not with the other fields.'),
      ),
    ),
    from: instant('Accepted at or after this instant, ISO 8601.'),
    to: instant('Accepted before this instant, ISO 8601.'),
    state: v.optional(v.pipe(v.picklist(states), v.description('Only messages in this state.'))),
    feed: v.optional(named('Only messages of this feed.')),
  },
  {
    explain: async ({ destination: name, ids, ...span }, { operations }) => {
      const one = await operations.destination(name);
      if (!one.ok) return one;
      const asked = Object.values(span).some((value) => value !== undefined);
      if (ids !== undefined && asked) return refusal(422, 'Give "ids", or a span, state and feed: not both.');
      if (ids !== undefined) return { ok: true, value: `This would send ${ids.length} messages to "${name}" (again).` };
      if (!asked) return refusal(422, 'Say which messages: "ids", or any of "from", "to", "state" and "feed".');
      const size = await sizeOf(name, span, operations);
      return { ok: true, value: `This would send to "${name}" (again) ${wordsOf(span)}: ${size}.` };
    },
    act: async ({ destination: name, ids, ...span }, { operations }) => {
      const replayed = await operations.replay(name, ids === undefined ? given(span) : { ids });
      if (!replayed.ok) return replayed;
      const { waiting, gone } = replayed.value;
      const lost = gone === 0 ? '' : ` Of ${gone} the body is not kept any more.`;
      return {
        ok: true,
        value: { summary: `${waiting} messages wait for "${name}" again.${lost}`, result: replayed.value },
      };
    },
  },
);

/** The tool that sends a test message. */
export const testDestination = changingTool(
  {
    name: 'test_destination',
    title: 'Send a test message',
    description: 'Sends one test message to a destination at once. People in the chat see it.',
    openWorld: true,
  },
  { destination },
  {
    explain: async ({ destination: name }, { operations }) => {
      const one = await operations.destination(name);
      if (!one.ok) return one;
      const { type } = one.value;
      return {
        ok: true,
        value: `This would send a test message to "${name}"${type === null ? '' : ` (${type})`} now.`,
      };
    },
    act: async ({ destination: name }, { operations }) => {
      const sent = await operations.testDestination(name);
      if (!sent.ok) return sent;
      const summary = `A test message is on its way to "${name}"; list_messages says what became of it.`;
      return { ok: true, value: { summary, result: sent.value } };
    },
  },
);

type Span = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly state?: (typeof states)[number] | undefined;
  readonly feed?: string | undefined;
};

/** The fields that were given. */
function given({ from, to, state, feed }: Span): ReplayRequest {
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(state === undefined ? {} : { state }),
    ...(feed === undefined ? {} : { feed }),
  };
}

function wordsOf({ from, to, state, feed }: Span): string {
  return [
    state === undefined ? 'delivered and dead messages' : `messages in the state "${state}"`,
    feed === undefined ? '' : ` of the feed "${feed}"`,
    from === undefined ? '' : `, accepted since ${from}`,
    to === undefined ? '' : `, accepted before ${to}`,
  ].join('');
}

/** Number of messages that it would be, in words, as far as one page of the log tells. */
async function sizeOf(name: string, { from, to, state, feed }: Span, operations: Operations): Promise<string> {
  const query = { limit: MOST, after: null, state: state ?? null, feed: feed ?? null, q: null };
  const page = await operations.messages(name, query);
  if (!page.ok) return 'how many, the log does not say now';
  const { items, next } = page.value;
  const count = items.filter((message) => isMeant(message, { from, to, state })).length;
  return next === null ? `${count} now` : `at least ${count} (the log goes further back)`;
}

function isMeant({ state, accepted, kept }: MessageAnswer, span: Span): boolean {
  const at = Date.parse(accepted);
  const isState = span.state === undefined ? state === 'delivered' || state === 'dead' : state === span.state;
  const isSince = span.from === undefined || at >= Date.parse(span.from);
  return kept && isState && isSince && (span.to === undefined || at < Date.parse(span.to));
}

import * as v from 'valibot';
import type { Answer, HttpRequest, Outgoing } from '../../exchange.ts';
import type { Channel, Refs, Reply } from '../channel.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { roundupContent } from '../content/roundup.ts';
import { type Asked, readApi } from './answer.ts';
import { writer } from './message.ts';
import { JSON_TYPE, PACE } from './request.ts';

/** A bot's settings. */
export type Bot = {
  readonly token: string;
  readonly channel: string;
  readonly api: string;
  /** True: in the channel as well; "only": not there. */
  readonly threads: boolean | 'only';
  readonly mentions: readonly string[];
  readonly template?: string | undefined;
};

/** Opens a bot, which threads and edits. */
export function openBot({ token, channel, api, threads, mentions, template }: Bot): Channel {
  const { written, capacity } = writer(mentions);
  const hasThreads = threads !== false;
  const call = (method: string, body: object): Outgoing => ({
    kind: 'http',
    method: 'POST',
    url: `${api}/${method}`,
    headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
    // `chat.update` would otherwise look for mentions and links in the text.
    body: JSON.stringify({ channel, ...body, parse: 'none' }),
  });
  const post = (content: Content, { thread }: Refs): Outgoing => {
    const broadcast = threads === true ? { reply_broadcast: true } : {};
    const reply = thread === null || !hasThreads ? {} : { thread_ts: thread, ...broadcast };
    return call(POST, { ...written(content), ...reply, unfurl_links: false, unfurl_media: false });
  };
  return {
    pace: PACE,
    place: `slack:${channel}`,
    threads: hasThreads,
    edits: true,
    readsAnswer: true,
    render: async (message, refs) => {
      const content = contentOf(message, refs, template);
      if (message.type !== 'comment.updated' || refs.sent === null) return post(content, refs);
      // Without `blocks` the old ones would stay. Nobody is pinged by an edit.
      return call(UPDATE, { ts: refs.sent, ...writer([]).written(content) });
    },
    roundup: async (comments, refs) => post(roundupContent(comments), refs),
    capacity,
    read: (answer, request) => readBot(answer, request, hasThreads),
  };
}

const POST = 'chat.postMessage';
const UPDATE = 'chat.update';

function readBot(answer: Answer, request: Outgoing, hasThreads: boolean): Reply {
  const asked = request.kind === 'http' ? askedBy(request) : { isEdit: false, thread: null };
  return readApi(answer, asked, hasThreads);
}

const threadOf = v.pipe(v.string(), v.parseJson(), v.object({ thread_ts: v.string() }));

function askedBy({ url, body }: HttpRequest): Asked {
  const parsed = v.safeParse(threadOf, body);
  return { isEdit: url.endsWith(`/${UPDATE}`), thread: parsed.success ? parsed.output.thread_ts : null };
}

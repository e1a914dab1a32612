import type { Body, FeedRequest, FetchFailure, Unmodified } from '../../worker/io/fetch-feed.ts';
import type { Result } from '../../worker/model.ts';
import type { BlogComment } from './blog.ts';
import type { Chance } from './chance.ts';
import type { Destined } from './addresses.ts';
import type { Place } from './poll.ts';
import { DAY } from './time.ts';

/** Ways in which a server answers. Those from `empty` on begin well. */
export const SERVER_MODES = [
  'fine',
  'forever-304',
  'empty',
  'hollow',
  'challenge',
  'cut',
  'cut-silently',
  500,
  404,
  410,
  429,
  'timeout',
  'network',
] as const;
/** Those that a habit of the web may have beside them: a wall against robots, one whole comment alone, another site’s feed or none. */
export type ServerMode = (typeof SERVER_MODES)[number] | 'wall' | 'lone' | 'stranger' | 'parked';

/** Ways in which an older page may fail: all pass. */
export const PAGE_MODES: readonly ServerMode[] = [500, 429, 'timeout', 'network'];

export type Answered = Result<Unmodified | Body, FetchFailure>;

type Serving = {
  readonly mode: ServerMode;
  readonly etag: string | null;
  /** URL of the next older page. */
  readonly next: string | null;
  readonly validators: Awaited<ReturnType<FeedRequest['validatorsOf']>>;
};

/** Answers with these comments, in that order, as `answerWith` does. */
export function answerOf(
  place: Place,
  said: readonly BlogComment[],
  serving: Serving,
  chance: Chance,
): ReturnType<typeof answerWith> {
  return answerWith(place.url, xmlOf(place, said, serving.next), serving, chance);
}

/** Answers with a feed. `isWhole`: the reader can know all of them by this answer. */
export function answerWith(
  url: string,
  xml: string,
  { mode, etag, validators }: Serving,
  chance: Chance,
): { readonly answer: Answered; readonly isWhole: boolean } {
  if (typeof mode === 'number') return failed(mode === 410 ? 'gone' : 'status', mode, chance);
  if (mode === 'timeout' || mode === 'network') return failed(mode, null, chance);
  if (mode === 'forever-304' && validators?.etag) return { answer: unmodified(url), isWhole: false };
  if (mode === 'empty') return { answer: body(url, '', null, etag), isWhole: false };
  if (mode === 'challenge')
    return { answer: body(url, '<html><body>Are you human?</body></html>', null, etag), isWhole: false };
  if (mode === 'cut' || mode === 'cut-silently') {
    const part = xml.slice(0, chance.below(xml.length - 20));
    return { answer: body(url, part, mode === 'cut' ? 'The connection broke off.' : null, etag), isWhole: false };
  }
  if (mode === 'wall') return failed('wall', chance.pick([403, 503, 200]), chance);
  if (mode === 'parked')
    return { answer: body(url, '<html><title>For sale</title></html>', null, null), isWhole: false };
  if (mode === 'stranger') return { answer: body(url, STRANGE, null, null), isWhole: false };
  if (mode === 'lone') {
    const end = xml.indexOf('</entry>');
    const part = end < 0 ? xml : xml.slice(0, end + '</entry>'.length);
    return { answer: body(url, part, chance.odds(0.5) ? 'The connection broke off.' : null, etag), isWhole: false };
  }
  if (mode === 'hollow') return { answer: body(url, xml, null, null), isWhole: false };
  if (mode === 'fine' && etag !== null && validators?.etag === etag) return { answer: unmodified(url), isWhole: true };
  return { answer: body(url, xml, null, etag), isWhole: true };
}

/** A failure that names no instant. */
export function noAnswer(reason: FetchFailure['reason'], status: number | null = null): Answered {
  return { ok: false, reason, detail: 'It failed.', status, retryAfter: null };
}

/** Another site’s feed of comments. */
const STRANGE = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>strange</id><title>Remarks</title><link href="https://stranger.example/"/>
${['A', 'B', 'C'].map((one) => `<entry><id>strange-${one}</id><title>Remark</title><author><name>Stranger ${one}</name></author><published>2040-01-01T00:00:00Z</published><content type="text">strange ${one}</content></entry>`).join('')}
</feed>`;

/** The answer as it is had by way of an address that the feed has moved from. */
export function redirected(answer: Answered, { movedTo }: Destined): Answered {
  return answer.ok ? { ok: true, value: { ...answer.value, movedTo } } : answer;
}

function xmlOf({ url, blog }: Place, said: readonly BlogComment[], next: string | null): string {
  const entries = said.map(({ number, published, text }) => {
    const time = new Date(published).toISOString();
    return `<entry><id>${blog.idOf(number)}</id><title>Remark</title><author><name>Visitor ${number}</name></author><published>${time}</published><updated>${time}</updated><link rel="alternate" href="https://${blog.host}/post#c${number}"/><content type="text">${text}</content></entry>`;
  });
  const link = next === null ? '' : `<link rel="next" href="${next}"/>`;
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>${blog.isNamed ? blog.host : url}</id><title>Remarks</title>${blog.isNamed ? `<link href="https://${blog.host}/"/>` : ''}${link}
${entries.join('\n')}
</feed>`;
}

function body(url: string, text: string, cut: string | null, etag: string | null): Answered {
  return {
    ok: true,
    value: {
      kind: 'body',
      status: 200,
      bytes: new TextEncoder().encode(text),
      cut,
      contentType: null,
      link: null,
      url,
      movedTo: null,
      validators: { etag, lastModified: null },
      maxAge: null,
    },
  };
}

function unmodified(url: string): Answered {
  return { ok: true, value: { kind: 'unmodified', status: 304, url, movedTo: null, maxAge: null } };
}

function failed(reason: FetchFailure['reason'], status: number | null, chance: Chance) {
  const retryAfter = status === 429 && chance.odds(0.7) ? chance.pick(['0', '90', '7200', '31536000']) : null;
  const answer: Answered = { ok: false, reason, detail: 'It failed.', status, retryAfter };
  return { answer, isWhole: false };
}

/** Gives the answer's Retry-After, ms; `null`: it has none. */
export function waitOf(answer: Answered): number | null {
  const seconds = Number((answer.ok ? null : answer.retryAfter) ?? 0);
  return seconds === 0 ? null : Math.min(seconds * 1000, DAY);
}

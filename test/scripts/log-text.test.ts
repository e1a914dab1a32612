import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type LogContext, logText, parseLogLine } from '../../scripts/local/log-text.ts';

const CONTEXT: LogContext = {
  to: 'hooks.example',
  feed: null,
  at: '16:45',
  retry: 'at 16:55',
  cause: null,
  delivered: 1,
  complaints: 'state/runtime.log',
  isSite: false,
};

/** A line of the log in words; `null`: not worth a line. */
function said(event: string, facts: Readonly<Record<string, unknown>>, context: Partial<LogContext> = {}) {
  const parsed = parseLogLine(JSON.stringify({ event, ...facts }));
  const text = parsed === null ? null : logText(parsed, { ...CONTEXT, ...context });
  return text === null ? null : stripVTControlCharacters(text);
}

describe('a line of the Worker’s log in plain words', () => {
  test.each([
    [
      'a first poll without backfill',
      { comments: 14, delivered: 0 },
      '14 comments there already are not sent; new ones are. (For the newest three, add --backfill 3 --fresh.)',
    ],
    ['a first poll with backfill', { comments: 14, delivered: 3 }, '11 comments there already are not sent.'],
    [
      'a first poll with all of them',
      { comments: 2, delivered: 2 },
      '2 comments there already: to be sent, as asked for.',
    ],
    [
      'a first poll of an empty feed',
      { comments: 0, delivered: 0 },
      'The feed has no comments yet: the first one will be sent.',
    ],
  ])('%s', (_, facts, text) => {
    expect(said('feed.watching', facts)).toBe(text);
  });

  test.each([
    ['feed.watching', { comments: 14, delivered: 0 }, '14 comments there already are not sent; new ones are.'],
    ['feed.watching', { comments: 0, delivered: 0 }, 'The site has no comments yet: the first one will be sent.'],
    [
      'feed.found',
      { url: 'https://blog.example/feed/' },
      'That is a page; the feed of posts found there is https://blog.example/feed/',
    ],
    [
      'feed.polled',
      { outcome: 'failed', reason: 'html', status: 200 },
      'The feed could not be read: its answer is a web page, and no feed of posts is named there. It is tried again at 16:55.',
    ],
    [
      'feed.polled',
      { outcome: 'failed', reason: 'posts', status: 200 },
      'The feed could not be read: it holds comments, and no posts: without --follow it is watched as it is. It is tried again at 16:55.',
    ],
  ])('of a site that is followed, %s with %j', (event, facts, text) => {
    expect(said(event, facts, { isSite: true })).toBe(text);
  });

  test.each([
    { facts: { outcome: 'read', news: 2, edits: 0 }, text: 'Polled at 16:45: 2 new comments.' },
    { facts: { outcome: 'read', news: 0, edits: 1 }, text: 'Polled at 16:45: 0 new comments, 1 edited.' },
    {
      facts: { outcome: 'failed', reason: 'status', status: 500 },
      text: 'The feed’s server answered 500. It is tried again at 16:55.',
    },
    {
      facts: { outcome: 'failed', reason: 'status', status: 404 },
      text: 'The feed’s server answered 404. There is nothing at this address: is it spelled right? It is tried again at 16:55.',
    },
    {
      facts: { outcome: 'failed', reason: 'gone', status: 410 },
      text: 'The feed is gone for good, says its server (410). It is tried again at 16:55.',
    },
    {
      facts: { outcome: 'failed', reason: 'timeout', status: null, duration: 20_012 },
      text: 'The feed could not be read: its server did not answer within 20 seconds. It is tried again at 16:55.',
    },
    {
      facts: { outcome: 'failed', reason: 'redirects', status: null },
      text: 'The feed could not be read: it redirects more than 5 times. It is tried again at 16:55.',
    },
    {
      facts: { outcome: 'postponed', reason: 'kv' },
      text: 'The poll could not be finished: KV did not answer. It is tried again at 16:55.',
    },
  ])('a poll: $facts', ({ facts, text }) => {
    expect(said('feed.polled', facts)).toBe(text);
  });

  test('a server that cannot be reached, with the cause that was found', () => {
    const facts = { outcome: 'failed', reason: 'network', status: null };
    expect(said('feed.polled', facts)).toContain('its server could not be reached.');
    expect(said('feed.polled', facts, { cause: 'nothing listens at blog.example' })).toBe(
      'The feed could not be read: nothing listens at blog.example. It is tried again at 16:55.',
    );
  });

  test('a poll that brought nothing, with its time where the clock is the reader’s', () => {
    expect(said('shard.ticked', { unchanged: 1 })).toBe('Polled at 16:45: nothing new.');
    expect(said('shard.ticked', { unchanged: 1 }, { at: '' })).toBe('Polled: nothing new.');
    expect(said('shard.ticked', { unchanged: 0 })).toBeNull();
  });

  test('what was delivered, and how many in all; the inbox prints that itself', () => {
    const one = { outcome: 'delivered', messages: 1 };
    expect(said('message.sent', one)).toBe('✓ Delivered to hooks.example: 1 message.');
    expect(said('message.sent', one, { delivered: 4 })).toBe('✓ Delivered to hooks.example: 1 message, 4 in this run.');
    expect(said('message.sent', { outcome: 'delivered', messages: 11 }, { delivered: 12 })).toBe(
      '✓ Delivered to hooks.example: 11 comments in one message, 12 in this run.',
    );
    expect(said('message.sent', one, { to: null })).toBeNull();
  });

  test.each(['failure', 'broken', 'slow-down', 'refused'])(
    'a destination that does not take a message: %s',
    (outcome) => {
      const text = said('message.sent', { outcome, messages: 1, reason: 'HTTP 418', attempt: 2 });
      expect(text).toMatch(/^hooks\.example .*\(HTTP 418\)/);
    },
  );

  test('a destination that cannot be reached, with the cause that was found', () => {
    const facts = { outcome: 'failure', messages: 1, reason: 'network error', attempt: 1 };
    expect(said('message.sent', facts, { cause: 'nothing listens at hooks.example' })).toContain(
      '(nothing listens at hooks.example). Everything waits, in order. Attempt 1 has failed;',
    );
  });

  test.each(['poller.failed', 'outbox.failed', 'tick.shard-failed', 'tick.wake-failed', 'http.failed'])(
    'a failure of our own names no event, but where to read more: %s',
    (event) => {
      const text = said(event, {});
      expect(text).toContain('state/runtime.log');
      expect(text).not.toContain(event);
    },
  );

  test('what the runtime itself says is no line of the log', () => {
    expect(parseLogLine('e = rust/worker/ffi.rs:110: failed: failed to lookup address information')).toBeNull();
    expect(parseLogLine('{"no":"event"}')).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { NO_REFS } from '../worker/destination/channel.ts';
import { slack } from '../worker/destination/slack/slack.ts';
import { webhook } from '../worker/destination/webhook.ts';
import {
  commentKey,
  deliveryIdOf,
  digest,
  isEvent,
  messageId,
  nextRevision,
  postKey,
  readEvent,
} from '../worker/message.ts';
import type { Message } from '../worker/model.ts';
import { everyType } from './destination/messages.ts';
import { ABOUT, opened } from './destination/opened.ts';

describe('the comment’s key', () => {
  const feed = { name: 'blog' };
  test.each([
    ['https://example.com/feed', 'https://example.com/?p=1#comment-2', 'https://example.com/?p=1#comment-2'],
    ['https://example.com/feed', 'http://EXAMPLE.com/?p=1#comment-2', 'http://EXAMPLE.com/?p=1#comment-2'],
    ['https://example.com/feed', 'tag:example.com,2007:comment:1', 'tag:example.com,2007:comment:1'],
    ['https://example.com/feed', 'tag:example.com,2007-02-19:1', 'tag:example.com,2007-02-19:1'],
    ['https://evil.example/feed', 'https://example.com/?p=1#comment-2', 'blog https://example.com/?p=1#comment-2'],
    ['https://evil.example/feed', 'tag:me@example.com,2007:1', 'blog tag:me@example.com,2007:1'],
    ['https://example.com/feed', '29321', 'blog 29321'],
    ['https://example.com:8443/feed', 'https://example.com/1', 'blog https://example.com/1'],
    ['https://example.com/feed', 'https://example.com@evil.example/1', 'blog https://example.com@evil.example/1'],
    ['https://example.com/feed', 'http://[', 'blog http://['],
  ])('in the feed %s, of the ID %s, is %s', (url, id, key) => {
    expect(commentKey(feed, url, id)).toBe(key);
  });
});

describe('ids', () => {
  test('are the same however often they are made, and differ by comment, revision and destination', async () => {
    const made = await Promise.all([
      messageId('a', null, 'x'),
      messageId('a', null, 'x'),
      messageId('b', null, 'x'),
      messageId('a', null, 'y'),
      messageId('a', 'r', 'x'),
    ]);
    expect(made[0]).toBe(made[1]);
    expect(new Set(made).size).toBe(4);
    expect(made[0]).toMatch(/^msg_[A-Za-z0-9_-]{24}$/);
  });

  test('of an edit back and forth are those of two updates', async () => {
    const forth = await nextRevision(null, 'new');
    const back = await nextRevision(forth, 'old');
    const again = await nextRevision(back, 'new');
    expect(new Set([forth, back, again]).size).toBe(3);
  });

  test('are short digests in letters that any key may have', async () => {
    expect(await digest('中文')).toMatch(/^[A-Za-z0-9_-]{12}$/);
  });
});

describe('the key of a post', () => {
  const feed = { name: 'qq' };
  test.each([
    [
      { id: 'tag:blog.example,2007:1', url: 'https://www.blog.example/qq.php?p=1#c3', title: null },
      'blog.example/qq.php?p=1',
    ],
    [{ id: null, url: 'http://blog.example/qq.php?p=1', title: null }, 'blog.example/qq.php?p=1'],
    [{ id: null, url: 'https://Blog.example:8080', title: null }, 'blog.example:8080/'],
    [{ id: 'tag:blog.example,2007:1', url: null, title: null }, 'tag:blog.example,2007:1'],
    [{ id: 'tag:blog.example,2007:1', url: 'nonsense', title: null }, 'tag:blog.example,2007:1'],
    [{ id: '17', url: null, title: null }, 'qq 17'],
    [{ id: null, url: null, title: 'QQ' }, null],
    [null, null],
  ])('%j: %j', (post, key) => {
    expect(postKey(feed, post)).toBe(key);
  });
});

test('a delivery has its message’s id, and each replay another, always the same', async () => {
  const ids = await Promise.all([0, 1, 2, 1].map((replays) => deliveryIdOf('msg_a', replays)));
  expect(ids[0]).toBe('msg_a');
  expect(ids[1]).toBe(ids[3]);
  expect(new Set(ids).size).toBe(3);
  expect(ids[1]).toMatch(/^msg_[\w-]{24}$/);
});

/** Copies of a value, each without one of the facts in it, and with another one of the wrong type. */
function* withoutOne(value: unknown): Generator<{ fact: string; left: unknown }> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [name, own] of Object.entries(value)) {
    const { [name]: _, ...others } = value as Record<string, unknown>;
    yield { fact: name, left: others };
    yield { fact: name, left: { ...others, [name]: 7.5 } };
    yield { fact: name, left: { ...others, [name]: { toString: null } } };
    for (const { fact, left } of withoutOne(own)) yield { fact: `${name}.${fact}`, left: { ...others, [name]: left } };
  }
}

describe('what is read back is an event', () => {
  const channels = [
    opened(slack, { url: 'https://hooks.slack.com/services/T0/B0/x' }),
    opened(webhook, { url: 'https://in.example/' }),
  ];

  async function isRendered(message: Message): Promise<boolean> {
    try {
      for (const channel of channels) {
        await channel.render(message, NO_REFS, ABOUT);
        if (message.type === 'comment.created' || message.type === 'comment.updated') {
          await channel.roundup?.([message], NO_REFS, ABOUT);
        }
      }
      return true;
    } catch {
      return false;
    }
  }

  test.each(everyType())('of each type: $type', async ({ id, ...event }) => {
    expect(isEvent(event)).toBe(true);
    expect(readEvent(JSON.stringify(event))).toEqual(event);
    const passed = [...withoutOne(event)].filter(({ left }) => isEvent(left));
    const rendered = await Promise.all(passed.map(({ left }) => isRendered({ id, ...(left as object) } as Message)));
    expect(passed.filter((_, at) => rendered[at] === false).map(({ fact }) => fact)).toEqual([]);
  });

  test.each([
    ['feed.gap', 'since'],
    ['feed.failing', 'reason'],
    ['feed.imported', 'count'],
    ['destination.failing', 'waiting'],
    ['destination.test', 'feeds'],
    ['comment.created', 'post'],
  ])('only with its facts: no %s is without %s', (type, fact) => {
    const event = everyType().find((one) => one.type === type);
    const { [fact]: gone, ...data } = { ...(event?.data as Record<string, unknown>) };
    expect(gone).toBeDefined();
    expect(isEvent({ ...event, data })).toBe(false);
  });

  test('also as earlier versions wrote it', () => {
    const data = { key: 'feed:qq', field: null, reason: 'is not a URL' };
    expect(isEvent({ type: 'config.invalid', timestamp: '2026-11-20T10:00:00Z', data })).toBe(true);
  });
});

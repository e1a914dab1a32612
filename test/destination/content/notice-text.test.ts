import { expect, it } from 'vitest';
import { noticeText, type NoticeText } from '../../../worker/destination/content/notice-text.ts';
import type { Event } from '../../../worker/model.ts';
import { COMMENT, FEED, POST } from '../messages.ts';

const since = '2026-11-19T09:30:00Z';
const untitled = { name: 'qq', title: null, homePage: null };
const destination = { name: 'team', type: 'slack' };
const site = { url: 'https://blog.example/', label: 'Open the site' };

type Notice = Exclude<Event, { type: `comment.${string}` }>;
type Told = { readonly [T in Notice['type']]: Extract<Notice, { type: T }>['data'] };
type Case = { readonly [T in keyof Told]: readonly [T, Told[T], NoticeText] }[keyof Told];

const CASES: readonly Case[] = [
  [
    'feed.watching',
    { feed: FEED, count: 14, newest: { post: POST, comment: COMMENT } },
    {
      headline: 'Comments on QQ (qq) is being watched',
      sentences: [
        'It holds 14 comments now; new ones will come here.',
        'The newest is by Devon Young on QQ & friends, 2007-02-19 23:25 UTC.',
      ],
      link: { url: 'https://blog.example/qq.php#c29321', label: 'Open the newest comment' },
    },
  ],
  [
    'feed.watching',
    { feed: FEED, count: 1, newest: { post: null, comment: { ...COMMENT, published: null, url: null } } },
    {
      headline: 'Comments on QQ (qq) is being watched',
      sentences: ['It holds 1 comment now; new ones will come here.', 'The newest is by Devon Young.'],
      link: site,
    },
  ],
  [
    'feed.watching',
    { feed: untitled, count: 0, newest: null },
    {
      headline: 'Feed qq is being watched',
      sentences: ['It holds no comments now; new ones will come here.'],
      link: null,
    },
  ],
  [
    'feed.gap',
    { feed: FEED, since, missed: 12 },
    {
      headline: 'Comments on QQ (qq) may have lost comments',
      sentences: [
        'Up to 12 were missed since 2026-11-19 09:30 UTC: nothing that it holds now was known, so more came than it can hold.',
        'What it holds now is on its way; what is missing may still stand on the site.',
      ],
      link: site,
    },
  ],
  [
    'feed.recovered',
    { feed: FEED, reason: 'HTTP 500', since },
    {
      headline: 'Comments on QQ (qq) can be read again',
      sentences: ['It could not since 2026-11-19 09:30 UTC: HTTP 500'],
      link: site,
    },
  ],
  [
    'destination.failing',
    { destination, reason: 'HTTP 404 no_service', since, waiting: 1 },
    {
      headline: 'Destination team takes no messages',
      sentences: [
        'Since 2026-11-19 09:30 UTC: HTTP 404 no_service',
        '1 message waits; what waits is sent in order as soon as it can be.',
      ],
      link: null,
    },
  ],
  [
    'destination.failing',
    { destination, reason: 'backlog', since, waiting: 1000 },
    {
      headline: 'Destination team has more waiting than it can take',
      sentences: [
        'Since 2026-11-19 09:30 UTC: at its pace, some wait for more than 30 days, and are given up then.',
        '1000 messages wait; what waits is sent in order as soon as it can be.',
      ],
      link: null,
    },
  ],
  [
    'destination.recovered',
    { destination, reason: 'backlog', since, waiting: 400 },
    {
      headline: 'Destination team can take all that waits again',
      sentences: [
        'It could not since 2026-11-19 09:30 UTC: at its pace, some wait for more than 30 days, and are given up then.',
        '400 messages wait; what waits is sent in order as soon as it can be.',
      ],
      link: null,
    },
  ],
  [
    'destination.recovered',
    { destination, reason: 'HTTP 404 no_service', since, waiting: 7 },
    {
      headline: 'Destination team takes messages again',
      sentences: [
        'It had not since 2026-11-19 09:30 UTC: HTTP 404 no_service',
        '7 messages wait; what waits is sent in order as soon as it can be.',
      ],
      link: null,
    },
  ],
  [
    'destination.recovered',
    { destination, reason: 'timeout', since, waiting: 0 },
    {
      headline: 'Destination team takes messages again',
      sentences: ['It had not since 2026-11-19 09:30 UTC: timeout', 'No message waits for it.'],
      link: null,
    },
  ],
  [
    'config.invalid',
    { key: 'feed:qq', field: 'every', reason: 'must be a time', keys: ['feed:qq'], since },
    {
      headline: 'CONFIG’s feed:qq is not valid',
      sentences: ['every: must be a time', 'All else goes on until that is corrected.'],
      link: null,
    },
  ],
  [
    'config.invalid',
    { key: 'feed:a', field: 'auth', reason: 'no such secret', keys: ['feed:a', 'feed:b', 'feed:c'], since },
    {
      headline: '3 values in CONFIG are not valid',
      sentences: ['auth: no such secret', 'All else goes on until they are corrected: feed:a, feed:b, feed:c'],
      link: null,
    },
  ],
  [
    'destination.test',
    { destination, feeds: ['qq', 'other'] },
    {
      headline: 'Destination team works',
      sentences: ['This is a test message, as asked for.', '2 feeds are sent here: qq, other'],
      link: null,
    },
  ],
];

it.each(CASES)('says %s in words', (type, data, said) => {
  expect(noticeText({ id: 'msg_1', timestamp: since, type, data } as Parameters<typeof noticeText>[0])).toEqual(said);
});

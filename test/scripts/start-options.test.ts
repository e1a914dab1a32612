import { describe, expect, test } from 'vitest';
import { readOptions } from '../../scripts/local/options.ts';

const FEED = 'https://blog.example/comments.xml';
const DEFAULTS = { feed: null, to: null, backfill: 0, fresh: false, state: '.wrangler/start' };

describe('npm start’s arguments', () => {
  test.each([
    { args: [], options: DEFAULTS },
    { args: [FEED], options: { ...DEFAULTS, feed: FEED } },
    { args: [FEED, '--backfill', '3'], options: { ...DEFAULTS, feed: FEED, backfill: 3 } },
    { args: ['--to', 'http://127.0.0.1:1/x', FEED], options: { ...DEFAULTS, feed: FEED, to: 'http://127.0.0.1:1/x' } },
    { args: ['--fresh', '--state=/tmp/x'], options: { ...DEFAULTS, fresh: true, state: '/tmp/x' } },
  ])('$args are understood', ({ args, options }) => {
    expect(readOptions(args)).toEqual({ kind: 'run', options });
  });

  test.each([['--help'], ['-h'], [FEED, '--help']])('%s asks for help', (...args) => {
    expect(readOptions(args)).toEqual({ kind: 'help' });
  });

  test.each([
    { args: ['--wat'], says: /Unknown option '--wat'/ },
    { args: ['blog.example'], says: /The feed is not a URL/ },
    { args: ['http:///x'], says: /The feed is not a URL/ },
    { args: ['https:blog.example'], says: /The feed is not a URL/ },
    { args: [FEED, '--to', 'https:///hook'], says: /--to is not a URL/ },
    { args: ['ftp://blog.example/feed'], says: /The feed has to begin with https:/ },
    { args: ['https://me:secret@blog.example/feed'], says: /The feed has a user name or password/ },
    { args: [FEED, '--to', 'nowhere'], says: /--to is not a URL/ },
    { args: [FEED, '--to'], says: /--to/ },
    { args: [FEED, '--backfill', 'all'], says: /--backfill takes a number/ },
    { args: [FEED, '--backfill', '-1'], says: /--backfill/ },
    { args: [FEED, 'https://two.example/'], says: /One feed at a time/ },
  ])('$args are refused with a reason', ({ args, says }) => {
    const asked = readOptions(args);
    expect(asked).toMatchObject({ kind: 'error', error: expect.stringMatching(says) });
    expect(JSON.stringify(asked)).not.toMatch(/secret|nowhere/);
  });
});

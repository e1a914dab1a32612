import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { valueDigest } from '../../worker/config/metadata.ts';
import { ConfigFolder } from '../support/config-command.ts';
import { CREDENTIALS, documentOf, feedUrl, linesOf, PATIENCE, type Values } from '../support/pushed.ts';

const forty: Values = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`blog${at}`, feedUrl(at)]));

let at: ConfigFolder;
beforeEach(() => {
  at = new ConfigFolder();
});
afterEach(() => at.remove());

test('forty feeds are pushed; then what the dry run says is what happens', { timeout: PATIENCE }, async () => {
  at.write('earshot.json', documentOf(forty));
  const first = await at.run('push');
  expect(first).toMatchObject({
    status: 0,
    out: expect.stringContaining('42 new, 0 changed, 0 deleted, 0 as they were.'),
  });
  expect(first.out + first.err).not.toMatch(CREDENTIALS);

  // One renamed, one removed, one changed, one broken.
  const { blog0, blog1: _, ...others } = forty;
  const edited: Values = { ...others, renamed: blog0, blog2: { url: feedUrl(2), every: '15m' } };
  at.write('earshot.json', documentOf({ ...edited, blog3: { url: feedUrl(3), evry: 'hunter2' } }));
  const broken = await at.run('push', ['--yes']);
  expect(broken).toMatchObject({ status: 1, out: '' });
  expect(broken.err).toContain('Nothing was changed. earshot.json has one mistake:');
  expect(broken.err).toContain('  feed:blog3  evry: unknown field (did you mean "every"?)\n');
  expect(broken.err).not.toMatch(CREDENTIALS);

  at.write('earshot.json', documentOf(edited));
  const dry = await at.run('push', ['--dry-run']);
  expect(dry).toMatchObject({ status: 0, out: expect.stringContaining('Nothing was changed') });
  expect(linesOf(dry.out)).toEqual([
    '  ~ feed:blog2: every 15m, was automatic',
    `  + feed:renamed is new: ${feedUrl(0)}`,
    '  - feed:blog0 goes away',
    '  - feed:blog1 goes away',
    expect.stringMatching(/^ {2}! feed:blog0 and feed:renamed have the same URL.*\/api\/feeds\/blog0\/rename first$/),
  ]);

  const unasked = await at.run('push');
  expect(unasked).toMatchObject({ status: 1, err: expect.stringContaining('--yes') });
  const keys = async () => JSON.parse(await at.kv('key', 'list')).map(({ name }: { name: string }) => name);
  expect(await keys()).toHaveLength(42);

  const pushed = await at.run('push', ['--yes']);
  expect(pushed.status).toBe(0);
  expect(linesOf(pushed.out)).toEqual(linesOf(dry.out));
  expect(await keys()).toEqual(
    ['destination:default', 'destination:team', ...Object.keys(edited).map((name) => `feed:${name}`)].toSorted(),
  );
  expect(await at.kv('key', 'get', 'feed:blog2', '--text')).toBe(`{"url":"${feedUrl(2)}","every":"15m"}\n`);
  // By its digest the Worker knows a value without reading it.
  const listed: { name: string; metadata?: unknown }[] = JSON.parse(await at.kv('key', 'list'));
  expect(listed.find(({ name }) => name === 'feed:blog2')?.metadata).toEqual({
    at: expect.any(Number),
    digest: await valueDigest(`{"url":"${feedUrl(2)}","every":"15m"}`),
  });
  expect(await at.run('push')).toMatchObject({ status: 0, out: expect.stringContaining('Nothing to do.') });
  // Values that a command wrote down for wrangler.
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('earshot-kv-'))).toEqual([]);
});

test.each([
  ['no file', null, 'earshot.json is not there. npm run pull writes one'],
  ['half a file', '{\n  "feeds": { "a": hunter2 }', 'earshot.json is not valid JSON: line 2.'],
  ['another file', '{"name": "hunter2"}', 'destinations: missing'],
  [
    'a name that is a URL',
    { destinations: {}, feeds: { 'https://hunter2.example/': '' } },
    'a URL belongs into the value',
  ],
])('%s is told with what to do, before anything is asked', async (_, content, said) => {
  if (content !== null) at.write('earshot.json', content);
  const { status, out, err } = await at.run('push', ['--yes']);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain(said);
  expect(err).not.toMatch(/hunter2|Reading/);
});

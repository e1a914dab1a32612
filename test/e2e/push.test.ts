import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigFolder } from '../support/config-command.ts';

const HOOK = 'https://hooks.slack.com/services/T0/B0/aBcDeFgHiJkL';
const TEAM = {
  type: 'webhook',
  url: 'https://in.example/hook-1234',
  headers: { authorization: 'Bearer hunter2-hunter2' },
};
/** Longest wait for a test in which wrangler is started twenty times, ms. */
const PATIENCE = 300_000;

const CREDENTIALS = /aBcDeFgHiJkL|hook-1234|hunter2/;

type Values = Readonly<Record<string, unknown>>;

const feedUrl = (at: number) => `https://blog${at}.example/comments/feed/`;
const forty: Values = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`blog${at}`, feedUrl(at)]));
const documentOf = (feeds: Values, destinations: Values = { default: HOOK, team: TEAM }) => ({ destinations, feeds });

let at: ConfigFolder;
beforeEach(() => {
  at = new ConfigFolder();
});
afterEach(() => at.remove());

/** The lines that say what changes. */
const linesOf = (out: string) => out.split('\n').filter((line) => /^ {2}[+~!-] /.test(line));

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
  expect(broken.err).toContain('Nothing was changed. In earshot.json the configuration has one thing wrong with it:');
  expect(broken.err).toContain('  feed:blog3  evry: unknown field\n');
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
  expect(await at.run('push')).toMatchObject({ status: 0, out: expect.stringContaining('Nothing to do.') });
  // Values that a command wrote down for wrangler.
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('earshot-kv-'))).toEqual([]);
});

test('what is pulled holds no credential, and pushed again it changes not a byte', { timeout: PATIENCE }, async () => {
  const odd = `  { "url":"${HOOK}" ,"pace":"1/s"}`;
  at.write('values.json', [
    { key: 'destination:default', value: odd },
    { key: 'destination:team', value: JSON.stringify(TEAM) },
    { key: 'feed:blog', value: ' https://blog.example/ ' },
    { key: 'feed:broken', value: '{"url": "https://hunter2' },
    { key: 'feeds:typo', value: 'https://hunter2.example/' },
  ]);
  await at.kv('bulk', 'put', `${at.folder}/values.json`);
  const pulled = await at.run('pull');
  expect(pulled).toMatchObject({ status: 0, err: 'Reading the local CONFIG …\n' });
  expect(pulled.out + at.read('earshot.json')).not.toMatch(CREDENTIALS);
  expect(JSON.parse(at.read('earshot.json'))).toEqual({
    $schema: './earshot.schema.json',
    destinations: {
      default: { url: 'masked:iJkL', pace: '1/s' },
      team: { type: 'webhook', url: 'masked:1234', headers: { authorization: 'masked:ter2' } },
    },
    feeds: { blog: 'https://blog.example/', broken: 'masked:ter2' },
  });
  expect(pulled.out).toContain(
    'config -- set destination:team headers.authorization secret:DESTINATION_TEAM_HEADERS_AUTHORIZATION --local',
  );
  expect(await at.run('pull')).toMatchObject({
    status: 0,
    out: expect.stringContaining('earshot.json is as CONFIG is'),
  });

  const pushed = await at.run('push');
  expect(pushed).toMatchObject({ status: 0, out: expect.stringContaining('4 as they were.\nNothing to do.') });
  expect(pushed.out).toContain('  ! feed:broken is invalid, as it was');
  expect(await at.kv('key', 'get', 'destination:default', '--text')).toBe(`${odd}\n`);

  at.write('earshot.json', at.read('earshot.json').replace('masked:1234', 'masked:9999'));
  const wrong = await at.run('push');
  expect(wrong).toMatchObject({
    status: 1,
    err: expect.stringContaining('  destination:team  url: is masked, and no such'),
  });
  const refused = await at.run('pull');
  expect(refused).toMatchObject({ status: 1, err: expect.stringContaining('changes that git does not have') });
});

test('credentials are written only into a file that git ignores', async () => {
  at.write('earshot.json', documentOf({}));
  await at.run('push');
  execFileSync('git', ['init', '-q'], { cwd: at.folder });
  expect(await at.run('pull', ['--with-credentials'])).toMatchObject({ status: 1 });
  at.write('.gitignore', 'earshot.local.json\n');
  const other = await at.run('pull', ['--with-credentials', 'earshot.json']);
  expect(other).toMatchObject({ status: 1, out: '', err: expect.stringContaining('git does not ignore earshot.json') });
  const written = await at.run('pull', ['--with-credentials']);
  expect(written.status).toBe(0);
  expect(written.out + written.err).not.toMatch(CREDENTIALS);
  expect(JSON.parse(at.read('earshot.local.json'))).toMatchObject(documentOf({}));
  expect(await at.run('push', ['earshot.local.json'])).toMatchObject({
    status: 0,
    out: expect.stringContaining('Nothing to do.'),
  });
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

test('an option that npm keeps to itself is no reason to do without it', async () => {
  at.write('earshot.json', documentOf({}));
  expect(await at.run('push', [], { npm_config_dry_run: 'true' })).toMatchObject({
    status: 2,
    out: '',
    err: expect.stringContaining('npm run push -- --dry-run'),
  });
});

test('single keys are set, shown, listed and deleted', { timeout: PATIENCE }, async () => {
  expect(await at.run('config', ['set', 'destination:default', '-'], {}, `${HOOK}\n`)).toMatchObject({ status: 0 });
  const set = await at.run('config', ['set', 'feed:blog', 'https://blog.example/']);
  expect(set).toMatchObject({ status: 0, out: expect.stringContaining('feed:blog is new: https://blog.example/') });
  expect(set.out).not.toContain('!');
  const field = await at.run('config', ['set', 'feed:blog', 'backfill', '3']);
  expect(field).toMatchObject({ status: 0, out: expect.stringContaining('feed:blog: backfill 3, was 0') });
  expect(await at.run('config', ['get', 'feed:blog'])).toMatchObject({
    out: '{"url":"https://blog.example/","backfill":3}\n',
  });
  expect(await at.run('config', ['get', 'destination:default'])).toMatchObject({ out: 'masked:iJkL\n' });
  expect(await at.run('config', ['get', 'destination:default', '--credential'])).toMatchObject({ out: HOOK });
  expect(await at.run('config', ['list'])).toMatchObject({
    out: 'destination:default  masked:iJkL\nfeed:blog  {"url":"https://blog.example/","backfill":3}\n',
  });
  expect(await at.run('config', ['set', 'feed:blog', 'every', '1m'])).toMatchObject({
    status: 1,
    err: expect.stringContaining('  feed:blog  every: must be a time'),
  });
  expect(await at.run('config', ['set', 'fed:blog', 'https://hunter2.example/'])).toMatchObject({
    status: 1,
    err: 'Nothing was changed. fed:blog: unknown prefix: did you mean "feed:"?\n',
  });
  const gone = await at.run('config', ['delete', 'destination:default', '--yes']);
  expect(gone).toMatchObject({
    status: 0,
    out: expect.stringContaining('destination:default goes away; 1 feed names it'),
  });
  expect(await at.run('config', ['get', 'destination:default'])).toMatchObject({ status: 1 });
});

test('the feeds of a reader’s list are added, and nothing goes away', async () => {
  at.write('earshot.json', documentOf({ blog1: feedUrl(1) }));
  await at.run('push');
  at.write(
    'list.opml',
    `<opml version="1.0"><body><outline text="A"><outline text="Été" xmlUrl="https://new.example/feed"/></outline><outline xmlUrl="${feedUrl(1)}"/></body></opml>`,
  );
  const { status, out } = await at.run('push', ['--opml', 'list.opml']);
  expect(status).toBe(0);
  expect(out).toContain('list.opml has 2 feeds, of which CONFIG has 1 already.');
  expect(linesOf(out)).toEqual(['  + feed:ete is new: https://new.example/feed']);
  expect(await at.run('config', ['get', 'feed:ete'])).toMatchObject({ out: 'https://new.example/feed\n' });
});

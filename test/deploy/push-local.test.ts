import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigFolder } from '../support/config-command.ts';
import { CREDENTIALS, documentOf, feedUrl, HOOK, linesOf, PATIENCE, TEAM } from '../support/pushed.ts';

let at: ConfigFolder;
beforeEach(() => {
  at = new ConfigFolder();
});
afterEach(() => at.remove());

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

test('an option that npm keeps to itself is no reason to do without it', async () => {
  at.write('earshot.json', documentOf({}));
  expect(await at.run('push', [], { npm_config_dry_run: 'true' })).toMatchObject({
    status: 2,
    out: '',
    err: expect.stringContaining('npm run push -- --dry-run'),
  });
});

test('single keys are set, shown, listed and deleted', { timeout: PATIENCE }, async () => {
  expect(await at.run('config', ['list'])).toMatchObject({ out: '', err: expect.stringContaining('no keys yet') });
  expect(await at.run('config', ['set', 'feed:blog'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('set takes a key and its value'),
  });
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
  const pulled = await at.run('pull', ['--opml', 'mine.opml']);
  expect(pulled).toMatchObject({ status: 0, out: 'mine.opml is written: 2 feeds.\n' });
  expect(await at.run('push', ['--opml', 'mine.opml'])).toMatchObject({
    status: 0,
    out: expect.stringContaining('mine.opml has 2 feeds, of which CONFIG has 2 already.'),
  });
});

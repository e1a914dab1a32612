import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { readOptions, USAGE } from '../../scripts/local/options.ts';

const FEED = 'https://blog.example/comments.xml';
const DEFAULTS = { feed: null, to: null, backfill: 0, follow: null, fresh: false, state: '.wrangler/start' };

describe('npm start’s arguments', () => {
  test.each([
    { args: [], options: DEFAULTS },
    { args: [FEED], options: { ...DEFAULTS, feed: FEED } },
    { args: [FEED, '--backfill', '3'], options: { ...DEFAULTS, feed: FEED, backfill: 3 } },
    { args: ['--to', 'http://127.0.0.1:1/x', FEED], options: { ...DEFAULTS, feed: FEED, to: 'http://127.0.0.1:1/x' } },
    { args: [FEED, '--follow', '14d'], options: { ...DEFAULTS, feed: FEED, follow: '14d' } },
    { args: ['--fresh', '--state=/tmp/x'], options: { ...DEFAULTS, fresh: true, state: '/tmp/x' } },
  ])('$args are understood', ({ args, options }) => {
    expect(readOptions(args)).toEqual({ kind: 'run', options });
  });

  test.each([
    ['blog.example', 'https://blog.example'],
    ['blog.example/feed?type=comments', 'https://blog.example/feed?type=comments'],
    ['blog.example:8443/feed', 'https://blog.example:8443/feed'],
    ['münchen.example/feed', 'https://münchen.example/feed'],
    ['localhost:8080/feed', 'http://localhost:8080/feed'],
    ['127.0.0.1/feed', 'http://127.0.0.1/feed'],
    ['[::1]:4999/feed', 'http://[::1]:4999/feed'],
    ['[2606:4700::1111]/feed', 'https://[2606:4700::1111]/feed'],
    ['HTTPS://blog.example/', 'HTTPS://blog.example/'],
  ])('%s without a scheme is taken as %s', (given, feed) => {
    expect(readOptions([given])).toEqual({ kind: 'run', options: { ...DEFAULTS, feed } });
  });

  test.each([['--help'], ['-h'], [FEED, '--help']])('%s asks for help', (...args) => {
    expect(readOptions(args)).toEqual({ kind: 'help' });
  });

  test('the help names every option with its default, and fits 80 columns', () => {
    for (const option of ['--to', '--backfill', '--follow', '--fresh', '--state']) {
      expect(USAGE).toMatch(new RegExp(`^ {2}${option}\\b[^(]*(?:\\n {18}[^(]*)*\\(default: `, 'm'));
    }
    expect(USAGE.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
  });

  test.each([
    { args: ['--wat'], says: /Unknown option '--wat'/ },
    { args: ['blog'], says: /The feed is not a URL/ },
    { args: ['./feed.xml'], says: /The feed is not a URL/ },
    { args: ['http:///x'], says: /The feed is not a URL/ },
    { args: ['https:blog.example'], says: /The feed is not a URL/ },
    { args: [FEED, '--to', 'https:///hook'], says: /--to is not a URL/ },
    { args: ['ftp://blog.example/feed'], says: /The feed has to begin with https:/ },
    { args: ['https://me:secret@blog.example/feed'], says: /The feed has a user name or password/ },
    { args: ['me:secret@blog.example/feed'], says: /The feed has/ },
    { args: [FEED, '--to', 'nowhere'], says: /--to is not a URL, like https:\/\/\S*(?:hook|services)/ },
    { args: ['blog.example:99999/feed'], says: /The feed has a port above 65535/ },
    { args: ['https://blog.example:65536'], says: /The feed has a port above 65535/ },
    { args: ['localhost:99999'], says: /The feed has a port above 65535/ },
    { args: ['[::1]:70000/feed'], says: /The feed has a port above 65535/ },
    { args: [FEED, '--to', 'hook.example:99999/secret'], says: /--to has a port above 65535/ },
    { args: ['blog.example:port/feed'], says: /The feed is not a URL/ },
    { args: ['[::x]:4999/feed'], says: /The feed is not a URL/ },
    { args: [FEED, '--https://hook.example/secret'], says: /Unknown option/ },
    { args: [FEED, '--fresh=secret'], says: /'--fresh' does not take an argument/ },
    { args: [FEED, 'https://hook.example/secret'], says: /One feed at a time/ },
    { args: [FEED, '--to'], says: /--to/ },
    { args: [FEED, '--backfill', 'all'], says: /--backfill takes a number of comments, 0 to 999999/ },
    { args: [FEED, '--backfill', '-1'], says: /--backfill/ },
    { args: [FEED, '--follow', 'always'], says: /--follow takes a number of days from 1d to 366d/ },
    { args: ['--follow', '14d'], says: /--follow needs the URL of a site/ },
    { args: [FEED, '--follow', '14d', '--backfill', '3'], says: /--backfill does nothing with --follow/ },
    { args: [FEED, '--state='], says: /--state takes the path/ },
    { args: [FEED, 'https://two.example/'], says: /One feed at a time/ },
  ])('$args are refused with a reason', ({ args, says }) => {
    const command = readOptions(args);
    expect(command).toMatchObject({ kind: 'error', error: expect.stringMatching(says) });
    expect(JSON.stringify(command)).not.toMatch(/secret|nowhere/);
  });
});

describe('options before npm’s --, which npm takes for its own', () => {
  // What npm 11 leaves of them; `--to` it takes for short of its own `--token-description`.
  test.each([
    { line: `${FEED} --backfill 5`, args: [FEED, '5'], env: { backfill: 'true' }, type: `${FEED} --backfill 5` },
    { line: `${FEED} --backfill=5`, args: [FEED], env: { backfill: '5' }, type: `${FEED} --backfill 5` },
    { line: `--fresh ${FEED}`, args: [FEED], env: { fresh: 'true' }, type: `${FEED} --fresh` },
    { line: `--follow 14d ${FEED}`, args: ['14d', FEED], env: { follow: 'true' }, type: `${FEED} --follow <time>` },
    { line: '--state /tmp/x', args: ['/tmp/x'], env: { state: 'true' }, type: '--state <path>' },
    { line: '--fresh', args: [], env: { fresh: 'true' }, type: '--fresh' },
    { line: '--backfill 5, of the sample', args: ['5'], env: { backfill: 'true' }, type: '--backfill 5' },
    {
      line: '--state ./x.d blog.example/feed',
      args: ['./x.d', 'blog.example/feed'],
      env: { state: 'true' },
      type: 'blog.example/feed --state <path>',
    },
    {
      line: 'localhost:8080/feed --state=x',
      args: ['localhost:8080/feed'],
      env: { state: 'x' },
      type: 'localhost:8080/feed --state <path>',
    },
    {
      line: '--fresh of a URL with a password',
      args: ['https://me:secret@blog.example/feed'],
      env: { fresh: 'true' },
      type: '<feed-url> --fresh',
    },
    {
      line: `${FEED} --to https://hook.example/secret`,
      args: [FEED],
      env: { token_description: 'https://hook.example/secret' },
      type: `${FEED} --to <url>`,
    },
    {
      line: `${FEED} --to https://hook.example/secret --fresh, with an older npm`,
      args: [FEED, 'https://hook.example/secret'],
      env: { to: 'true', fresh: 'true' },
      type: '<feed-url> --to <url> --fresh',
    },
    {
      line: '--to https://hook.example/secret, with an older npm',
      args: ['https://hook.example/secret'],
      env: { to: 'true' },
      type: '--to <url>',
    },
  ])('npm start $line: says what to type', ({ args, env, type }) => {
    const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [`npm_config_${name}`, value]));
    const command = readOptions(args, variables);
    expect(command).toMatchObject({ kind: 'error', error: expect.stringContaining(`\n  npm start -- ${type}\n`) });
    expect(JSON.stringify(command)).not.toContain('secret');
  });

  test('other settings of npm’s are none', () => {
    expect(readOptions([FEED], { npm_config_token_description: 'my laptop' })).toMatchObject({ kind: 'run' });
  });
});

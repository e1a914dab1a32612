import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesOf } from '../../worker/config/changes.ts';
import { checkingElsewhere } from '../../worker/config/check-value.ts';
import { documentOf, documentWithCredentials, readDocument } from '../../worker/config/document.ts';

const HOOK = 'https://hooks.slack.com/services/T0/B0/aBcDeFgHiJkL';
const elsewhere = checkingElsewhere(false);

const entries = new Map([
  ['feed:blog', 'https://blog.example/comments/feed/'],
  ['feed:wide', ' {"url": "https://wide.example/",  "to": ["default", "team"], "auth": "reader:hunter2-hunter2"} '],
  ['feed:broken', '{"url": "https://broken.exam'],
  ['feed:hidden', 'secret:FEED_URL'],
  ['destination:default', HOOK],
  ['destination:team', JSON.stringify({ type: 'webhook', url: 'https://in.example/hook', secret: 'secret:WHSEC' })],
  ['feeds:typo', 'https://typo.example/'],
]);

/** Changes from these entries to a document, as a push or PUT of its JSON would make them. */
function changed(document: unknown, from: ReadonlyMap<string, string> = entries) {
  const read = readDocument(JSON.parse(JSON.stringify(document)));
  return read.ok ? changesOf(from, read.value, elsewhere) : read;
}

function sentences(document: unknown, from = entries): readonly string[] {
  const result = changed(document, from);
  return result.ok ? result.value.changes.map(({ sentence }) => sentence) : [JSON.stringify(result)];
}

describe('the document of CONFIG', () => {
  const document = documentOf(entries);

  test('has every value, in the order of names, and no credential', () => {
    expect(document).toEqual({
      destinations: {
        default: 'masked:iJkL',
        team: { type: 'webhook', url: 'masked:hook', secret: 'secret:WHSEC' },
      },
      feeds: {
        blog: 'https://blog.example/comments/feed/',
        broken: 'masked:exam',
        hidden: 'secret:FEED_URL',
        wide: { url: 'https://wide.example/', to: ['default', 'team'], auth: 'masked:ter2' },
      },
    });
  });

  test.each([
    ['masked', document],
    ['with credentials', documentWithCredentials(entries)],
    [
      'with a lone URL as an object',
      { ...document, feeds: { ...document.feeds, blog: { url: entries.get('feed:blog') } } },
    ],
  ])('that is put back %s changes nothing, not even what is invalid', (_, given) => {
    expect(changed(given)).toMatchObject({ ok: true, value: { changes: [], unchanged: { length: 6 } } });
  });

  test('that is put back says what is wrong with what stands there', () => {
    const result = changed(document);
    expect(result.ok && result.value.warnings).toEqual([
      'feed:broken is invalid, as it was: starts like a JSON object, but is not valid JSON',
      'feeds:typo is left as it is: unknown prefix: did you mean "feed:"?',
    ]);
  });

  test('of any entries, put back, changes nothing', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,10}$/);
    const key = fc.tuple(fc.constantFrom('feed:', 'destination:'), name).map(([prefix, end]) => prefix + end);
    const text = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.dictionary(fc.string(), fc.jsonValue()).map((one) => JSON.stringify(one)),
    );
    fc.assert(
      fc.property(fc.dictionary(key, text), (values) => {
        const from = new Map(Object.entries(values));
        expect(changed(documentOf(from), from)).toMatchObject({ ok: true, value: { changes: [] } });
      }),
    );
  });
});

describe('what changes', () => {
  const { destinations, feeds } = documentOf(entries);

  test('is said in words, without a credential', () => {
    const { broken: _, ...others } = feeds;
    expect(
      sentences({
        destinations: { ...destinations, mail: { type: 'email', from: 'a@blog.example', to: 'b@blog.example' } },
        feeds: {
          ...others,
          blog: { url: 'https://blog.example/comments/feed/', every: '15m', exclude: ['=casino'] },
          wide: { url: 'https://wide.example/', auth: 'reader:other-password' },
          news: 'https://news.example/comments',
        },
      }),
    ).toEqual([
      'destination:mail is new: email',
      'feed:blog: every 15m, was automatic; exclude =casino',
      'feed:wide: auth is another; to default, was default, team',
      'feed:news is new: https://news.example/comments',
      'feed:broken goes away',
    ]);
  });

  test('holds the stored credential where the document has its mask', () => {
    const team = { type: 'webhook', url: 'masked:hook', secret: 'secret:WHSEC', pace: '1/s' };
    const result = changed({ destinations: { ...destinations, team }, feeds });
    expect(result.ok && result.value.changes).toEqual([
      {
        key: 'destination:team',
        kind: 'changed',
        text: JSON.stringify({ ...team, url: 'https://in.example/hook' }),
        sentence: 'destination:team: pace 1/s, was the platform’s own',
      },
    ]);
  });

  test('says of a destination that goes how many feeds name it, and that their messages wait', () => {
    const { default: _, ...others } = destinations;
    const result = changed({ destinations: others, feeds });
    expect(result).toMatchObject({
      ok: true,
      value: {
        changes: [
          { key: 'destination:default', text: null, sentence: 'destination:default goes away; 4 feeds name it' },
        ],
      },
    });
    expect(result.ok && result.value.warnings).toContain(
      'destination:default is not there: messages of feed:blog, feed:broken, feed:hidden, feed:wide wait until it is',
    );
  });

  test('says of a feed that comes under another name that its memory does not come with it', () => {
    const { blog, ...others } = feeds;
    const result = changed({ destinations, feeds: { ...others, journal: blog } });
    expect(result.ok && result.value.changes.map(({ key, kind }) => [key, kind])).toEqual([
      ['feed:journal', 'new'],
      ['feed:blog', 'gone'],
    ]);
    expect(result.ok && result.value.warnings[0]).toMatch(
      /^feed:blog and feed:journal have the same URL.*blog\/rename/,
    );
  });

  test('does not let control characters of a value reach a terminal', () => {
    const said = sentences({
      destinations,
      feeds: { ...feeds, blog: { url: 'https://b.example/', exclude: ['\u001b[2J\u202e'] } },
    });
    expect(said[0]).toContain('exclude ?[2J?');
  });
});

describe('what is wrong with a document', () => {
  const { destinations, feeds } = documentOf(entries);

  test.each<[unknown, readonly (readonly [string, string | null])[]]>([
    [null, [['', null]]],
    [[], [['', null]]],
    [{ feeds: {} }, [['', 'destinations']]],
    [
      { feeds: [], destinations: {}, feed: {} },
      [
        ['', 'feed'],
        ['', 'feeds'],
      ],
    ],
    [{ destinations: {}, feeds: { 'No Name': 'https://x.example/' } }, [['feed:No Name', null]]],
    [{ destinations: {}, feeds: { 'https://me:hunter2@x.example/': 'x' } }, [['feed:https://…', null]]],
    [
      { destinations: { a: 7, b: null, c: [] }, feeds: {} },
      [
        ['destination:a', null],
        ['destination:b', null],
        ['destination:c', null],
      ],
    ],
    [
      { destinations, feeds: { ...feeds, blog: { url: 'https://b.example/', evry: 'hunter2' } } },
      [['feed:blog', 'evry']],
    ],
    [
      { destinations, feeds: { ...feeds, wide: { url: 'https://b.example/', auth: 'masked:zzzz' } } },
      [['feed:wide', 'auth']],
    ],
    [{ destinations, feeds: { ...feeds, more: 'masked:feed' } }, [['feed:more', null]]],
    [{ destinations: { ...destinations, x: 'http://hunter2.example/' }, feeds }, [['destination:x', 'url']]],
  ])('%j is told with key and field, and nothing of the value', (document, expected) => {
    const result = changed(document);
    expect(result.ok ? null : result.issues.map(({ key, field }) => [key, field])).toEqual(expected);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('is not that a secret is missing, where the Worker’s secrets are not known', () => {
    const later = { type: 'telegram', token: 'secret:TELEGRAM', chat: '@news' };
    expect(
      changed({ destinations: { later, bare: 'secret:URL', web: 'https://in.example/' }, feeds: {} }),
    ).toMatchObject({ ok: true });
    const known = { secrets: () => undefined, areKnown: true };
    const read = readDocument({ destinations: { later }, feeds: {} });
    expect(read.ok && changesOf(new Map(), read.value, known)).toMatchObject({
      ok: false,
      issues: [{ key: 'destination:later', field: 'token' }],
    });
    expect(changed({ destinations: { own: 'secret:ADMIN_TOKEN' }, feeds: {} })).toMatchObject({ ok: false });
    expect(changed({ destinations: { later: { ...later, chat: '' } }, feeds: {} })).toMatchObject({
      ok: false,
      issues: [{ field: 'chat' }],
    });
  });
});

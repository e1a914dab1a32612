import { describe, expect, test } from 'vitest';
import type { FeedRequest } from '../../worker/io/fetch-feed.ts';
import { bodyServed, echoAt, fetchServed, servedAt, textOf } from '../support/served.ts';

/** Headers of a request, as the server had them. */
async function sentWith(more: Partial<FeedRequest>): Promise<Record<string, string>> {
  const { headers }: { headers: Record<string, string> } = JSON.parse(textOf(await bodyServed(echoAt(), more)));
  return headers;
}

const validatorsOf = async (headers: readonly (readonly [string, string])[]) =>
  (await bodyServed(servedAt({ headers, body: '<rss/>' }))).validators;

const etagOf = (at: string) => async (url: string) => (url === at ? { etag: '"v1"', lastModified: null } : null);

describe('the validators of an answer', () => {
  test.each([
    ['a strong tag', '"v1"'],
    ['a weak tag', 'W/"v1"'],
    ['a weak tag in lower case, which is none', 'w/"v1"'],
    ['a tag without quotes', 'v1'],
    ['a tag with half of its quotes', '"v1'],
    ['an empty tag', '""'],
    ['a tag with commas, quotes and backslashes in it', '"a, W/"b\\"'],
    ['what Apache adds where it packs', '"5f-61-gzip"'],
  ])('are sent back to the byte: %s', async (_case, etag) => {
    const known = await validatorsOf([['ETag', etag]]);
    const sent = await sentWith({ validatorsOf: async () => known });
    expect([known.etag, sent['if-none-match']]).toEqual([etag, etag]);
  });

  test('are both sent where there are two: which counts is the server’s to know', async () => {
    const known = await validatorsOf([
      ['ETag', 'W/"1"'],
      ['Last-Modified', 'Mon, 02 Nov 2026 00:00:00 +0000'],
    ]);
    expect(await sentWith({ validatorsOf: async () => known })).toMatchObject({
      'if-none-match': 'W/"1"',
      'if-modified-since': 'Mon, 02 Nov 2026 00:00:00 +0000',
    });
  });

  test('of two tags in one answer are a list, as HTTP has it', async () => {
    const known = await validatorsOf([
      ['ETag', '"a"'],
      ['ETag', '"b"'],
    ]);
    expect((await sentWith({ validatorsOf: async () => known }))['if-none-match']).toBe('"a", "b"');
  });

  test.each([
    ['an asterisk, which would mean any', '*'],
    ['bytes beyond ASCII, which would come back changed', '"é"'],
    ['more than a thousand characters', `"${'x'.repeat(1_000)}"`],
  ])('are not kept where the tag is %s', async (_case, etag) => {
    const known = await validatorsOf([
      ['ETag', etag],
      ['Last-Modified', 'Mon, 02 Nov 2026 00:00:00 GMT'],
    ]);
    expect(known).toEqual({ etag: null, lastModified: 'Mon, 02 Nov 2026 00:00:00 GMT' });
    const sent = await sentWith({ validatorsOf: async () => known });
    expect(sent['if-none-match']).toBeUndefined();
    expect(sent['if-modified-since']).toBe('Mon, 02 Nov 2026 00:00:00 GMT');
  });

  test('are sent to no other address than theirs, also where a redirect leads there', async () => {
    const there = echoAt();
    const home = servedAt({ status: 301, headers: [['Location', there]] });
    const { headers: sent } = JSON.parse(textOf(await bodyServed(home, { validatorsOf: etagOf(home) })));
    expect(sent['if-none-match']).toBeUndefined();
    const { headers: theirs } = JSON.parse(textOf(await bodyServed(home, { validatorsOf: etagOf(there) })));
    expect(theirs['if-none-match']).toBe('"v1"');
  });
});

test('a 304 says where it was had, and whether permanent redirects alone led there', async () => {
  const there = servedAt({ status: 304, headers: [['ETag', '"v1"']] });
  const known = { validatorsOf: etagOf(there) };
  const answers = [308, 302].map((status) => fetchServed(servedAt({ status, headers: [['Location', there]] }), known));
  expect((await Promise.all(answers)).map((answer) => answer.ok && answer.value)).toMatchObject([
    { kind: 'unmodified', url: there, movedTo: there },
    { kind: 'unmodified', url: there, movedTo: null },
  ]);
});

test('a 304 to a request without a condition is a failure', async () => {
  expect(await fetchServed(servedAt({ status: 304 }))).toMatchObject({ ok: false, reason: 'status', status: 304 });
});

test.each(['gzip', 'br'] as const)('a body packed with %s is asked for, and unpacked', async (packing) => {
  expect((await sentWith({}))['accept-encoding']?.split(/, ?/)).toContain(packing);
  const body = '<rss>'.padEnd(500, 'ä');
  expect(textOf(await bodyServed(servedAt({ body, packing })))).toBe(body);
});

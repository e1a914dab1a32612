import { describe, expect, test } from 'vitest';
import { ask, asked, body, FEED, redirect, web } from './web.ts';

const hops = () => asked.map(({ url }) => url);

describe('redirects', () => {
  test.each([
    ['permanent all along', [301, 308], 'https://c.example/feed'],
    ['permanent, then not', [301, 302], null],
    ['for now', [307], null],
    ['none', [], null],
  ])('%s: moved to %s', async (_case, statuses, movedTo) => {
    const chain = [FEED, 'https://b.example/feed', 'https://c.example/feed'].slice(0, statuses.length + 1);
    for (const [at, status] of statuses.entries())
      web.set(chain[at] ?? '', () => redirect(chain[at + 1] ?? '', status));
    web.set(chain.at(-1) ?? '', () => new Response('x'));
    expect(await body()).toMatchObject({ url: chain.at(-1), movedTo });
  });

  test('are followed where they are relative', async () => {
    web.set(FEED, () => redirect('/comments?a=1'));
    web.set('https://blog.example/comments?a=1', () => new Response('x'));
    expect((await body()).url).toBe('https://blog.example/comments?a=1');
  });

  test('are followed five times', async () => {
    for (let hop = 0; hop < 9; hop++)
      web.set(hop === 0 ? FEED : `${FEED}/${hop}`, () => redirect(`${FEED}/${hop + 1}`));
    expect(await ask()).toMatchObject({ ok: false, reason: 'redirects' });
    expect(asked).toHaveLength(6);
  });

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://localhost/',
    'file:///etc/passwd',
    'https://u:p@b.example/',
  ])('to %s are refused, not followed, not repeated', async (location) => {
    web.set(FEED, () => redirect(location, 301));
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, reason: 'blocked' });
    expect(JSON.stringify(answer)).not.toContain(location);
    expect(hops()).toEqual([FEED]);
  });

  test('take the feed’s headers and password to no other origin', async () => {
    web.set(FEED, () => redirect('https://blog.example/moved'));
    web.set('https://blog.example/moved', () => redirect('http://blog.example/feed'));
    web.set('http://blog.example/feed', () => new Response('x'));
    await body({ headers: { 'x-key': 'k' }, auth: 'ines:pässword' });
    expect(asked.map(({ headers }) => [headers.get('x-key'), headers.get('authorization')])).toEqual([
      ['k', 'Basic aW5lczpww6Rzc3dvcmQ='],
      ['k', 'Basic aW5lczpww6Rzc3dvcmQ='],
      [null, null],
    ]);
  });

  test('leave a feed that is asked elsewhere than configured without them', async () => {
    web.set('https://b.example/feed', () => new Response('x'));
    await body({ url: 'https://b.example/feed', auth: 'a:b' });
    expect(asked[0]?.headers.get('authorization')).toBeNull();
  });
});

import { expect, test } from 'vitest';
import { olderPage } from '../../worker/rules/continuity.ts';
import { decide } from '../../worker/rules/decide.ts';
import type { Seen, SeenPage, Watch } from '../../worker/rules/watch.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { comment, page, PolledFeed, START, timeOf } from '../support/watch.ts';

const SHOWN = 15_000;
const NOW = timeOf(100_000);

/** A watch that remembers thirty thousand such comments. */
function remembering(of: typeof page, fields: Parameters<typeof page>[2]): Watch {
  const { watch } = PolledFeed.of(of(SHOWN, 1, fields), { at: NOW });
  const again = PolledFeed.of(of(2 * SHOWN, SHOWN + 1, fields), { at: NOW }).watch;
  return { ...watch, known: [...watch.known, ...again.known] };
}

function seen(shown: SeenPage): Seen {
  const address = { host: 'blog', page: 'blog/feed' };
  return {
    kind: 'whole',
    page: shown,
    older: [],
    olderEnd: null,
    olderUrl: null,
    address,
    source: 'config',
    home: null,
  };
}

test.each<[string, Parameters<typeof page>[2]]>([
  ['ordinary', () => ({})],
  ['all with one text', () => ({ content: 'Buy now' })],
  ['all with one ID', () => ({ id: 'same' })],
  ['all of one author and time', () => ({ author: 'Ada', time: START, link: '/post' })],
  ['all with one ID, author and time', () => ({ id: 'same', author: 'Ada', time: START, link: '/post' })],
  ['all the same', () => ({ id: 'same', author: 'Ada', time: START, link: '/post', content: 'Buy now' })],
  ['without times, authors or links', () => ({ time: null, author: null, link: null })],
  ['with times that rise and fall', (n) => ({ time: START + (n % 2) * 1000 })],
])('15,000 comments, %s, with 30,000 remembered, are decided in well under a second', (_what, fields) => {
  const watch = remembering(page, fields);
  for (const shown of [
    page(SHOWN, 1, fields),
    page(4 * SHOWN, 3 * SHOWN + 1, fields),
    page(4 * SHOWN, 3 * SHOWN + 1),
  ]) {
    const ms = cpuMilliseconds(() => {
      olderPage(watch, seen(shown), 0, NOW);
      decide({ name: 'feed', backfill: 0 }, watch, seen(shown), 0, NOW);
    });
    expect(ms).toBeLessThan(1000);
  }
});

test('a page of one comment over and over is one comment', () => {
  const shown = Array.from({ length: SHOWN }, () => comment(1));
  expect(new PolledFeed().poll(shown).held).toEqual([1]);
});

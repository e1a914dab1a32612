import { expect, test } from 'vitest';
import { parseFeed } from '../../worker/feed/parse.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { HOSTILE } from './hostile.ts';

test.for(HOSTILE)('%s: read within a second, to its bounds', ([, make, count]) => {
  const made = make();
  const body = typeof made === 'string' ? new TextEncoder().encode(made) : made;
  let result: ReturnType<typeof parseFeed> | undefined;
  const ms = cpuMilliseconds(() => {
    result = parseFeed(body, { url: 'http://h.example/feed', contentType: null });
  });
  expect(result?.ok === true ? result.value.entries.length : null).toBe(count);
  expect(ms).toBeLessThan(1000);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('entities of a DOCTYPE neither change text nor are fetched', () => {
  const body =
    '<!DOCTYPE rss [<!ENTITY lt "PWNED"><!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><guid>1</guid><title>&lt;i> &x;</title></item></channel></rss>';
  const result = parseFeed(new TextEncoder().encode(body), { url: 'http://h.example/feed', contentType: null });
  expect(result).toMatchObject({ ok: true, value: { entries: [{ title: '&x;' }] } });
});

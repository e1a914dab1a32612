import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { readEntries } from '../../worker/io/kv.ts';
import { emptyKv, kvWith } from '../support/shard.ts';

beforeEach(emptyKv);

describe('entries of KV', () => {
  test.each<[string, KVNamespacePutOptions | undefined, number | null]>([
    ['the instant in its metadata', { metadata: { at: 1234 } }, 1234],
    ['none where it has no metadata', undefined, null],
    ['none where its metadata is a stranger’s', { metadata: { at: 'noon' } }, null],
    ['none where its metadata is no object', { metadata: 'at' }, null],
  ])('have the value as text and %s', async (_what, options, at) => {
    await env.CONFIG.put('feed:a', '{"url":1', options);
    expect(await readEntries(env.CONFIG, ['feed:a'])).toEqual({
      ok: true,
      value: new Map([['feed:a', { value: '{"url":1', at }]]),
    });
  });

  test('are null where there is no such key, and there may be more than one bulk read takes', async () => {
    await env.CONFIG.put('feed:150', 'last');
    const keys = Array.from({ length: 151 }, (_, at) => `feed:${at}`);
    const read = await readEntries(env.CONFIG, keys);
    expect(read.ok && read.value.size).toBe(151);
    expect(read.ok && read.value.get('feed:0')).toBeNull();
    expect(read.ok && read.value.get('feed:150')).toEqual({ value: 'last', at: null });
  });

  test('are a failure as a whole where KV throws', async () => {
    const broken = kvWith({ getWithMetadata: async () => Promise.reject(new Error('429')) });
    expect(await readEntries(broken, ['feed:a'])).toMatchObject({ ok: false, reason: 'kv' });
  });
});

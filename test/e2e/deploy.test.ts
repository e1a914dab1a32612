import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Clone } from '../support/clone.ts';
import { Cloudflare, TOKEN } from '../support/cloudflare.ts';

const URL = 'https://blog.example/comments/feed/';
const PUT = `npx wrangler kv key put --remote --binding CONFIG feed:blog ${URL}`;

let cloudflare: Cloudflare;
let clone: Clone;

beforeAll(async () => {
  cloudflare = await Cloudflare.open();
});
afterAll(() => cloudflare.close());
beforeEach(() => {
  cloudflare.reset();
  clone = freshClone();
});
afterEach(() => clone.remove());

function freshClone(): Clone {
  return new Clone({ CLOUDFLARE_API_BASE_URL: cloudflare.url, CLOUDFLARE_API_TOKEN: TOKEN });
}

const BOTH = { CONFIG: 'earshot-config', SEEN: 'earshot-seen' };

describe('npm run deploy', () => {
  test(
    'makes a Worker with its namespaces and its cron trigger, which the next deploy, of another clone, finds',
    { timeout: 240_000 },
    async () => {
      const before = clone.read('wrangler.toml');
      expect(await clone.run('npm run deploy')).toMatchObject({ status: 0 });
      expect(cloudflare.namespacesOf('earshot')).toEqual(BOTH);
      expect([...(cloudflare.uploads[0]?.parts.keys() ?? [])]).toEqual(['metadata', 'index.js']);
      expect(cloudflare.workers.get('earshot')?.crons).toEqual(['*/5 * * * *']);

      const second = freshClone();
      try {
        expect(await second.run(PUT)).toMatchObject({ status: 0 });
        expect(cloudflare.values).toEqual(new Map([['earshot-config/feed:blog', URL]]));
        expect(await second.run('npm run deploy')).toMatchObject({ status: 0 });
        expect(cloudflare.namespacesOf('earshot')).toEqual(BOTH);
        expect(cloudflare.namespaces.size).toBe(2);
        expect(cloudflare.uploads[1]?.metadata.keep_bindings).toContain('secret_text');
        expect([clone.read('wrangler.toml'), second.read('wrangler.toml')]).toEqual([before, before]);
      } finally {
        second.remove();
      }
    },
  );

  test('refuses where nobody is logged in, and says what to do', async () => {
    const refused = await clone.run('npm run --silent deploy', { CLOUDFLARE_API_TOKEN: '' });
    expect(refused).toEqual({
      status: 1,
      text: expect.stringMatching(/^Nothing was deployed: .*\n\n +npx wrangler login/),
    });
    expect(cloudflare.requests).toEqual([]);
  });
});

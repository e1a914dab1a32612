import { describe, expect, test } from 'vitest';
import { Deploying, NAMESPACES } from '../support/deploying.ts';

const URL = 'https://blog.example/comments/feed/';
const PUT = `npx wrangler kv key put --remote --binding CONFIG feed:blog ${URL}`;

const deploying = new Deploying();

describe('npm run deploy', () => {
  test(
    'makes a Worker with its namespaces and its cron trigger, which the next deploy, of another clone, finds',
    { timeout: 240_000 },
    async () => {
      const before = deploying.clone.read('wrangler.toml');
      expect(await deploying.clone.run('npm run deploy')).toMatchObject({ status: 0 });
      expect(deploying.cloudflare.namespacesOf('earshot')).toEqual(NAMESPACES);
      expect([...(deploying.cloudflare.uploads[0]?.parts.keys() ?? [])]).toEqual(['metadata', 'index.js']);
      expect(deploying.cloudflare.workers.get('earshot')?.crons).toEqual(['*/5 * * * *']);

      const second = deploying.freshClone();
      try {
        expect(await second.run(PUT)).toMatchObject({ status: 0 });
        expect(deploying.cloudflare.values).toEqual(new Map([['earshot-config/feed:blog', URL]]));
        expect(await second.run('npm run deploy')).toMatchObject({ status: 0 });
        expect(deploying.cloudflare.namespacesOf('earshot')).toEqual(NAMESPACES);
        expect(deploying.cloudflare.namespaces.size).toBe(2);
        expect(deploying.cloudflare.uploads[1]?.metadata.keep_bindings).toContain('secret_text');
        expect([deploying.clone.read('wrangler.toml'), second.read('wrangler.toml')]).toEqual([before, before]);
      } finally {
        second.remove();
      }
    },
  );

  test('refuses where nobody is logged in, and says what to do', async () => {
    const refused = await deploying.clone.run('npm run --silent deploy', { CLOUDFLARE_API_TOKEN: '' });
    expect(refused).toEqual({
      status: 1,
      text: expect.stringMatching(/^Nothing was deployed: .*\n\n +npx wrangler login/),
    });
    expect(deploying.cloudflare.requests).toEqual([]);
  });
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Deploying } from '../support/deploying.ts';

const HOOK = 'https://hooks.slack.com/services/T0/B0/aBcDeFgHiJkL';

const deploying = new Deploying();

function write(feeds: number): void {
  const document = {
    destinations: { default: HOOK },
    feeds: Object.fromEntries(Array.from({ length: feeds }, (_, at) => [`blog${at}`, `https://blog${at}.example/`])),
  };
  writeFileSync(path.join(deploying.clone.folder, 'earshot.json'), JSON.stringify(document));
}

test('npm run push goes to the deployed Worker’s CONFIG, in few calls, and says when it is live', async () => {
  deploying.cloudflare.addWorker('earshot');
  write(150);
  const first = await deploying.clone.run('npm run push');
  expect(first).toMatchObject({ status: 0, text: expect.stringContaining('Done. Live within about two minutes.') });
  expect(deploying.cloudflare.values.size).toBe(151);
  expect(deploying.cloudflare.values.get('earshot-config/destination:default')).toBe(HOOK);

  write(149);
  deploying.cloudflare.requests.length = 0;
  const second = await deploying.clone.run('npm run push -- --yes');
  expect(second).toMatchObject({
    status: 0,
    text: expect.stringContaining('0 new, 0 changed, 1 deleted, 150 as they'),
  });
  expect(first.text + second.text).not.toContain('aBcDeFgHiJkL');
  expect(deploying.cloudflare.values.size).toBe(150);
  const kv = deploying.cloudflare.requests
    .filter((request) => request.includes('/storage/kv/'))
    .map((one) => one.split('/').at(-1));
  expect(kv.toSorted()).toEqual(['bulk', 'get', 'get', 'keys']);
});

test('npm run push asks in a terminal before it deletes', async () => {
  deploying.cloudflare.addWorker('earshot');
  write(2);
  await deploying.clone.run('npm run push');
  write(1);
  const no = await deploying.clone.runInTerminal('npm run push', 'n\n');
  expect(no).toMatchObject({ status: 1, text: expect.stringContaining('Delete this key? [y/N]') });
  expect(deploying.cloudflare.values.size).toBe(3);
  expect(await deploying.clone.runInTerminal('npm run push', 'y\n')).toMatchObject({ status: 0 });
  expect(deploying.cloudflare.values.size).toBe(2);
});

test.each([
  ['before the first deploy', {}, 'npm run deploy comes first'],
  ['without a login', { CLOUDFLARE_API_TOKEN: '' }, 'npx wrangler login'],
  ['with a bad token', { CLOUDFLARE_API_TOKEN: 'another-token' }, 'does not accept your login'],
  ['without a network', { CLOUDFLARE_API_BASE_URL: 'http://127.0.0.1:9/client/v4' }, 'cannot be reached'],
])('npm run push %s says what to do', async (_, env, said) => {
  write(1);
  const { status, text } = await deploying.clone.run('npm run push', env);
  expect({ status, text }).toEqual({ status: 1, text: expect.stringContaining(said) });
  expect(text).not.toContain('aBcDeFgHiJkL');
});

test('npm run push names an environment of wrangler.toml to wrangler', async () => {
  deploying.cloudflare.addWorker('earshot-staging');
  const toml = deploying.clone.read('wrangler.toml');
  const staging = '\n[env.staging]\n[[env.staging.kv_namespaces]]\nbinding = "CONFIG"\n';
  writeFileSync(path.join(deploying.clone.folder, 'wrangler.toml'), toml + staging);
  write(1);
  expect(await deploying.clone.run('npm run push -- --env staging')).toMatchObject({ status: 0 });
  expect(deploying.cloudflare.values.has('earshot-staging-config/feed:blog0')).toBe(true);
});

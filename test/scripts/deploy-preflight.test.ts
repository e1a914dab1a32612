import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { preflight } from '../../scripts/deploy/preflight.ts';
import { ACCOUNT, Cloudflare, TOKEN } from '../support/cloudflare.ts';

const LOGIN = { authorization: `Bearer ${TOKEN}` };
const TARGET = { worker: 'earshot', account: null, bindings: ['CONFIG', 'SEEN'] };
const NOTHING = { ok: true, existing: new Map() };

let cloudflare: Cloudflare;

beforeAll(async () => {
  cloudflare = await Cloudflare.open();
});
afterAll(() => cloudflare.close());
beforeEach(() => {
  cloudflare.reset();
  process.env['CLOUDFLARE_API_BASE_URL'] = cloudflare.url;
});
afterEach(() => {
  delete process.env['CLOUDFLARE_API_BASE_URL'];
});

describe('before a deploy', () => {
  test('an empty account is in order', async () => {
    expect(await preflight(LOGIN, TARGET)).toEqual(NOTHING);
  });

  test('a login that Cloudflare does not accept is refused, with what to do', async () => {
    const checked = await preflight({ authorization: 'Bearer of-last-year' }, TARGET);
    expect(checked).toEqual({ ok: false, refused: expect.stringMatching(/^Nothing was deployed: .*login/) });
    expect(checked).toEqual({ ok: false, refused: expect.stringContaining('npx wrangler login') });
    expect(JSON.stringify(checked)).not.toContain('of-last-year');
  });

  test.each([[null], [ACCOUNT]])(
    'an account without a workers.dev name is refused, with where to choose one',
    async (account) => {
      cloudflare.subdomain = null;
      expect(await preflight(LOGIN, { ...TARGET, account })).toEqual({
        ok: false,
        refused: expect.stringContaining(`https://dash.cloudflare.com/${ACCOUNT}/workers/onboarding`),
      });
    },
  );

  test('a network that does not reach Cloudflare is said to be that', async () => {
    process.env['CLOUDFLARE_API_BASE_URL'] = 'http://127.0.0.1:1/client/v4';
    expect(await preflight(LOGIN, TARGET)).toEqual({
      ok: false,
      refused: expect.stringContaining('cannot be reached'),
    });
  });

  test('of several accounts none is looked at: wrangler asks which', async () => {
    cloudflare.accounts = [ACCOUNT, 'f'.repeat(32)];
    cloudflare.subdomain = null;
    expect(await preflight(LOGIN, TARGET)).toEqual(NOTHING);
    expect(await preflight(LOGIN, { ...TARGET, account: ACCOUNT })).toMatchObject({ ok: false });
  });

  test('namespaces that a deploy left behind are found by their titles, on any page of the list', async () => {
    for (let number = 0; number < 150; number++) cloudflare.namespaces.set(`id-${number}`, `another-${number}`);
    cloudflare.namespaces.set('left', 'earshot-seen');
    expect(await preflight(LOGIN, TARGET)).toEqual({ ok: true, existing: new Map([['SEEN', 'left']]) });
    expect(await preflight(LOGIN, { ...TARGET, worker: 'earshot-two' })).toEqual(NOTHING);
  });

  test('a Worker that is there keeps the namespaces that it has', async () => {
    cloudflare.addWorker('earshot');
    expect(await preflight(LOGIN, TARGET)).toEqual(NOTHING);
  });
});

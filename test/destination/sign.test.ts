import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { deriveSecret, SIGNING_SECRET, sign, signingKey } from '../../worker/destination/sign.ts';

const KEY = '0123456789abcdef0123456789abcdef';

function secretOf(bytes: number): string {
  return `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
}

describe('sign', () => {
  it('gives the signature of the Standard Webhooks vector', async () => {
    const signing = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1_614_265_330,
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    };
    expect(await sign(signing, '{"test": 2432232314}')).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it.each([24, 25, 26, 32, 63, 64])('verifies with an own secret of %i bytes', async (bytes) => {
    const secret = secretOf(bytes);
    const headers = await sign({ id: 'msg_1', timestamp: Math.floor(Date.now() / 1000), secrets: [secret] }, '{"a":1}');
    expect(new Webhook(secret).verify('{"a":1}', headers)).toEqual({ a: 1 });
  });

  it('verifies with each secret while they are rotated, and with no other', async () => {
    const [next, current, other] = [secretOf(24), secretOf(32), secretOf(40)];
    const signing = { id: 'msg_1', timestamp: Math.floor(Date.now() / 1000), secrets: [next, current] };
    const headers = await sign(signing, '{"text":"中国人 — 😀"}');
    for (const secret of [next, current]) {
      expect(new Webhook(secret).verify('{"text":"中国人 — 😀"}', headers)).toEqual({ text: '中国人 — 😀' });
    }
    expect(() => new Webhook(other).verify('{"text":"中国人 — 😀"}', headers)).toThrow('No matching signature');
    expect(() => new Webhook(next).verify('{"text":"changed"}', headers)).toThrow('No matching signature');
  });
});

describe('deriveSecret', () => {
  it('gives each destination a secret that verifies, always the same one', async () => {
    const secret = await deriveSecret(KEY, 'default');
    expect(secret).toMatch(SIGNING_SECRET);
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(await deriveSecret(KEY, 'default')).toBe(secret);
    const headers = await sign({ id: 'msg_1', timestamp: Math.floor(Date.now() / 1000), secrets: [secret] }, '{}');
    expect(new Webhook(secret).verify('{}', headers)).toEqual({});
  });

  // Receivers keep these secrets: a change of how they are derived would break every one of them.
  it('never changes what it derives', async () => {
    expect(await deriveSecret(KEY, 'default')).toBe('whsec_nKVMUicQzYZv3mPXKBzVkKNzowSuDWWO76m7UTKqMlk=');
  });

  it('gives another secret for another destination or another key', async () => {
    const secrets = await Promise.all([
      deriveSecret(KEY, 'default'),
      deriveSecret(KEY, 'team'),
      deriveSecret(KEY.replace('0', '1'), 'default'),
    ]);
    expect(new Set(secrets).size).toBe(3);
  });

  it('does not mind the line end that a shell leaves on the key', async () => {
    expect(await deriveSecret(`${KEY}\n`, 'default')).toBe(await deriveSecret(KEY, 'default'));
  });

  it.each(['', ' '.repeat(40), KEY.slice(1)])('throws on %j, which is no key', async (key) => {
    await expect(deriveSecret(key, 'default')).rejects.toThrow(RangeError);
  });
});

describe('signingKey', () => {
  it.each([
    [undefined, null],
    ['', null],
    [KEY.slice(1), null],
    [`${KEY.slice(1)}\n`, null],
    [KEY, KEY],
    [` ${KEY}\r\n`, KEY],
  ])('%j: %j', (value, key) => {
    expect(signingKey(value)).toBe(key);
  });
});

describe('SIGNING_SECRET', () => {
  it.each([24, 25, 26, 32, 62, 63, 64])('knows a secret of %i bytes', (bytes) => {
    expect(secretOf(bytes)).toMatch(SIGNING_SECRET);
  });

  it.each([
    secretOf(0),
    secretOf(23),
    secretOf(65),
    secretOf(66),
    secretOf(32).slice('whsec_'.length),
    secretOf(32).replace('=', ''),
    `${secretOf(32)}\n`,
    secretOf(32).replace('B', '_'),
    'whsec_hunter2',
  ])('refuses %j', (secret) => {
    expect(secret).not.toMatch(SIGNING_SECRET);
  });
});

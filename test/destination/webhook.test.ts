import { Webhook } from 'standardwebhooks';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NO_REFS, type Reply } from '../../worker/destination/channel.ts';
import { deriveSecret } from '../../worker/destination/sign.ts';
import { webhook } from '../../worker/destination/webhook.ts';
import type { Answer } from '../../worker/exchange.ts';
import { created } from './messages.ts';
import { ABOUT, http, opened } from './opened.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `${SECRET.slice(0, -4)}AAAA`;
const settings = { url: 'https://receiver.example/in' };

const NOTHING: Reply = { verdict: null, receipt: null, learned: null };

/** The webhook's reading of an answer from that URL. */
async function read(url: string, answer: Answer): Promise<Reply> {
  const channel = opened(webhook, { url });
  return channel.read(answer, await channel.render(created(), NO_REFS, ABOUT));
}

describe('webhook', () => {
  it('posts the message as JSON, its fields in their order, what is absent as null', async () => {
    const { method, url, body } = http(await opened(webhook, settings).render(created({ post: null }), NO_REFS, ABOUT));
    expect({ method, url }).toEqual({ method: 'POST', url: 'https://receiver.example/in' });
    expect(body).toBe(
      '{"id":"msg_created","type":"comment.created","timestamp":"2007-02-19T23:25:36Z","data":{' +
        '"feed":{"name":"qq","title":"Comments on QQ","homePage":"https://blog.example/"},"post":null,' +
        '"comment":{"id":"tag:blog.example,2007:1.29321","url":"https://blog.example/qq.php#c29321",' +
        '"title":"Comment from Devon Young",' +
        '"author":{"name":"Devon Young","url":"https://devon.example/","avatar":null},' +
        '"published":"2007-02-19T23:25:36Z","updated":null,"language":null,' +
        '"text":"Half a billion, wow.","html":"<p>Half a billion, <em>wow</em>.</p>","truncated":false,' +
        '"inReplyTo":null,"moderation":null,"original":null}}}',
    );
  });

  it.each([
    ['the secret of its own', SECRET, [SECRET]],
    ['each of its own while they change', [OTHER, SECRET], [OTHER, SECRET]],
  ])('signs what it posts with %s, so that a receiver can verify it', async (_with, secret, secrets) => {
    const now = Date.now();
    const channel = opened(webhook, { ...settings, secret });
    const { headers, body } = http(
      await channel.render(created(), NO_REFS, { ...ABOUT, now, deliveryId: 'msg_replayed' }),
    );
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'msg_created',
      'webhook-timestamp': String(Math.floor(now / 1000)),
    });
    for (const one of secrets) expect(new Webhook(one).verify(body, { ...headers })).toEqual(JSON.parse(body));
  });

  it('signs with what is derived from SIGNING_KEY, and of the previous one while that is there', async () => {
    const keys: Record<string, string> = { SIGNING_KEY: 'a'.repeat(32), SIGNING_KEY_PREVIOUS: `${'b'.repeat(32)}\n` };
    const channel = webhook.open(settings, { name: 'team', secret: (name) => keys[name] });
    if (!channel.ok) throw new Error(channel.detail);
    const { headers, body } = http(await channel.value.render(created(), NO_REFS, { ...ABOUT, now: Date.now() }));
    for (const key of Object.values(keys)) {
      const verifier = new Webhook(await deriveSecret(key, 'team'));
      expect(verifier.verify(body, { ...headers })).toEqual(JSON.parse(body));
    }
  });

  it.each([undefined, 'a'.repeat(31)])('cannot be opened without a secret and with SIGNING_KEY %j', (key) => {
    const secret = (name: string) => (name === 'SIGNING_KEY' ? key : 'b'.repeat(32));
    expect(webhook.open(settings, { name: 'team', secret })).toMatchObject({
      ok: false,
      reason: 'config',
      key: 'destination:team',
      field: 'secret',
    });
    expect(webhook.open({ ...settings, secret: SECRET }, { name: 'team', secret })).toMatchObject({ ok: true });
  });

  it('sends headers of its owner’s, none of which is Earshot’s', async () => {
    const headers = { Authorization: 'Bearer x', 'Content-Type': 'application/cloudevents+json' };
    const request = http(await opened(webhook, { ...settings, headers }).render(created(), NO_REFS, ABOUT));
    expect(Object.keys(request.headers).toSorted()).toEqual([
      'authorization',
      'content-type',
      'webhook-id',
      'webhook-signature',
      'webhook-timestamp',
    ]);
    expect(request.headers).toMatchObject({
      authorization: 'Bearer x',
      'content-type': 'application/cloudevents+json',
    });
  });

  it.each([
    [{ headers: { 'Webhook-Id': 'x' } }, 'only Earshot'],
    [{ headers: { 'user-agent': 'x' } }, 'only Earshot'],
    [{ headers: { host: 'x' } }, 'only Earshot'],
    [{ headers: { 'x-a': '1', 'X-A': '2' } }, 'twice'],
    [{ headers: { 'x a': '1' } }, 'no HTTP header'],
    [{ headers: { 'x-a': '1\r\nx-b: 2' } }, 'no HTTP header'],
    [{ url: 'https://n8n.example/webhook-test/5f2c' }, '/webhook/'],
    [{ url: 'https://n8n.example/n8n/webhook-test/5f2c?x=1' }, '/webhook/'],
  ])('refuses %j', (fields, problem) => {
    const result = v.safeParse(webhook.schema, { ...settings, ...fields });
    expect(result.issues?.map(({ message }) => message)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([200, 204, 301, 400, 410, 429, 500])('leaves it to the status what %i means', async (status) => {
    expect(await read(settings.url, { kind: 'answered', status, retryAfter: null, body: null })).toEqual(NOTHING);
  });

  const OUTPUT = 'https://script.googleusercontent.com/macros/echo?user_content_key=x';
  it.each([
    [302, OUTPUT, 'https://script.google.com/macros/s/x/exec', { kind: 'delivered' }],
    [303, OUTPUT, 'https://script.google.com/macros/s/x/exec', { kind: 'delivered' }],
    [302, undefined, 'https://script.google.com/macros/s/x/exec', { kind: 'delivered' }],
    [307, OUTPUT, 'https://script.google.com/macros/s/x/exec', null],
    [302, 'https://accounts.google.com/ServiceLogin', 'https://script.google.com/macros/s/x/exec', null],
    [302, OUTPUT, 'https://script.google.com.evil.example/macros/s/x/exec', null],
    [302, OUTPUT, 'https://receiver.example/script.google.com', null],
  ])('%i to %s of %s, as a Google Apps Script answers once it has run: %j', async (status, location, url, verdict) => {
    const to = location === undefined ? {} : { location };
    const reply = await read(url, { kind: 'answered', status, retryAfter: null, ...to, body: null });
    expect(reply).toEqual({ ...NOTHING, verdict });
  });
});

import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { webhook } from '../../worker/destination/webhook.ts';
import { created } from './messages.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const settings = { url: 'https://receiver.example/in' };

describe('webhook', () => {
  it('posts the message as JSON, its fields in their order, what is absent as null', () => {
    const { method, url, headers, body } = webhook.render(created({ post: null }), settings);
    expect({ method, url, headers }).toEqual({
      method: 'POST',
      url: 'https://receiver.example/in',
      headers: { 'content-type': 'application/json' },
    });
    expect(body).toBe(
      '{"id":"msg_created","type":"comment.created","timestamp":"2007-02-19T23:25:36Z","data":{' +
        '"feed":{"name":"qq","title":"Comments on QQ","homePage":"https://blog.example/"},"post":null,' +
        '"comment":{"id":"tag:blog.example,2007:1.29321","url":"https://blog.example/qq.php#c29321",' +
        '"title":"Comment from Devon Young",' +
        '"author":{"name":"Devon Young","url":"https://devon.example/","avatar":null},' +
        '"published":"2007-02-19T23:25:36Z","updated":null,"language":null,' +
        '"text":"Half a billion, wow.","html":"<p>Half a billion, <em>wow</em>.</p>","truncated":false,' +
        '"inReplyTo":null,"original":null}}}',
    );
  });

  it('signs what it posts, so that a receiver can verify it', async () => {
    const timestamp = Math.floor(Date.now() / 1000);
    const request = webhook.render(created(), settings);
    const signed = await webhook.sign?.(request, { id: 'msg_created', timestamp, secrets: [SECRET] });
    expect(signed).toEqual({
      ...request,
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'msg_created',
        'webhook-timestamp': String(timestamp),
        'webhook-signature': expect.stringMatching(/^v1,/),
      },
    });
    expect(new Webhook(SECRET).verify(request.body, signed?.headers ?? {})).toEqual(JSON.parse(request.body));
  });

  it.each([
    [undefined, null],
    [SECRET, [SECRET]],
    [
      [`${SECRET.slice(0, -4)}AAAA`, SECRET],
      [`${SECRET.slice(0, -4)}AAAA`, SECRET],
    ],
  ])('signs with the secrets of its own, where it was given some: %j', (secret, secrets) => {
    expect(webhook.secrets?.(secret === undefined ? settings : { ...settings, secret })).toEqual(secrets);
  });

  it.each([200, 204, 301, 400, 410, 429, 500])('leaves it to the status what %i means', (status) => {
    expect(webhook.verdict({ kind: 'answered', status, retryAfter: null, body: 'invalid_payload' })).toBeNull();
  });
});

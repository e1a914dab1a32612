import { Webhook } from 'standardwebhooks';
import * as v from 'valibot';
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

  it.each([`${SECRET}\n`, ` ${SECRET}`, [SECRET, `${SECRET} `]])('says of %j what is wrong with it', (secret) => {
    const { issues = [] } = v.safeParse(webhook.schema, { ...settings, secret }, { abortEarly: true });
    expect(issues.flatMap((issue) => issue.issues ?? issue).map(({ message }) => message)).toContain(
      'has white space around it',
    );
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
    const request = webhook.render(created(), settings);
    expect(webhook.verdict({ kind: 'answered', status, retryAfter: null, body: null }, request)).toBeNull();
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
  ])('%i to %s of %s, as a Google Apps Script answers once it has run: %j', (status, location, url, verdict) => {
    const request = webhook.render(created(), { url });
    const to = location === undefined ? {} : { location };
    expect(webhook.verdict({ kind: 'answered', status, retryAfter: null, ...to, body: null }, request)).toEqual(
      verdict,
    );
  });
});

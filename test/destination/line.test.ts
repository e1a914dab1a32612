import { describe, expect, it } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { line } from '../../worker/destination/line.ts';
import { fixture } from './fixture/line.ts';
import { created } from './messages.ts';
import { ABOUT, http, opened } from './opened.ts';

const TOKEN = 'hunter2+hunter2/hunter2hunter2=';
const TO = 'C0123456789abcdef0123456789abcdef';

function channelWith(settings: object = {}) {
  return opened(line, { token: TOKEN, to: TO, ...settings });
}

async function requestFor(settings: object = {}, deliveryId = ABOUT.deliveryId) {
  return http(await channelWith(settings).render(created(), NO_REFS, { ...ABOUT, deliveryId }));
}

it('a comment in LINE is plain text', async () => {
  const { url, headers, body } = await requestFor();
  expect(url).toBe('https://api.line.me/v2/bot/message/push');
  expect(headers).toMatchObject({ 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` });
  expect(JSON.parse(body)).toEqual({
    to: TO,
    messages: [
      {
        type: 'text',
        text:
          'Devon Young commented on QQ & friends\n\nHalf a billion, wow.\n\n' +
          'Open the comment (https://blog.example/qq.php#c29321) · 2007-02-19 23:25 UTC · Comments on QQ',
      },
    ],
  });
});

it.each([
  ['a letter behind it', '<a href="https://a.example/">https://a.example/</a>b', 'https://a.example/ b'],
  ['a letter before it', 'b<a href="https://a.example/">https://a.example/</a>', 'b https://a.example/'],
  ['the rest of a host', '<b>https://good.example</b>.evil.example/', 'https://good.example/ .evil.example/'],
  [
    'a host that it would be the user of',
    '<b>https://good.example</b>@evil.example',
    'https://good.example/ @evil.example',
  ],
  ['another address', '<b>https://a.example/</b><i>https://b.example/</i>', 'https://a.example/ https://b.example/'],
  ['the text that its link has', '<a href="https://a.example/">b</a>c', 'b (https://a.example/) c'],
  ['the end of a sentence', '(<a href="https://a.example/">https://a.example/</a>).', '(https://a.example/).'],
])('an address is not read together with %s', async (_what, html, expected) => {
  const { body } = http(await channelWith().render(created({ comment: { html } }), NO_REFS, ABOUT));
  expect(fixture.read(body)).toContain(`\n\n${expected}\n\n`);
});

it('goes to another address, or without a sound, as the settings say', async () => {
  const { url, body } = await requestFor({ api: 'http://127.0.0.1:8081/', silent: true });
  expect(url).toBe('http://127.0.0.1:8081/v2/bot/message/push');
  expect(JSON.parse(body)).toHaveProperty('notificationDisabled', true);
});

async function key(deliveryId?: string) {
  return (await requestFor({}, deliveryId)).headers['x-line-retry-key'];
}

it('has a key that is the same at each try, and another for a replay', async () => {
  expect(await key()).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
  expect(await key()).toBe(await key());
  expect(await key('msg_replay')).not.toBe(await key());
});

it('cuts a comment at 5,000 UTF-16 units, with the rest linked', async () => {
  const comment = { html: `<p>${'中国人民'.repeat(2_000)}</p>` };
  const { body } = http(await channelWith().render(created({ comment }), NO_REFS, ABOUT));
  expect(fixture.read(body).length).toBeGreaterThan(4_990);
  expect(fixture.read(body)).toContain('…\nRead the rest (');
});

it('a roundup shows as many comments as it says that it can, and not one more', async () => {
  const channel = channelWith();
  const comments = Array.from({ length: 60 }, (_, at) =>
    created({ comment: { id: `c${at}`, text: `word ${at} `.repeat(9) } }),
  );
  const room = channel.capacity?.(comments) ?? 0;
  const shown = async (count: number) => {
    const request = await channel.roundup?.(comments.slice(0, count), NO_REFS, ABOUT);
    return request === undefined ? '' : fixture.read(http(request).body);
  };
  expect(room).toBeGreaterThan(10);
  expect(await shown(room)).toMatch(new RegExp(`^${room} comments in (?!.*… and)`, 's'));
  expect(await shown(room + 1)).toMatch(/… and \d+ more comment/);
});

const broken = (code: string) => ({ kind: 'broken', code, probe: 'hourly' });

describe('an answer of LINE', () => {
  const sentMessages = [{ id: '461230966842064897', quoteToken: 'IStG5h1Tz7b' }];
  const DAY = 86_400_000;
  it.each([
    [200, { sentMessages }, null, '461230966842064897'],
    [200, { sentMessages: [{ id: '../x' }] }, { kind: 'config', field: 'api', detail: expect.any(String) }, null],
    [200, '<html>Sign in</html>', { kind: 'config', field: 'api', detail: expect.any(String) }, null],
    [409, { message: 'The retry key is already accepted', sentMessages }, { kind: 'delivered' }, '461230966842064897'],
    [409, { message: 'The retry key is already accepted' }, { kind: 'delivered' }, null],
    [
      400,
      {
        message: 'The request body has 1 error(s)',
        details: [{ message: 'Length must be …', property: 'messages[0].text' }],
      },
      { kind: 'message', code: 'bad_request' },
      null,
    ],
    [
      400,
      { message: "The property, 'to', in the request body is invalid (line: -, column: -)" },
      broken('invalid_to'),
      null,
    ],
    [400, { message: 'The request body has 1 error(s)', details: [{ property: 'to' }] }, broken('invalid_to'), null],
    [400, { message: 'Failed to send messages' }, broken('failed_to_send'), null],
    [
      401,
      { message: 'Authentication failed due to the following reason: invalid token' },
      broken('invalid_token'),
      null,
    ],
    [403, { message: 'Access to this API is not available for your account' }, broken('forbidden'), null],
    [404, { message: 'Not found' }, broken('not_found'), null],
    [
      429,
      { message: 'The API rate limit has been exceeded. Try again later.' },
      { kind: 'slow-down', wait: null },
      null,
    ],
    [429, { message: 'You have reached your monthly limit.' }, { kind: 'slow-down', wait: DAY }, null],
    [500, { message: 'The server has encountered an unexpected error' }, null, null],
  ])('%i %j', async (status, body, verdict, sent) => {
    const channel = channelWith();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = { kind: 'answered', status, retryAfter: null, body: text } as const;
    const receipt = sent === null ? null : { sent, thread: null };
    expect(channel.read(answer, await requestFor())).toEqual({ verdict, receipt, learned: null });
  });
});

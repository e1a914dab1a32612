import { describe, expect, test } from 'vitest';
import { CANARY, leakIn } from '../support/canary.ts';
import { comments, movableType } from '../support/feeds.ts';
import { created, WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

/** URL at which nothing listens. */
const NOBODY = `http://127.0.0.1:9/${CANARY}?token=${CANARY}`;

const SECRETS = {
  HOOK: NOBODY,
  AUTH: `user:${CANARY}`,
  TOKEN: `${CANARY}-header`,
};

/** Values of destinations that cannot be used, each with something in it that nobody may read. */
const UNUSABLE: Readonly<Record<string, unknown>> = {
  'no-url': `${CANARY}-hook`,
  'no-json': `{"url": "https://in.example/${CANARY}"`,
  'no-such-field': { url: `https://in.example/${CANARY}`, tokn: CANARY },
  'no-such-type': { url: `https://in.example/${CANARY}`, type: CANARY },
  'no-such-secret': { url: 'secret:NOT_SET', secret: `whsec_${CANARY}` },
  'no-whsec': { url: `https://in.example/${CANARY}`, secret: CANARY },
  'no-http': `ftp://in.example/${CANARY}`,
};

/** Values of feeds that cannot be used, of the same kind. */
const UNREADABLE: Readonly<Record<string, unknown>> = {
  'no-list': { url: `https://blog.example/${CANARY}`, to: { [CANARY]: CANARY } },
  'no-auth': { url: `https://blog.example/${CANARY}`, auth: CANARY },
  'no-header': { url: `https://blog.example/${CANARY}`, headers: { 'x-token': `${CANARY}\n${CANARY}` } },
  'no-time': { url: `https://blog.example/${CANARY}`, every: CANARY },
  unreachable: NOBODY,
  credentials: `http://user:${CANARY}@127.0.0.1:9/`,
};

/** Events by which all that goes wrong below is logged. */
const LOGGED = [
  'config.invalid',
  'config.unread',
  'destination.failing',
  'feed.polled',
  'feed.watching',
  'message.sent',
  'outbox.config-not-read',
  'outbox.blocked',
  'outbox.failed',
  'seen.unwritten',
  'tick.list-failed',
];

async function serveBroken(harness: WorkerHarness): Promise<void> {
  harness.feeds.serve('/malformed', `<?xml version="1.0"?><feed><entry><id>${CANARY}</id><title>${CANARY} & `);
  harness.feeds.serve('/page', `<!doctype html><title>${CANARY}</title><p>${CANARY}`);
  harness.feeds.serve('/json', `{"version": "https://jsonfeed.org/version/1.1", "${CANARY}`);
  harness.feeds.serve('/cut', { kind: 'reset', body: movableType(comments(1, 9)) });
  harness.feeds.serve('/gone', { kind: 'status', status: 410 });
  harness.feeds.serve('/away', { kind: 'status', status: 302, headers: { location: NOBODY } });
  for (const name of ['malformed', 'page', 'json', 'cut', 'gone', 'away']) await harness.watch(name, { to: 'told' });
}

test('whatever goes wrong, no line holds a URL, a secret, a comment or an exception', async () => {
  const harness = await WorkerHarness.open('test/e2e/stepping.ts', SECRETS);
  const { earshot } = harness;
  const told = await harness.destination('told');
  await harness.destination('slack', { type: 'slack' });
  (await harness.destination('refusing')).always = 403;
  await earshot.configure('destination:down', 'secret:HOOK');
  await earshot.configure('destination:with-password', `https://user:${CANARY}@in.example/`);
  for (const [name, value] of Object.entries(UNUSABLE)) await earshot.configure(`destination:${name}`, value);
  for (const [name, value] of Object.entries(UNREADABLE)) await earshot.configure(`feed:${name}`, value);
  await serveBroken(harness);
  const said = { number: 1, author: `${CANARY} <!channel>`, html: `<p>${CANARY} <a href="https://${CANARY}.example">` };
  harness.feeds.serve('/kites', movableType([said, ...comments(2, 3)]));
  const unusable = ['with-password', ...Object.keys(UNUSABLE)];
  const to = ['told', 'slack', 'refusing', 'down', ...unusable];
  await harness.watch('kites', { to, backfill: 3, auth: 'secret:AUTH', headers: { 'x-token': 'secret:TOKEN' } });

  await earshot.tick();
  await waitFor('the comments', () => created(told.messages).length === 3);
  await waitFor('the failure', () => earshot.logged('destination.failing').length === 1);
  await waitFor('a network error', () => earshot.logged('message.sent').some((line) => line['outcome'] === 'failure'));
  await waitFor('every blocked Outbox', () => earshot.logged('outbox.blocked').length === unusable.length);
  await waitFor('the notices', () => told.messages.some(({ type }) => type === 'destination.failing'));

  const held = Promise.withResolvers<number>();
  told.replies.push(held.promise);
  for (const [hour, kind] of (['refuse', 'throw'] as const).entries()) {
    harness.control.kv = { kind };
    harness.feeds.serve('/kites', movableType([said, ...comments(2, 4 + hour)]));
    await earshot.tick(earshot.nextHour);
  }
  // Answered while KV throws, which the Outbox reads next.
  held.resolve(204);
  await waitFor('a crash', () => earshot.logged('outbox.failed').at(0));

  const events = new Set(earshot.lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line).event] : [])));
  expect([...events]).toEqual(expect.arrayContaining(LOGGED));
  // People are told what is wrong with a value, and not what it is.
  const notices = told.messages.filter(({ type }) => !type.startsWith('comment.') && type !== 'feed.watching');
  expect(leakIn(notices.map((notice) => JSON.stringify(notice)))).toBeUndefined();
  // It is here that the lines are looked through.
  await harness.close();
});

describe('a run in which a line holds a destination’s URL fails', () => {
  test.each(['log', 'error'])('whichever way it came there: %s', async (LEAK) => {
    const harness = await WorkerHarness.open('test/e2e/leaking.ts', { LEAK });
    await harness.destination('default');
    await harness.earshot.tick().catch(() => null);
    await waitFor('the line', () => harness.earshot.lines.some((line) => line.includes('http://')));
    await expect(harness.close()).rejects.toThrow('holds what belongs into none');
  });
});

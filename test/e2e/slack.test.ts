import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkOf, movableType } from '../support/feeds.ts';
import { WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

let harness: WorkerHarness;

beforeAll(async () => {
  harness = await WorkerHarness.open();
});
afterAll(() => harness.close());

const HOSTILE = `<p><!channel> &lt;!channel&gt; &amp;lt;!here&amp;gt; &lt;@U123&gt; @here @channel
  &lt;https://evil.example|https://good.example&gt;
  <a href="https://evil.example/">https://good.example/</a>
  <a href="javascript:alert(1)">click</a> <a href="https://evil.example/|x&gt;">split</a></p>
  <p>${'long and longer '.repeat(1_250)}</p>`;

/** Slack was seen to refuse a message of more characters. */
const WHOLE = 13_200;

type Node = { readonly type?: string; readonly text?: unknown; readonly [key: string]: unknown };

/** Every object in the payload, whatever holds it. */
function nodes(value: unknown): readonly Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(nodes);
  return Array.isArray(value) ? inner : [value as Node, ...inner];
}

test('a hostile comment arrives in Slack as harmless text within its limits', async () => {
  const slack = await harness.destination('slack', { type: 'slack' });
  harness.feeds.serve('/hostile', movableType([{ number: 1, author: '<!channel> <@U123>', html: HOSTILE }]));
  await harness.watch('hostile', { to: 'slack', backfill: 1 });
  await harness.earshot.tick();
  await waitFor('two messages', () => slack.taken.length === 2);
  const { body = '{}' } =
    slack.taken.find((taken) => taken.body.includes(linkOf(1)) && taken.body.includes('long and longer')) ?? {};
  const payload = JSON.parse(body);

  expect(body.length).toBeLessThanOrEqual(WHOLE);
  const all = nodes(payload);
  // In rich text what is alive has an element of its own.
  const alive = all.filter(({ type = 'text' }) => /^(?:user|usergroup|broadcast|channel|emoji|team|color)$/.test(type));
  expect(alive).toEqual([]);
  const links = all.filter(({ type }) => type === 'link');
  expect(links.length).toBeGreaterThan(0);
  for (const { url } of links) expect(url).toMatch(/^https?:\/\//);
  const toEvil = links.filter(({ url }) => String(url).includes('evil.example'));
  expect(toEvil.filter(({ text }) => String(text).includes('good.example'))).toEqual([]);
  expect(
    all
      .filter(({ type }) => type === 'text')
      .map(({ text }) => text)
      .join(''),
  ).toContain('<!channel>');
  // The notification's own text and the small print are mrkdwn. A date in the reader's own zone is the one thing of ours.
  const mrkdwn = [payload.text, ...all.filter(({ type }) => type === 'mrkdwn').map(({ text }) => text)].join('\n');
  const dated = mrkdwn.replaceAll(/<!date\^\d+\^[^<>|]*\|[^<>|]*>/g, '');
  expect(dated).not.toMatch(/<[!@#]/);
  for (const [, link] of dated.matchAll(/<([^>]*)>/g)) expect(link).toMatch(/^https?:\/\/[^|\s]+(\|[^|<>]*)?$/);
  expect(dated).toContain('&lt;!channel&gt;');
  for (const key of ['link_names', 'parse']) expect(payload).not.toHaveProperty(key);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { DingTalk } from '../support/chats/dingtalk.ts';
import { Feishu } from '../support/chats/feishu.ts';
import { comments } from '../support/feeds.ts';
import { waitFor } from '../support/wait.ts';
import { WorkerHarness } from '../support/worker-harness.ts';

const SECRET = 'SECkitesAndHowTheyFall';
const WRONG = { secret: 'SECnoneOfIts', keyword: 'none of its' };
const KEYWORD = '留言';

let harness: WorkerHarness;

beforeAll(async () => {
  harness = await WorkerHarness.open();
});
afterAll(() => harness.close());

/** A robot that demands a signature and a keyword. */
type Robot = {
  readonly url: string;
  /** All text of each message, as it stands in the group. */
  readonly texts: () => readonly string[];
  readonly close: () => Promise<void>;
};

const robots: Readonly<Record<string, () => Promise<Robot>>> = {
  feishu: async () => {
    const robot = await Feishu.open(SECRET, [KEYWORD]);
    return {
      url: robot.url,
      texts: () => robot.messages.map(({ title, lines }) => [title, ...lines].join('\n')),
      close: () => robot.close(),
    };
  },
  dingtalk: async () => {
    const robot = await DingTalk.open({ token: '566cc69da782ec3f0d', secret: SECRET, keywords: [KEYWORD] });
    return {
      url: robot.url,
      texts: () => robot.taken.map(({ markdown }) => markdown.text),
      close: () => robot.close(),
    };
  },
};

test.each(Object.entries(robots))(
  '%s’s robot takes every message that is signed and has its keyword, notices too',
  async (type, open) => {
    const robot = await open();
    const right = { type, url: robot.url, secret: SECRET, keyword: KEYWORD, pace: '100/s' };
    await harness.earshot.configure(`destination:${type}`, right);
    await harness.watch(type, { to: type });
    await harness.say(type, []);
    await waitFor('the watch', () => robot.texts().length === 1);
    await harness.say(type, [...comments(1, 1), { number: 2, html: `<p>Thought 2, ${KEYWORD}</p>` }]);
    await waitFor('two comments', () => robot.texts().length === 3);
    // Other destinations' faults are notices as well.
    await harness.earshot.configure(`destination:no-${type}`, { type: 'pigeon' });
    await harness.earshot.tick(harness.earshot.nextHour);
    const texts = await waitFor('the notice', () => robot.texts().length === 4 && robot.texts());
    const [watch = '', one = '', two = '', broken = ''] = texts;
    expect(watch).toContain('is being watched');
    expect(one).toContain('Thought 1');
    expect(two).toContain('Thought 2');
    expect(broken).toContain(`destination:no-${type}`);
    // Once in each, also where the comment's own words have it.
    expect(texts.map((text) => text.split(KEYWORD).length - 1)).toEqual([1, 1, 1, 1]);
    expect(harness.earshot.logged('outbox.blocked').filter(({ destination }) => destination === type)).toEqual([]);
    await robot.close();
  },
);

test.each(
  Object.entries(robots).flatMap(([type, open]) => [[type, 'secret', open] as const, [type, 'keyword', open] as const]),
)('with another %s %s nothing goes, people are told, and all goes once it is right', async (type, field, open) => {
  const robot = await open();
  const name = `${type}-${field}`;
  const right = { type, url: robot.url, secret: SECRET, keyword: KEYWORD, pace: '100/s' };
  const others = await harness.destination(`others-${name}`, { events: ['config.invalid'] });
  await harness.earshot.configure(`destination:${name}`, { ...right, [field]: WRONG[field] });
  await harness.watch(name, { to: name, backfill: 2 });
  await harness.say(name, comments(1, 2));
  const key = `destination:${name}`;
  const told = await waitFor('the notice', () => others.messages.find(({ data }) => 'key' in data && data.key === key));
  expect(told).toMatchObject({ type: 'config.invalid', data: { key, field } });
  expect(robot.texts()).toEqual([]);
  expect(harness.earshot.logged('outbox.blocked').at(-1)).toMatchObject({ destination: name });

  await harness.earshot.configure(`destination:${name}`, right);
  await harness.earshot.kill();
  await harness.earshot.restart();
  await harness.earshot.tick(harness.earshot.nextHour);
  await waitFor('all', () => robot.texts().length === 3);
  await robot.close();
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Mailbox } from '../support/chats/mailbox.ts';
import { comments, linkOf, movableType, type Said } from '../support/feeds.ts';
import { waitFor } from '../support/wait.ts';
import { WorkerHarness } from '../support/worker-harness.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TO = { type: 'email', to: 'ada@blog.example', from: 'comments@blog.example' };

/** wrangler.toml as it is, and with the lines in it that stand there as a comment. */
const PLAIN = readFileSync(path.join(ROOT, 'wrangler.toml'), 'utf8');
const WITH_BINDING = PLAIN.replace('# [[send_email]]\n# name = "EMAIL"', '[[send_email]]\nname = "EMAIL"');

/** A folder of its own, with that wrangler.toml. */
function folderWith(toml: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-email-'));
  writeFileSync(path.join(folder, 'wrangler.toml'), toml);
  return folder;
}

/** Serves the comments, and lets them be read and sent. */
async function say(harness: WorkerHarness, said: readonly Said[]): Promise<void> {
  harness.feeds.serve('/kites', movableType(said));
  await harness.earshot.tick();
}

/** Opens a Worker that watches a feed of one comment, which it mails of. */
async function watching(toml: string, entry?: string, vars?: Readonly<Record<string, string>>) {
  const root = folderWith(toml);
  const harness = await WorkerHarness.open(entry, vars, root);
  await harness.earshot.configure('destination:mail', TO);
  await harness.watch('kites', { to: 'mail' });
  await say(harness, comments(1, 1));
  const close = async () => {
    await harness.close();
    rmSync(root, { recursive: true });
  };
  return { harness, close };
}

describe('with Cloudflare’s own binding, as it is on this machine', () => {
  const before = process.env['TMPDIR'];
  let folder: string;
  let harness: WorkerHarness;
  let close: () => Promise<void>;

  /** Mails that the binding wrote into files of that kind, in order. */
  const written = (kind: 'html' | 'text'): readonly string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.parentPath.includes(`email-${kind}`))
      .map((file) => readFileSync(path.join(file.parentPath, file.name), 'utf8'));

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'earshot-mails-'));
    process.env['TMPDIR'] = folder;
    ({ harness, close } = await watching(WITH_BINDING));
  });
  afterAll(async () => {
    await close();
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true, force: true });
  });

  test('a mail is written for each message, in text and in HTML', async () => {
    expect(WITH_BINDING).not.toBe(PLAIN);
    await waitFor('the first mail', () => written('text').length === 1 && written('html').length === 1);
    await say(harness, comments(1, 2));
    await waitFor('two mails', () => written('text').length === 2 && written('html').length === 2);
    const text = written('text').find((one) => one.includes(linkOf(2))) ?? '';
    expect(text).toMatch(
      /^Visitor 2 commented on Kites & how they fall <https:\/\/blog\.example\/archives\/kites\.php>\n/,
    );
    const html = written('html').find((one) => one.includes(linkOf(2))) ?? '';
    expect(html).toMatch(
      /^<!doctype html>.*<a href="https:\/\/blog\.example\/archives\/kites\.php#c2">Open the comment<\/a>/s,
    );
    expect(harness.earshot.logged('message.sent').map(({ outcome, status }) => [outcome, status])).toEqual([
      ['delivered', 200],
      ['delivered', 200],
    ]);
  });
});

describe('with a Worker in the place of the binding', () => {
  let mailbox: Mailbox;
  let harness: WorkerHarness;
  let close: () => Promise<void>;

  beforeAll(async () => {
    mailbox = await Mailbox.open();
    const toml = `${PLAIN}\n[[services]]\nbinding = "EMAIL"\nservice = "earshot"\nentrypoint = "Mail"\n`;
    ({ harness, close } = await watching(toml, 'test/e2e/mailing.ts', { MAILBOX: mailbox.url }));
    await waitFor('the first mail', () => mailbox.mails.length === 1);
  });
  afterAll(async () => {
    await close();
    await mailbox.close();
  });

  test('mails of one post are one thread, replies in their place', async () => {
    await say(harness, comments(1, 2));
    await waitFor('the post’s first mail', () => mailbox.mails.length === 2);
    const [watch, root] = mailbox.mails;
    expect(watch).toMatchObject({ subject: expect.stringContaining('is being watched'), to: ['ada@blog.example'] });
    expect(root).toMatchObject({
      from: { email: 'comments@blog.example', name: 'Earshot' },
      subject: 'Comments on Kites & how they fall',
      headers: { 'Auto-Submitted': 'auto-generated', 'List-Id': '<kites.earshot.blog.example>' },
    });
    expect(root?.headers).not.toHaveProperty('References');

    await say(harness, comments(1, 3));
    await waitFor('the next', () => mailbox.mails.length === 3);
    await say(harness, [...comments(1, 3), { number: 4, answers: 3 }]);
    await waitFor('the reply', () => mailbox.mails.length === 4);
    const [, , next, reply] = mailbox.mails;
    expect(next).toMatchObject({
      subject: 'Re: Comments on Kites & how they fall',
      headers: { 'In-Reply-To': root?.id, References: root?.id },
    });
    expect(reply).toMatchObject({
      subject: 'Re: Comments on Kites & how they fall',
      headers: { 'In-Reply-To': next?.id, References: `${root?.id} ${next?.id}` },
    });
    expect(reply?.text).toContain('↳ In reply to Visitor 3');
    expect(mailbox.thrown).toEqual([]);
  });

  test('the code that is thrown arrives: where the thread is refused, a mail opens a new one', async () => {
    mailbox.codes.push('E_HEADER_VALUE_INVALID');
    await say(harness, comments(1, 5));
    const opener = await waitFor('a new thread', () => mailbox.mails[4]);
    expect([mailbox.thrown, opener.subject]).toEqual([['E_HEADER_VALUE_INVALID'], 'Comments on Kites & how they fall']);
    await say(harness, comments(1, 6));
    const next = await waitFor('the next', () => mailbox.mails[5]);
    expect(next.headers).toMatchObject({ References: opener.id });
  });

  test('a failure of the moment is tried again, and what is refused for good is given up', async () => {
    mailbox.codes.push('E_INTERNAL_SERVER_ERROR', 'E_CONTENT_TOO_LARGE');
    await say(harness, comments(1, 7));
    await waitFor('the refusal', () =>
      harness.earshot.logged('message.sent').some(({ outcome }) => outcome === 'refused'),
    );
    const outcomes = harness.earshot.logged('message.sent').map(({ outcome, reason }) => [outcome, reason]);
    expect(outcomes).toContainEqual(['failure', 'HTTP 500']);
    expect(outcomes).toContainEqual(['refused', 'HTTP 500 E_CONTENT_TOO_LARGE']);
  });
});

test('without the binding nothing is sent, and the log says which lines are missing', async () => {
  const { harness, close } = await watching(PLAIN);
  const [blocked] = await waitFor('the block', () => {
    const lines = harness.earshot.logged('outbox.blocked');
    return lines.length > 0 && lines;
  });
  expect(blocked).toMatchObject({
    destination: 'mail',
    reason: expect.stringContaining('[[send_email]] and name = "EMAIL"'),
  });
  await close();
});

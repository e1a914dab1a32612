import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { openChannel } from '../../../scripts/gallery/settings.ts';
import { parsedBody } from '../../../worker/admin/operations/message-answer.ts';
import type { PreviewAnswer } from '../../../worker/admin/preview-shapes.ts';
import { NO_REFS } from '../../../worker/destination/channel.ts';
import type { Platform } from '../../../worker/destination/platform.ts';
import { platforms } from '../../../worker/destination/registry.ts';
import { parseMarkup } from '../../../worker/markup/read/parse.ts';
import { writeHtml } from '../../../worker/markup/write/html.ts';
import { writeText } from '../../../worker/markup/write/plain-text.ts';
import { HOSTILE as WORDS } from '../../destination/hostile.ts';
import { created } from '../../destination/messages.ts';
import { escaped } from '../../../scripts/gallery/comments.ts';
import { ask } from './ask.ts';
import { HOSTILE, NOW } from './sample-data.ts';
import { sampleOperations } from './sample-operations.ts';

type Tag = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

const chats = platforms.filter(({ type }) => type !== 'webhook').map((platform) => [platform.type, platform] as const);

/** A comment's payload as a preview shows it. */
async function payloadOf(platform: Platform, author: string, source: string): Promise<unknown> {
  const markup = parseMarkup(source, null);
  const comment = {
    author: { name: author, url: null, avatar: null },
    html: writeHtml(markup),
    text: writeText(markup),
  };
  const post = { id: null, url: 'https://blog.example/p', title: author };
  const about = { now: NOW, deliveryId: 'msg_1', learned: null };
  const request = await (await openChannel(platform)).render(created({ comment, post }), NO_REFS, about);
  if (request.kind === 'http') return parsedBody(request.body);
  const { subject, text, html } = request;
  return { subject, text, html };
}

/** The page of a preview with these payloads. */
async function pageOf(type: string | null, payloads: readonly unknown[]): Promise<string> {
  const comments = payloads.map((rendered, at): PreviewAnswer['comments'][number] => ({
    id: `c${at}`,
    url: null,
    author: 'Neutral',
    post: null,
    published: null,
    text: 'in a bubble',
    stages: [{ stage: 'new', passes: true, detail: 'new' }],
    rendered,
  }));
  const found = { kind: 'feed', chosen: { url: 'https://a.example/', of: 'feed', why: '' } } as const;
  const preview = async () => ({
    ok: true as const,
    value: { found: { ...found, title: null, homePage: null, comments: 1, others: [] }, type, comments, errors: [] },
  });
  const form = { action: 'preview', url: 'https://blog.example/', name: 'bread', to: 'default' };
  const response = await ask('/add', { operations: { ...sampleOperations(), preview } }, form);
  expect(response.status).toBe(200);
  return response.text();
}

/** The page's elements, and the text outside of what is sent to the letter. */
function read(page: string): { readonly tags: readonly Tag[]; readonly text: string } {
  const tags: Tag[] = [];
  let text = '';
  let isInDetails = false;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      tags.push({ name, attributes });
      isInDetails ||= name === 'details';
    },
    onclosetag: (name) => {
      if (name === 'details') isInDetails = false;
    },
    ontext: (part) => {
      if (!isInDetails) text += part;
    },
  });
  parser.end(page);
  return { tags, text };
}

const classesOf = ({ attributes }: Tag): readonly string[] => attributes['class']?.split(' ') ?? [];

describe('the preview', () => {
  test.each(chats)('draws a comment as %s shows it', async (type, platform) => {
    const source =
      '<p>It <b>turned</b> for <a href="https://a.example/h">twelve hours</a>.</p><blockquote><p>Oil it.</p></blockquote>';
    const { tags, text } = read(await pageOf(type, [await payloadOf(platform, 'Maud Ferrier', source)]));
    expect(tags.filter((tag) => classesOf(tag).includes(`chat-${type}`))).toHaveLength(1);
    for (const words of ['Maud Ferrier', 'turned', 'twelve hours', 'Oil it.']) expect(text).toContain(words);
    expect(text).not.toContain('in a bubble');
    expect(tags.filter((tag) => classesOf(tag).includes('chat-fault'))).toEqual([]);
  });

  test.each(chats)('shows hostile comments as %s would: as text', async (type, platform) => {
    const all = [HOSTILE, '<script>alert(1)</script>', '[x](javascript:alert(1))', ...WORDS];
    const payloads = await Promise.all(
      all
        .flatMap((words) => [escaped(words), words])
        .map((source, at) => payloadOf(platform, all[at >> 1] ?? '', source)),
    );
    const page = await pageOf(type, payloads);
    const { tags, text } = read(page);
    expect(text).not.toContain('in a bubble');
    expect(tags.filter(({ name }) => ['script', 'img', 'iframe', 'style', 'object', 'base'].includes(name))).toEqual(
      [],
    );
    const names = tags.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => name.startsWith('on') || name === 'style' || name === 'srcdoc')).toEqual([]);
    const addresses = tags.flatMap(({ attributes }) => attributes['href'] ?? []);
    expect(addresses.filter((href) => !/^(?:https?:\/\/|mailto:|\/|#|data:image\/svg\+xml,<svg )/.test(href))).toEqual(
      [],
    );
  });

  test.each(['webhook', 'no-such-chat', null])('shows comments for %s in a bubble of no chat’s', async (type) => {
    const { tags, text } = read(await pageOf(type, [{ id: 'msg_1' }]));
    expect(text).toContain('in a bubble');
    expect(tags.filter((tag) => classesOf(tag).includes('chat-view'))).toEqual([]);
  });

  test.each(chats)('shows what is no payload of %s in that bubble, too', async (type) => {
    const payloads = [null, 'text', 7, [], {}, { text: 7, blocks: [{ type: 'unheard' }], messages: {}, html: null }];
    const { text } = read(await pageOf(type, payloads));
    // A form may be any text.
    expect(text.split('in a bubble').length - 1).toBe(type === 'zulip' ? payloads.length - 1 : payloads.length);
  });

  test.each([
    ['mattermost', { text: '>'.repeat(10_000) }],
    ['rocketchat', { text: '1. '.repeat(10_000) }],
    ['zulip', `topic=a&content=${'%3E'.repeat(10_000)}`],
    ['wecom', { msgtype: 'markdown_v2', markdown_v2: { content: '>'.repeat(10_000) } }],
    ['dingtalk', { markdown: { title: '', text: '>'.repeat(10_000) } }],
    ['matrix', { formatted_body: '<b>'.repeat(10_000) }],
    ['email', { subject: '', html: '<blockquote>'.repeat(10_000) }],
    ['discord', { content: '1. '.repeat(10_000), allowed_mentions: { parse: [] } }],
  ])('shows what is nested too deep to be drawn as %s would in that bubble, too', async (type, payload) => {
    expect(read(await pageOf(type, [payload])).text).toContain('in a bubble');
  });
});

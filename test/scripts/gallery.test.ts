import path from 'node:path';
import { Parser } from 'htmlparser2';
import { beforeAll, describe, expect, test } from 'vitest';
import { readComments } from '../../scripts/gallery/feed.ts';
import { galleryPage, payloadOf } from '../../scripts/gallery/page.ts';
import { requestsOf } from '../../scripts/gallery/payloads.ts';
import { samplesOf } from '../../scripts/gallery/samples.ts';
import { DRAWINGS } from '../../worker/drawing/drawings.ts';
import { drawMessage } from '../../worker/drawing/message.ts';
import { platforms } from '../../worker/destination/registry.ts';

const FEED = path.join(import.meta.dirname, '../../scripts/gallery/feed.atom');
const samples = samplesOf(readComments(FEED));

type Tag = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

/** Elements of a page in their order, and of the pages in it. */
function tagsOf(html: string): readonly Tag[] {
  const tags: Tag[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      tags.push({ name, attributes });
      if (attributes['srcdoc'] !== undefined) tags.push(...tagsOf(attributes['srcdoc']));
    },
  });
  parser.end(html);
  return tags;
}

describe('the gallery', () => {
  let page = '';
  let tags: readonly Tag[] = [];
  beforeAll(async () => {
    const all = platforms.map(async (platform) => ({
      type: platform.type,
      samples: await requestsOf(platform, samples),
    }));
    page = galleryPage(await Promise.all(all));
    tags = tagsOf(page);
  });

  test('has the feed’s comments, each once', () => {
    const [first] = samples;
    expect(first).toMatchObject({ id: 'feed', title: 'The 14 comments of a feed' });
  });

  test.each(platforms.map(({ type }) => [type]))('has a section of %s with every sample in it', (type) => {
    const from = tags.findIndex(({ name, attributes }) => name === 'section' && attributes['id'] === type);
    expect(from).toBeGreaterThan(-1);
    const next = tags.findIndex(({ name }, at) => at > from && name === 'section');
    const shown = tags
      .slice(from, next === -1 ? tags.length : next)
      .flatMap(({ attributes }) => attributes['data-sample'] ?? []);
    // Receivers of one's own get no roundups.
    const expected = samples.filter((sample) => type !== 'webhook' || 'steps' in sample);
    expect(shown).toEqual(expected.map(({ id }) => id));
  });

  test('has no empty lines around the items of lists', () => {
    expect(page.match(/<(?:ul|ol)\b[^>]*>/g)?.length).toBeGreaterThan(20);
    expect(page.match(/<(?:ul|ol)\b[^>]*>\s+|\s+<\/(?:ul|ol)>/g)).toBeNull();
  });

  test('shows no mistake of a payload', () => {
    expect(tags.filter(({ attributes }) => attributes['class']?.split(' ').includes('chat-fault'))).toEqual([]);
  });

  test('has nothing in it that acts, and links to pages alone', () => {
    expect(new Set(tags.map(({ name }) => name)).has('script')).toBe(false);
    const acting = tags.filter(({ attributes }) => Object.keys(attributes).some((name) => name.startsWith('on')));
    expect(acting).toEqual([]);
    const addresses = tags.flatMap(({ name, attributes }) => (name === 'link' ? [] : (attributes['href'] ?? [])));
    expect(addresses.filter((href) => !/^(?:https?:\/\/|mailto:|#)/.test(href))).toEqual([]);
  });

  test('asks no one for anything', () => {
    expect(tags.filter(({ attributes }) => attributes['src'] !== undefined)).toEqual([]);
    expect(tags.filter(({ name }) => name === 'link').map(({ attributes }) => attributes['href'])).toEqual(['data:,']);
    expect(page).not.toMatch(/url\(|@import/);
  });

  test('keeps what mails hold from acting', () => {
    const frames = tags.filter(({ name }) => name === 'iframe');
    expect(frames.every(({ attributes }) => attributes['sandbox'] === '')).toBe(true);
  });
});

const drawInDiscord = (content: string) => drawMessage('discord', { content, allowed_mentions: { parse: [] } });

describe('what Discord’s parser takes long for', () => {
  test.each([
    ['more than Discord takes', '['.repeat(4_097)],
    ['addresses without an end', '[a]('.repeat(201)],
  ])('%s is not drawn', (_case, content) => {
    expect(drawInDiscord(content)).toBeNull();
  });

  test.each([
    ['all that Discord takes', 'a'.repeat(4_096)],
    ['as many links as that has room for', '[a](https://b.example/) '.repeat(170)],
  ])('%s is', (_case, content) => {
    expect(String(drawInDiscord(content)?.window)).toContain('a');
  });
});

test.each([...DRAWINGS.keys()])('the pages draw each sample of %s, and no mistake in it', async (type) => {
  const platform = platforms.find((one) => one.type === type);
  const all = platform === undefined ? [] : await requestsOf(platform, samples);
  const windows = all.flatMap(({ requests }) => requests.map((one) => drawMessage(type, payloadOf(one))?.window));
  expect(windows.length).toBeGreaterThan(samples.length);
  const drawn = windows.map((window) => String(window));
  expect(drawn.filter((one) => !one.startsWith('<div'))).toEqual([]);
  expect(drawn.flatMap(tagsOf).filter(({ attributes }) => attributes['class'] === 'chat-fault')).toEqual([]);
});

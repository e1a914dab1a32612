import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Moderation } from '../../worker/model.ts';
import { parseFeed } from '../../worker/feed/parse.ts';
import { findComments } from '../../worker/systems/comments.ts';

/** The pages on which a feed's comments are moderated, in its order. */
function moderated(feed: string): readonly (Moderation | null)[] {
  const bytes = new TextEncoder().encode(feed);
  const parsed = parseFeed(bytes, { url: 'https://served.example/f', contentType: null });
  if (!parsed.ok) throw new Error(parsed.detail);
  return findComments(parsed.value).map(({ moderation }) => moderation());
}

const kept = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

type Item = { readonly link: string; readonly guid: string; readonly more?: string };

function rss(items: readonly Item[], { self = 'https://blog.example/x', link = 'https://blog.example/' } = {}): string {
  const written = items.map(
    (item) => `<item><title>By: Bob</title><link>${item.link}</link><guid isPermaLink="false">${item.guid}</guid>
      <description>Hello</description>${item.more ?? ''}</item>`,
  );
  return `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Comments</title><link>${link}</link>
    <atom:link href="${self}" rel="self" type="application/rss+xml"/>${written.join('')}</channel></rss>`;
}

/** The pages of WordPress in that folder. */
const admin = (folder: string, number: number): Moderation => ({
  edit: `${folder}wp-admin/comment.php?action=editcomment&c=${number}`,
  remove: `${folder}wp-admin/comment.php?action=trash&c=${number}`,
});

describe('WordPress', () => {
  const permalink = 'https://blog.example/2026/11/kites/#comment-34';

  test('as served', () => {
    expect(moderated(kept('../feed/served/wordpress-post-comments.rss'))[0]).toEqual(
      admin('https://kites.example/', 12),
    );
    expect(moderated(kept('../feed/served/wordpress-site-comments.rss'))[0]).toMatchObject({
      edit: expect.stringMatching(/^https:\/\/kites\.example\/wp-admin\/comment\.php\?action=editcomment&c=\d+$/),
    });
  });

  test.each<[string, Item, object, Moderation | null]>([
    [
      'by the post’s guid',
      { link: permalink, guid: 'https://blog.example/?p=12#comment-34' },
      {},
      admin('https://blog.example/', 34),
    ],
    [
      'in a folder',
      { link: permalink, guid: 'http://blog.example/log/?p=12#comment-34' },
      {},
      admin('https://blog.example/log/', 34),
    ],
    [
      'by the site’s own feed',
      { link: permalink, guid: permalink },
      { self: 'https://blog.example/log/comments/feed/' },
      admin('https://blog.example/log/', 34),
    ],
    [
      'with index.php in links',
      { link: permalink, guid: permalink },
      { self: 'https://blog.example/index.php/comments/feed/' },
      admin('https://blog.example/', 34),
    ],
    [
      'without permalinks',
      { link: 'https://blog.example/log/?p=12#comment-34', guid: 'x#comment-34' },
      {},
      admin('https://blog.example/log/', 34),
    ],
    ['where nothing says in which folder', { link: permalink, guid: permalink }, {}, null],
    ['by another host’s guid', { link: permalink, guid: 'https://old.example/log/?p=12#comment-34' }, {}, null],
    ['without a web address', { link: 'ftp://blog.example/?p=12#comment-34', guid: 'x#comment-34' }, {}, null],
  ])('%s', (_how, item, feed, moderation) => {
    expect(moderated(rss([item], feed))).toEqual([moderation]);
  });
});

test('Movable Type, where the feed tells where its script is', () => {
  const comment = {
    link: 'https://blog.example/kites.php#c501',
    guid: 'tag:blog.example,2026:/blog//1.77-comment:501',
  };
  const comments = '<comments>https://blog.example/cgi-bin/mt/mt-comments.cgi?entry_id=77</comments>';
  const edit = 'https://blog.example/cgi-bin/mt/mt.cgi?__mode=view&_type=comment&id=501';
  expect(moderated(rss([{ ...comment, more: comments }]))).toEqual([{ edit: `${edit}&blog_id=1`, remove: null }]);
  const bare = { ...comment, guid: 'urn:x-comment:501' };
  expect(moderated(rss([{ ...bare, more: comments }]))).toEqual([{ edit, remove: null }]);
  const elsewhere = comments.replace('blog.example', 'evil.example');
  expect(moderated(rss([{ ...comment, more: elsewhere }]))).toEqual([null]);
  expect(moderated(kept('../feed/served/movabletype-comments.atom'))[0]).toBeNull();
});

test('Blogger removes, and never edits', () => {
  expect(moderated(kept('cases/blogger.xml'))[0]).toEqual({
    edit: null,
    remove: 'https://www.blogger.com/comment/delete/11/33',
  });
});

test('Discourse does both at the message itself', () => {
  const url = 'https://talk.example/t/where-do-you-keep-yours/90/2';
  expect(moderated(kept('cases/discourse.xml'))[0]).toEqual({ edit: url, remove: url });
});

test('others have no such pages', () => {
  expect(moderated(kept('cases/disqus.xml'))[0]).toBeNull();
});

import { pageOf } from '../feed/page-url.ts';

/** Where a system has the feed of a page's comments, or of a whole site's, by the shape of the page's address. */
type Shape = {
  readonly of: 'page' | 'site';
  readonly page: RegExp;
  /** Who must say that it made the page; none where the host or a sign tells. */
  readonly generator?: RegExp;
  /** What the page must contain. */
  readonly sign?: RegExp;
  /** `null`: the sign says too little. */
  readonly feed: (parts: RegExpExecArray, sign: RegExpExecArray | null, html: string) => string | null;
};

/** A feed that a page has by the shape of its address. */
export type KnownFeed = { readonly url: string; readonly of: Shape['of'] };

const SHAPES: readonly Shape[] = [
  {
    of: 'page',
    page: /^(?![^?#]*\.rss\b)https:\/\/(?:[a-z]+\.)?reddit\.com((?:\/(?:r|u|user)\/[^/?#]+)?\/comments\/[^?#]+?)\/?(?:[?#].*)?$/i,
    feed: ([, path]) => `https://www.reddit.com${path}/.rss`,
  },
  {
    of: 'site',
    page: /^https:\/\/(?:[a-z]+\.)?reddit\.com(\/(?:r|u|user)\/[^/?#.]+)(?:\/(?:comments|new|hot|top|rising))?\/?(?:[?#].*)?$/i,
    feed: ([, path]) => `https://www.reddit.com${path}/comments/.rss`,
  },
  {
    of: 'page',
    page: /^https:\/\/news\.ycombinator\.com\/item\?id=(\d+)/,
    feed: ([, id]) => `https://hnrss.org/item?id=${id}`,
  },
  {
    of: 'page',
    page: /^(https:\/\/(?:[a-z0-9.-]+\.)?(?:stackexchange|stackoverflow|superuser|serverfault|askubuntu|mathoverflow)\.(?:com|net))\/(?:questions|q)\/(\d+)/i,
    feed: ([, origin, id]) => `${origin}/feeds/question/${id}`,
  },
  {
    of: 'page',
    page: /^(https?:\/\/[^?#]*\/t\/(?:[^/?#]+\/)?\d+)(?:\/\d+)?\/?(?:[?#].*)?$/,
    generator: /^Discourse\b/,
    feed: ([, topic]) => `${topic}.rss`,
  },
  {
    of: 'site',
    page: /^https?:\/\/[^/?#]+/,
    generator: /^blogger$/i,
    feed: ([origin]) => `${origin}/feeds/comments/default`,
  },
  {
    of: 'page',
    page: /^https?:\/\/[^/]+([^?#]*)/,
    sign: /\bdata-isso=["']((?:https?:)?\/\/[^"']{1,300}|\/[^"']{0,300})["']/,
    feed: ([, path], sign, html) => {
      const thread = /\bdata-isso-id=["']([^"']{1,300})["']/.exec(html)?.[1] ?? path ?? '/';
      return `${(sign?.[1] ?? '').replace(/\/$/, '')}/feed?uri=${encodeURIComponent(thread)}`;
    },
  },
  {
    of: 'page',
    page: /^[^?#]+/,
    sign: /\bremark_config\s{0,9}=\s{0,9}\{([^}]{1,2000})/,
    feed: ([page], sign) => {
      const host = settingOf('host', sign);
      const site = settingOf('site_id', sign);
      if (host === null || site === null) return null;
      const thread = settingOf('url', sign) ?? page;
      return `${host}/api/v1/rss/post?site=${encodeURIComponent(site)}&url=${encodeURIComponent(thread)}`;
    },
  },
];

/** The feeds of the page at `url` by the shape of its address; `generators`: what it says that it was made with. */
export function knownFeeds(html: string, url: string, generators: readonly string[]): readonly KnownFeed[] {
  return SHAPES.flatMap(({ of, page, generator, sign, feed }) => {
    const parts = page.exec(url);
    if (parts === null || (generator !== undefined && !generators.some((name) => generator.test(name)))) return [];
    const found = sign?.exec(html) ?? null;
    const shaped = sign !== undefined && found === null ? null : feed(parts, found, html);
    return shaped === null ? [] : { url: shaped, of };
  });
}

/**
 * Where the system that made a feed of posts has the comments on `page` and on all of the site, the nearer first.
 * `home`: the site's page.
 */
export function usualFeeds(home: string, generator: string | null, page: string | null): readonly string[] {
  if (/wordpress/i.test(generator ?? '')) {
    const all = `${home.replace(/\/$/, '')}/comments/feed/`;
    const post = pageOf(page)?.replace(/\/$/, '') ?? '?';
    return post.includes('?') ? [all] : [`${post}/feed/`, all];
  }
  const blogger = /^blogger$/i.test(generator ?? '') ? URL.parse('/feeds/comments/default', home) : null;
  return blogger === null ? [] : [blogger.href];
}

/** What a page's script sets, where it is a plain string. */
function settingOf(key: string, block: RegExpExecArray | null): string | null {
  const value = new RegExp(`(?:^|[\\s,{"'])${key}["']?\\s{0,9}:\\s{0,9}["']([^"']{1,500})["']`).exec(block?.[1] ?? '');
  return value?.[1] ?? null;
}

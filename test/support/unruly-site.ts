import type { Page } from './scripted-web.ts';

const [ROOT, MINUTE] = ['https://blog.example', 60_000];

/** A comment: its ID is its own on its post alone. `at`: when it was written, ms; `null`: its feed does not say. */
type Said = { readonly id: string; readonly at: number | null; readonly text: string };

/** A post, every part of which a test may change. `count`: what the feed of posts states; `null`: nothing. */
type UnrulyPost = {
  readonly slug: string;
  guid: string;
  link: string;
  /** Address of its comments, as named and where they are. */
  comments: string;
  at: number | null;
  count: number | 'true' | null;
  said: readonly Said[];
  /** Status that its comments are answered with instead. */
  status: number | null;
  /** Comments on each page of them, and true if they name their older pages. */
  shown: number;
  isPaged: boolean;
};

type Changes = Partial<Omit<UnrulyPost, 'slug' | 'said'>>;

/** A blog that can do with its posts and their comments what blogs do that one would not think of. */
export class UnrulySite {
  /** All posts, as the feed of posts lists them. */
  readonly posts: UnrulyPost[] = [];
  /** Answer in place of the feed of posts. */
  instead: Page | null = null;
  /** Home page that the feed of posts names; `null`: none. */
  home: string | null = `${ROOT}/`;

  /** Publishes a post with so many comments, a minute apart. */
  publish(slug: string, at: number | null, comments = 0, changes: Changes = {}): UnrulyPost {
    const link = `${ROOT}/${slug}/`;
    const said = Array.from({ length: comments }, (_, index) =>
      saidOn(slug, index + 1, (at ?? 0) + (index + 1) * MINUTE),
    );
    const facts = {
      guid: `post-${slug}`,
      link,
      comments: `${link}feed/`,
      count: 'true' as const,
      status: null,
      shown: 10,
      isPaged: false,
    };
    const post = { slug, at, said, ...facts, ...changes };
    this.posts.unshift(post);
    return post;
  }

  /** Adds comments to a post, a second apart, the last one of which was written at `at`. */
  comment(post: UnrulyPost, at: number | null, count = 1): void {
    for (let left = count - 1; left >= 0; left--)
      post.said = [...post.said, saidOn(post.slug, post.said.length + 1, at === null ? null : at - left * 1000)];
  }

  /** Gives a post another address, where its comments are from now on. */
  rename(post: UnrulyPost, link: string): void {
    Object.assign(post, { link, comments: `${link}feed/` });
  }

  /** All of the site, by URL. */
  pages(): ReadonlyMap<string, Page> {
    const own = this.posts.flatMap((post): readonly [string, Page][] => {
      if (post.status !== null) return [[post.comments, { status: post.status }]];
      const pages = post.isPaged ? Math.max(Math.ceil(post.said.length / post.shown), 1) : 1;
      return Array.from({ length: pages }, (_, page) => [pageUrl(post, page), { body: commentsOn(post, page, pages) }]);
    });
    return new Map([
      [`${ROOT}/feed.xml`, this.instead ?? { body: rss('A blog', this.home, this.posts.map(itemOf)) }],
      ...own,
    ]);
  }
}

function saidOn(slug: string, number: number, at: number | null): Said {
  return { id: `${number}`, at, text: `${slug} ${number}` };
}

function pageUrl({ comments }: UnrulyPost, page: number): string {
  return page === 0 ? comments : `${comments}?paged=${page + 1}`;
}

function itemOf({ slug, guid, link, comments, at, count, said }: UnrulyPost): string {
  const stated = count === null ? '' : `<slash:comments>${count === 'true' ? said.length : count}</slash:comments>`;
  return `<item><title>On ${slug}</title><link>${link}</link><guid isPermaLink="false">${guid}</guid>${dated(at)}
    <wfw:commentRss>${comments}</wfw:commentRss>${stated}</item>`;
}

function commentsOn(post: UnrulyPost, page: number, pages: number): string {
  const shown = post.said.toReversed().slice(page * post.shown, (page + 1) * post.shown);
  const items = shown.map(
    ({
      id,
      at,
      text,
    }) => `<item><title>Comment</title><link>${post.link}#c${id}</link><guid isPermaLink="false">${id}</guid>
      <author>Visitor ${id}</author>${dated(at)}<description>${text}</description></item>`,
  );
  const next = page + 1 < pages ? `<atom:link rel="next" href="${pageUrl(post, page + 1)}"/>` : '';
  return rss(`Comments on ${post.slug}`, post.link, [next, ...items]);
}

function dated(at: number | null): string {
  return at === null ? '' : `<pubDate>${new Date(at).toUTCString()}</pubDate>`;
}

function rss(title: string, home: string | null, parts: readonly string[]): string {
  const link = home === null ? '' : `<link>${home}</link>`;
  return `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
    <channel><title>${title}</title>${link}${parts.join('')}</channel></rss>`;
}

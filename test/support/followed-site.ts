/** Kind of a site by its feed of posts: `silent` tells nothing of their comments. */
export type SiteKind = 'rss' | 'atom' | 'silent';

/** A comment on a post: its number, and when it was written, ms. */
type Said = { readonly number: number; readonly at: number };

/** A post of a site. */
type Post = { readonly slug: string; readonly at: number; readonly said: Said[] };

const iso = (at: number) => new Date(at).toISOString();

/** A blog with a feed of its newest posts and a comment feed for each; its comments are numbered post by post. */
export class FollowedSite {
  readonly #kind: SiteKind;
  readonly #posts: Post[] = [];
  /** Posts in the feed of posts. */
  window = 10;
  /** Comments in the feed of a post's. */
  shown = 10;
  readonly root: string;

  constructor(kind: SiteKind, root = 'https://blog.example') {
    this.#kind = kind;
    this.root = root;
  }

  /** Publishes a post that has so many comments, a minute apart. */
  publish(slug: string, at: number, comments = 0): void {
    const said = Array.from({ length: comments }, (_, index) => ({ number: index + 1, at: at + (index + 1) * 60_000 }));
    this.#posts.push({ slug, at, said });
  }

  /** Adds a comment to a post. */
  comment(slug: string, at: number): void {
    const post = this.#posts.find((one) => one.slug === slug);
    post?.said.push({ number: post.said.length + 1, at });
  }

  /** All of the site, by URL. */
  pages(): ReadonlyMap<string, { readonly body: string }> {
    const listed = this.#posts.toSorted((one, other) => other.at - one.at).slice(0, this.window);
    const feed = this.#kind === 'atom' ? this.#atom(listed) : this.#rss(listed);
    const head = `<link rel="alternate" type="application/rss+xml" title="Posts" href="${this.root}/feed.xml">`;
    const home = `<!doctype html><html><head><title>A blog</title>${head}</head><body class="home blog"></body></html>`;
    return new Map([
      [`${this.root}/`, { body: home }],
      [`${this.root}/feed.xml`, { body: feed }],
      ...this.#posts.flatMap((post): [string, { body: string }][] => [
        [`${this.root}/${post.slug}/`, { body: this.#page(post) }],
        [`${this.root}/${post.slug}/feed/`, { body: this.#comments(post) }],
      ]),
    ]);
  }

  #rss(posts: readonly Post[]): string {
    const items = posts.map(({ slug, at, said }) => {
      const own = `<wfw:commentRss>${this.root}/${slug}/feed/</wfw:commentRss><slash:comments>${said.length}</slash:comments>`;
      return `<item><title>On ${slug}</title><link>${this.root}/${slug}/</link><guid isPermaLink="false">post-${slug}</guid>
        <pubDate>${new Date(at).toUTCString()}</pubDate><description>${slug}</description>${this.#kind === 'rss' ? own : ''}</item>`;
    });
    return `<?xml version="1.0"?><rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
      xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>A blog</title><link>${this.root}/</link>${items.join('')}</channel></rss>`;
  }

  #atom(posts: readonly Post[]): string {
    const entries = posts.map(({ slug, at, said }) => {
      const last = said.at(-1)?.at ?? at;
      return `<entry><id>tag:blog.example,2026:post-${slug}</id><title>On ${slug}</title><updated>${iso(at)}</updated>
        <published>${iso(at)}</published><link href="${this.root}/${slug}/"/><link rel="replies" type="application/rss+xml"
        href="${this.root}/${slug}/feed/" thr:count="${said.length}" thr:updated="${iso(last)}"/></entry>`;
    });
    return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
      <id>tag:blog.example,2026:blog</id><title>A blog</title><link href="${this.root}/"/><updated>${iso(0)}</updated>${entries.join('')}</feed>`;
  }

  #page({ slug }: Post): string {
    const link = `<link rel="alternate" type="application/rss+xml" title="On ${slug}: comments" href="${this.root}/${slug}/feed/">`;
    return `<!doctype html><html><head><title>On ${slug}</title>${link}</head><body class="single single-post"></body></html>`;
  }

  /** Numbers alone name the comments: those of two posts are the same. */
  #comments({ slug, said }: Post): string {
    const items = said
      .toReversed()
      .slice(0, this.shown)
      .map(
        ({
          number,
          at,
        }) => `<item><title>Comment</title><link>${this.root}/${slug}/#c${number}</link><guid isPermaLink="false">${number}</guid>
        <author>Visitor ${number}</author><pubDate>${new Date(at).toUTCString()}</pubDate><description>${slug} ${number}</description></item>`,
      );
    return `<?xml version="1.0"?><rss version="2.0"><channel><title>Comments on ${slug}</title><link>${this.root}/${slug}/</link>${items.join('')}</channel></rss>`;
  }
}

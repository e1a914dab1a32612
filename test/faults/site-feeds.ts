import type { BlogComment } from './blog.ts';
import type { Post, Site } from './site.ts';

/** Gives its feed of posts. */
export function postsXml(site: Site, posts: readonly Post[]): string {
  const entries = posts.map((post) => {
    const { url, at } = post;
    const count = site.isCounted ? ` thr:count="${site.countOf(post)}"` : '';
    const page = url.replace('comments.atom', '');
    return `<entry><id>${page}</id><title>On ${at}</title><published>${iso(at)}</published><updated>${iso(at)}</updated><link href="${page}"/><link rel="replies" type="application/atom+xml" href="${site.addresses.now(url)}"${count}/></entry>`;
  });
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><id>${site.url}</id><title>A site</title><link href="https://${site.host}/"/>${entries.join('\n')}
</feed>`;
}

/** Gives a post’s feed of comments, or one of its pages. `next`: URL of the page of those before them. */
export function commentsXml(
  site: Site,
  { url, said: all }: Post,
  said: readonly BlogComment[],
  next: string | null,
): string {
  const entries = said.toReversed().map((one) => {
    const number = all.indexOf(one) + 1;
    const at = iso(one.published);
    const dated = one.isUndated === true ? '' : `<published>${at}</published><updated>${at}</updated>`;
    return `<entry><id>${number}</id><title>Remark</title><author><name>Visitor ${number}</name></author>${dated}<content type="text">${one.text}</content></entry>`;
  });
  const link = next === null ? '' : `<link rel="next" href="${next}"/>`;
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>${url}</id><title>Comments on a post</title><link href="https://${site.host}/"/>${link}
${entries.join('\n')}
</feed>`;
}

/** An instant (ms) as ISO 8601, UTC. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

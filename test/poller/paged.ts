import { env } from 'cloudflare:test';
import { comments, movableType, wordPressAtom } from '../support/feeds.ts';
import type { Page } from '../support/scripted-web.ts';
import { EVENING, type Shard } from '../support/shard.ts';
import { restPage, restUrl } from '../support/wordpress-rest.ts';

/** A blog whose feed shows ten comments, and has older pages in its own way. */
export type Paged = {
  readonly url: string;
  /** Serves the ten up to `last`; of older pages as many as there are. */
  readonly serve: (shard: Shard, last: number, etag?: string) => void;
  /** URL of the first older page. */
  readonly second: string;
  /** True if it is an older page. */
  readonly isOlder: (url: string) => boolean;
};

const recent = (first: number, last: number) => comments(Math.max(first, 1), last, EVENING);

/** The blog names its next older page (RFC 5005), ten comments each. */
const linked: Paged = {
  url: 'https://blog.example/comments.atom',
  second: 'https://blog.example/comments.atom?page=2',
  isOlder: (url) => url.includes('?page='),
  serve(shard, last, etag) {
    for (let page = 1; last - 10 * (page - 1) > 0; page++) {
      const shown = recent(last - 10 * page + 1, last - 10 * (page - 1));
      const next = `<link rel="next" href="${this.url}?page=${page + 1}"/><generator`;
      const body = movableType(shown).replace('<generator', next);
      shard.pages.set(
        page === 1 ? this.url : `${this.url}?page=${page}`,
        withEtag(body, page === 1 ? etag : undefined),
      );
    }
  },
};

/** WordPress's site feed, with its REST interface. */
const wordPress: Paged = {
  url: 'https://blog.example/comments/feed/atom/',
  second: restUrl(1),
  isOlder: (url) => url.includes('wp/v2/comments'),
  serve(shard, last, etag) {
    shard.pages.set(this.url, withEtag(wordPressAtom(recent(last - 9, last)), etag));
    for (let page = 1; last - 100 * (page - 1) > 0; page++)
      shard.pages.set(restUrl(page), restPage(recent(last - 100 * page + 1, last - 100 * (page - 1))));
  },
};

/** Both ways, for `describe.each`. */
export const PAGED: readonly (readonly [string, Paged])[] = [
  ['names its next page', linked],
  ['is WordPress’s', wordPress],
];

/** Says that the feed is there. */
export const configurePaged = ({ url }: Paged) => env.CONFIG.put('feed:blog', JSON.stringify({ url, every: '5m' }));

function withEtag(body: string, etag?: string): Page {
  return etag === undefined ? { body } : { body, etag };
}

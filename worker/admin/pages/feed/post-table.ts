import { clip } from '../../../markup/text/clip.ts';
import { type ListQuery, type Page, type PostAnswer, type PostCountsAnswer, postShape } from '../../shapes.ts';
import { html, type Html, quoted, strangersLink } from '../../../html.ts';
import { badge, legend } from '../part/badge.ts';
import { sameList } from '../part/list.ts';
import { timeAgo } from '../time.ts';
import type { View } from '../visit.ts';

/** Rows of the section: the comments are what the page is for. */
const ROWS = 20;

/** Parameter with the place in this list: `after` is that of the comments. */
const AFTER = 'posts';

/** Longest address that is shown, and that is linked to, in UTF-16 units. */
const [SHOWN, LINKED] = [160, 2_000];

/** The part of a site's posts that a page's query asks for. */
export function postQuery({ searchParams }: URL): ListQuery {
  const after = searchParams.get(AFTER) ?? '';
  return { limit: ROWS, after: after === '' ? null : after, state: null, feed: null, q: null };
}

function numbered(count: number, one: string, many: string): string {
  return count === 1 ? one : `${count} ${many}`;
}

/** Sentences on what has become of the posts. */
function summary({ watched, unread, gone, retired }: PostCountsAnswer): Html {
  return html`<p class="muted">
    ${numbered(watched, 'One post is watched.', 'posts are watched.')}
    ${unread > 0 && numbered(unread, 'One is still to be read for the first time.', 'are still to be read for the first time.')}
    ${gone > 0 && numbered(gone, 'One has left the site.', 'have left the site.')}
    ${
      retired.quiet > 0 &&
      `${numbered(retired.quiet, 'One more was quiet for longer than “follow” says, and is', 'more were quiet for longer than “follow” says, and are')} watched no more.`
    }
  </p>`;
}

/** Says what somebody may want to do something about. */
function warnings({ failing, troubles, retired }: PostCountsAnswer, view: View): Html {
  const [first] = troubles;
  const since = first?.since ?? null;
  return html`${
    failing > 0 &&
    html`<p class="callout bad">
      ${numbered(failing, 'The comments on one post cannot be read', 'posts’ comments cannot be read')}${since !== null && html`, ${failing > 1 && 'the first '}since ${timeAgo(since, view)}`}:
      ${quoted(first?.reason ?? 'the reason is not known')}
    </p>`
  }
  ${
    retired.crowded > 0 &&
    html`<p class="callout warn">
      ${numbered(retired.crowded, 'One post was', 'posts were')} given up: 500 are watched at most, and the quietest go
      first. A new comment brings one back where the feed of posts counts comments. A shorter “follow” leaves more room
      for the others. Of more than 1,000 posts in one answer of their feed, those beyond are not listed.
    </p>`
  }`;
}

function row({ url, comments, state, reason, lastNews, lastPoll, next }: PostAnswer, view: View): Html {
  const label = quoted(clip(url, SHOWN));
  return html`<tr>
    <th scope="row" class="what">${url.length > LINKED ? label : strangersLink(url, label)}</th>
    <td data-label="State">${badge(state)} ${reason !== null && html`<span class="sub">${quoted(reason)}</span>`}</td>
    <td class="number" data-label="Comments">${comments ?? '–'}</td>
    <td data-label="Last news">${timeAgo(lastNews, view)}</td>
    <td data-label="Last read">${timeAgo(lastPoll, view)}</td>
    <td data-label="Next poll">${timeAgo(next, view)}</td>
  </tr>`;
}

function pager({ url }: View, next: string | null): Html | null {
  const isFirst = !url.searchParams.has(AFTER);
  if (isFirst && next === null) return null;
  return html`<nav class="pager" aria-label="Pages of the posts">
    ${isFirst ? html`<span></span>` : html`<a href="${sameList(url, { [AFTER]: null })}#posts">← First posts</a>`}
    ${next !== null && html`<a href="${sameList(url, { [AFTER]: next })}#posts" rel="next">More posts →</a>`}
  </nav>`;
}

/** Draws the posts of a site that is followed: how many are watched, what is wrong with some, and each. */
export function postSection(view: View, counts: PostCountsAnswer, page: Page<PostAnswer>): Html {
  return html`<section aria-labelledby="posts">
    <h2 id="posts">Posts</h2>
    ${summary(counts)} ${warnings(counts, view)}
    ${
      page.items.length === 0
        ? html`<p class="empty">No post is here. <a href="${view.url.pathname}#posts">Show the first ones</a></p>`
        : html`<div class="panel scroll">
            <table class="rows">
              <thead>
                <tr>
                  <th scope="col">Comments of</th>
                  <th scope="col">State</th>
                  <th scope="col" class="number">Comments</th>
                  <th scope="col">Last news</th>
                  <th scope="col">Last read</th>
                  <th scope="col">Next poll</th>
                </tr>
              </thead>
              <tbody>
                ${page.items.map((post) => row(post, view))}
              </tbody>
            </table>
          </div>`
    }
    ${pager(view, page.next)} ${page.items.length > 0 && legend(postShape.entries.state.options)}
  </section>`;
}

import { type Said, timeOf } from './feeds.ts';
import type { Page } from './scripted-web.ts';

/** Address at which WordPress's REST interface has a page of a site's comments. */
export function restUrl(page: number, post?: number): string {
  const query = `per_page=100&page=${page}${post === undefined ? '' : `&post=${post}`}`;
  return `https://blog.example/wp-json/wp/v2/comments?${query}`;
}

/** Comments as that interface answers, newest first: those that `wordPressAtom` shows of the same. */
export function restPage(said: readonly Said[]): Page & { readonly body: string } {
  const comments = said.toReversed().map((one) => ({
    id: one.number,
    post: 77,
    parent: one.answers ?? 0,
    author_name: one.author ?? `Visitor ${one.number}`,
    author_url: `https://visitor-${one.number}.example/`,
    date_gmt: timeOf(one).replace('Z', ''),
    content: { rendered: `${one.html ?? `<p>Thought ${one.number}</p>`}\n` },
    link: `https://blog.example/2026/10/kites/#comment-${one.number}`,
    status: 'approved',
    type: 'comment',
  }));
  return { body: JSON.stringify(comments) };
}

import type { Post } from '../model.ts';
import type { Entry } from '../feed/parsed-feed.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Id of an answer: `…/questions/<question>/<slug>/<answer>#<answer>`, or a comment's `#comment<number>_<answer>`. */
const ANSWER = /^(https?:\/\/[^/]+\/questions\/(\d+)\/[^/#]+)(?:\/\d+)?#\w+$/;
const QUESTION = /^https?:\/\/[^/]+\/(?:q|questions)\/(\d+)(?:\/[^#]*)?$/;

/** Stack Exchange: the question's own entry comes first, its answers follow. */
export const stackExchange: BlogSystem = {
  name: 'stack-exchange',
  addresses: [
    {
      of: 'page',
      page: /^(https:\/\/(?:[a-z0-9.-]+\.)?(?:stackexchange|stackoverflow|superuser|serverfault|askubuntu|mathoverflow)\.(?:com|net))\/(?:questions|q)\/(\d+)/i,
      feed: ([, origin, id]) => `${origin}/feeds/question/${id}`,
    },
  ],
  owns: (feed) => feed.format === 'atom' && feed.entries.some(({ id }) => ANSWER.test(id) || /\/q\/\d+$/.test(id)),
  reader: (feed) => {
    const questions = new Map(feed.entries.map((entry) => [QUESTION.exec(entry.id)?.[1], entry]));
    return (entry) => {
      const [, page, number] = ANSWER.exec(entry.id) ?? [];
      if (number === undefined) return null;
      return { ...plainDraft(entry), post: postOf(entry, page ?? null, questions.get(number)) };
    };
  },
};

/** Gives the question, where it stands in the feed; else by the title "Answer by Ann for The question". */
function postOf(entry: Entry, page: string | null, question: Entry | undefined): Post {
  const title = entry.title ?? '';
  const between = ` by ${entry.author.name ?? ''} for `;
  const at = title.indexOf(between);
  const named = at === -1 ? null : title.slice(at + between.length);
  return { id: question?.id ?? null, url: question?.url ?? page, title: question?.title ?? named };
}

import type { Content } from './content.ts';
import { type NoticeMessage, noticeText } from './notice-text.ts';
import { date, link, linesOf, preview, words } from './phrases.ts';

/** Content of a message that is about no comment: its headline, its sentences, a link and the time. */
export function noticeContent(message: NoticeMessage): Content {
  const { headline, sentences, link: to } = noticeText(message);
  return {
    preview: preview(headline),
    head: [[words(headline, { bold: true })], ...sentences.map((sentence) => [words(sentence)])],
    body: [],
    isCut: false,
    rest: null,
    sections: [],
    left: 0,
    foot: linesOf(to === null ? null : link(to.url, to.label), date(message.timestamp)),
  };
}

import { cut } from '../../markup/text/cut.ts';
import type { Content, Section } from './content.ts';

/**
 * Content that `fits`, as the platform's writer and unit have it: the body is cut at a word, with `rest` after it, or the last
 * items of the sections go, and are counted in `left`. Names, titles and links on top and below are short as they come.
 */
export function fit(content: Content, fits: (content: Content) => boolean): Content {
  if (content.body.length > 0) {
    const shorter = { ...content, isCut: true };
    const body = cut(content.body, (part) => fits(part === content.body ? content : { ...shorter, body: part }));
    return body === content.body ? content : { ...shorter, body };
  }
  if (fits(content)) return content;
  const all = content.sections.reduce((sum, { items }) => sum + items.length, 0);
  let low = 0;
  let high = all;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (fits(withItems(content, middle, all))) low = middle;
    else high = middle;
  }
  return withItems(content, low, all);
}

/** The content with the first `count` items of its sections. */
function withItems(content: Content, count: number, all: number): Content {
  let room = count;
  const sections: Section[] = [];
  for (const { title, items } of content.sections) {
    if (room === 0) break;
    const some = items.slice(0, room);
    room -= some.length;
    sections.push({ title, items: some });
  }
  return { ...content, sections, left: all - count };
}

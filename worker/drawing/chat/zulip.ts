import { Parser } from 'commonmark';
import * as v from 'valibot';
import { drawMarkdown, struckText } from '../markdown.ts';
import { dateText } from '../moment.ts';
import type { Drawing } from '../drawing.ts';
import { el } from '../element.ts';

/** Time in a message, which CommonMark takes for a link. https://zulip.com/help/global-times */
const TIME = 'time:';

/** Indent of a list in a list, which is of two spaces for Zulip and more for CommonMark. */
const NESTED = /^(?: {2})+(?=(?:[-*+]|\d+\.) )/gm;

/** Sign that is emphasis to CommonMark and text to Zulip. */
const NO_EMPHASIS = /(?<![\p{L}\p{N}\\])_|(?<!\\)_(?![\p{L}\p{N}])/gu;

/** Zulip: markdown in a topic. */
export const zulip: Drawing = {
  name: 'Zulip',
  theme: {
    font: "'Source Sans 3', 'Source Sans Pro', 'Noto Sans', 'Liberation Sans', sans-serif",
    size: [15, 21],
    back: ['#ffffff', '#1d1d1d'],
    text: ['#262626', '#dfdfdf'],
    muted: ['#666666', '#999999'],
    link: ['#0d6bcb', '#4ea3f0'],
    quote: ['#dddddd', '#444444'],
    code: ['#f3f3f3', '#2c2c2c'],
    border: ['#e0e0e0', '#3a3a3a'],
    card: ['#f7f7f7', '#262626'],
    ping: ['#e6f0fb', '#20344a'],
    avatar: '#6492fe',
    round: '4px',
    frame: 'row',
  },
  draw: (payload) => {
    const fields = new URLSearchParams(v.parse(v.string(), payload));
    const tree = new Parser().parse(
      (fields.get('content') ?? '').replaceAll(NESTED, '$&$&').replaceAll(NO_EMPHASIS, '\\_'),
    );
    const topic = fields.get('topic');
    return {
      badge: null,
      note: topic === null ? 'in place of what was sent (EDITED)' : `#${fields.get('to') ?? ''} › ${topic}`,
      shown: [
        el(
          'div',
          'markdown',
          ...drawMarkdown(tree, {
            softBreak: 'break',
            text: struckText,
            link: (target) =>
              target.startsWith(TIME)
                ? el('span', 'time', dateText(Date.parse(target.slice(TIME.length)) / 1000))
                : null,
          }),
        ),
      ],
    };
  },
};

import { Parser } from 'commonmark';
import * as v from 'valibot';
import { drawMarkdown, type MarkdownNode, struckText } from '../markdown.ts';
import type { Drawing } from '../drawing.ts';
import { el } from '../element.ts';

const shape = v.object({ text: v.string() });

/** Mattermost as any parser reads its markdown. */
export function mattermostBy(parse: (text: string) => MarkdownNode): Drawing {
  return {
    name: 'Mattermost',
    theme: {
      font: "'Open Sans', 'Noto Sans', 'Liberation Sans', sans-serif",
      size: [14, 20],
      back: ['#ffffff', '#1e1e1e'],
      text: ['#3f4350', '#dddddd'],
      muted: ['#686c7b', '#9a9da5'],
      link: ['#376ee3', '#628deb'],
      quote: ['#c5c7cc', '#4b4d52'],
      code: ['#f0f1f3', '#2c2d30'],
      border: ['#dfe0e4', '#3c3d40'],
      card: ['#ffffff', '#24262b'],
      ping: ['#ffe89a', '#54481c'],
      avatar: '#1e325c',
      round: '50%',
      frame: 'row',
    },
    draw: (payload) => {
      const { text } = v.parse(shape, payload);
      const tree = parse(text);
      return {
        badge: 'BOT',
        note: null,
        shown: [el('div', 'markdown', ...drawMarkdown(tree, { softBreak: 'break', text: struckText }))],
      };
    },
  };
}

/** Mattermost: markdown, which it reads nearly as CommonMark is written. */
export const mattermost = mattermostBy((text) => new Parser().parse(text));

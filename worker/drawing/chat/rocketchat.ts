import { Parser } from 'commonmark';
import * as v from 'valibot';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { el } from '../element.ts';
import { drawMarkdown, struckText } from '../markdown.ts';
import { dateText } from '../moment.ts';

const shape = v.object({ text: v.string(), tmid: v.optional(v.string()) });

/** Time, which is shown in words. */
const TIME = /<t:(\d+)(?::\w)?>/g;

/** Signs that mean something else to CommonMark: bold is between single asterisks, references and brackets in labels are text. */
const OTHER: Readonly<Record<string, string>> = { '*': '**', '&': '&amp;', ']': String.raw`\]` };
const SIGNS = /[*&]|\](?!\()/g;

/** The same in code, where CommonMark leaves them as they are written. */
const WRITTEN = /\*\*|&amp;|\\\]/g;

/** Rocket.Chat's dialect, put into CommonMark: its own parser is larger than all others together. */
export const rocketchat: Drawing = {
  name: 'Rocket.Chat',
  theme: {
    font: `Inter, ${SYSTEM_FONT}`,
    size: [14, 20],
    back: ['#ffffff', '#1f2329'],
    text: ['#2f343d', '#e4e7ea'],
    muted: ['#686d75', '#9ea2a8'],
    link: ['#095ad2', '#739ee6'],
    quote: ['#cbced1', '#4a4f57'],
    code: ['#f2f3f5', '#2f343d'],
    border: ['#e4e7ea', '#3c414a'],
    card: ['#f7f8fa', '#262931'],
    ping: ['#fff6d6', '#4c3c14'],
    avatar: '#f5455c',
    round: '4px',
    frame: 'row',
  },
  draw: (payload) => {
    const { text, tmid } = v.parse(shape, payload);
    const tree = new Parser().parse(
      text
        .replaceAll(SIGNS, (sign) => OTHER[sign] ?? sign)
        .replaceAll(TIME, (_, seconds: string) => dateText(Number(seconds))),
    );
    const looks = {
      softBreak: 'break',
      text: struckText,
      code: (literal: string) => literal.replaceAll(WRITTEN, (signs) => (signs === OTHER['&'] ? '&' : signs.slice(-1))),
    } as const;
    return {
      badge: 'Bot',
      note: tmid === undefined ? null : 'in a thread',
      shown: [el('div', 'markdown', ...drawMarkdown(tree, looks))],
    };
  },
};

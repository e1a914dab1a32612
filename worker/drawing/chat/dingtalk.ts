import { Parser } from 'commonmark';
import * as v from 'valibot';
import { drawMarkdown } from '../markdown.ts';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { el } from '../element.ts';

const shape = v.object({ markdown: v.object({ title: v.string(), text: v.string() }) });

/** DingTalk: markdown of a few kinds; the title is seen in lists and notifications alone. */
export const dingtalk: Drawing = {
  name: 'DingTalk 钉钉',
  theme: {
    font: `'PingFang SC', 'Microsoft YaHei', ${SYSTEM_FONT}, 'Noto Sans CJK SC'`,
    size: [14, 22],
    back: ['#eff1f5', '#181818'],
    text: ['#171a1d', '#e8e8e8'],
    muted: ['#6b6d6d', '#9c9c9c'],
    link: ['#146fed', '#5c9dff'],
    quote: ['#d5d8dc', '#4a4a4a'],
    code: ['#f2f3f5', '#333333'],
    border: ['#dfe2e6', '#3a3a3a'],
    card: ['#ffffff', '#2a2a2a'],
    ping: ['#e6f1ff', '#1b304d'],
    avatar: '#1677ff',
    round: '8px',
    frame: 'bubble',
  },
  draw: (payload) => {
    const { title, text } = v.parse(shape, payload).markdown;
    const tree = new Parser().parse(text);
    return {
      badge: '机器人',
      note: title,
      shown: [el('div', 'markdown', ...drawMarkdown(tree, { softBreak: 'space', text: (literal) => [literal] }))],
    };
  },
};

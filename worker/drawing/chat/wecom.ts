import { Parser } from 'commonmark';
import * as v from 'valibot';
import { linkified } from '../linkified.ts';
import { drawMarkdown } from '../markdown.ts';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { el } from '../element.ts';

const content = v.object({ content: v.string() });
const shape = v.variant('msgtype', [
  v.object({ msgtype: v.literal('markdown_v2'), markdown_v2: content }),
  v.object({ msgtype: v.literal('text'), text: content }),
]);

/** WeCom: its second markdown, or plain text. */
export const wecom: Drawing = {
  name: 'WeCom 企业微信',
  theme: {
    font: `'PingFang SC', 'Microsoft YaHei', ${SYSTEM_FONT}, 'Noto Sans CJK SC'`,
    size: [14, 21],
    back: ['#f2f3f5', '#1b1b1b'],
    text: ['#1a1a1a', '#e6e6e6'],
    muted: ['#6a6c6f', '#9c9c9c'],
    link: ['#4675ad', '#7ba7d9'],
    quote: ['#d0d3d8', '#4a4a4a'],
    code: ['#f0f1f3', '#333333'],
    border: ['#e1e3e6', '#3a3a3a'],
    card: ['#ffffff', '#2a2a2a'],
    ping: ['#e6f0fb', '#20344a'],
    avatar: '#267ef0',
    round: '4px',
    frame: 'bubble',
  },
  draw: (payload) => {
    const body = v.parse(shape, payload);
    const looks = { softBreak: 'break', text: (literal: string) => [literal] } as const;
    const shown =
      body.msgtype === 'text'
        ? linkified(body.text.content)
        : [el('div', 'markdown', ...drawMarkdown(new Parser().parse(body.markdown_v2.content), looks))];
    return { badge: 'BOT', note: null, shown };
  },
};

import * as v from 'valibot';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { anchor, el, lines, ping } from '../element.ts';
import type { Child } from '../../html.ts';

const element = v.variant('tag', [
  v.strictObject({ tag: v.literal('text'), text: v.string() }),
  v.strictObject({ tag: v.literal('a'), text: v.string(), href: v.string() }),
  v.strictObject({ tag: v.literal('at'), user_id: v.string() }),
]);
const shape = v.object({
  content: v.object({
    post: v.object({ zh_cn: v.object({ title: v.string(), content: v.array(v.array(element)) }) }),
  }),
});

/** Feishu and Lark: a post of paragraphs. */
export const feishu: Drawing = {
  name: 'Feishu / Lark',
  theme: {
    font: `'PingFang SC', 'Microsoft YaHei', ${SYSTEM_FONT}, 'Noto Sans CJK SC'`,
    size: [14, 22],
    back: ['#ffffff', '#1a1a1a'],
    text: ['#1f2329', '#ebebeb'],
    muted: ['#646a73', '#a6a6a6'],
    link: ['#2e66e8', '#558eff'],
    quote: ['#bbbfc4', '#5f5f5f'],
    code: ['#f5f6f7', '#292929'],
    border: ['#dee0e3', '#434343'],
    card: ['#f5f6f7', '#292929'],
    ping: ['#e1eaff', '#152340'],
    avatar: '#3370ff',
    round: '50%',
    frame: 'bubble',
  },
  draw: (payload) => {
    const { title, content } = v.parse(shape, payload).content.post.zh_cn;
    return {
      badge: 'BOT',
      note: null,
      shown: [
        el('div', 'title', title),
        ...content.map((paragraph) => el('div', null, ...paragraph.flatMap(drawElement))),
      ],
    };
  },
};

function drawElement(of: v.InferOutput<typeof element>): readonly Child[] {
  switch (of.tag) {
    case 'text':
      return lines(of.text);
    case 'a':
      return [anchor(of.href, of.text)];
    case 'at':
      return [ping(`@${of.user_id}`)];
  }
}

import { parser } from '@cloudrac3r/discord-markdown';
import * as v from 'valibot';
import { dateText } from '../moment.ts';
import type { Drawing } from '../drawing.ts';
import { anchor, el, fault, ping, orderedList } from '../element.ts';
import type { Child, Html } from '../../html.ts';

const shape = v.object({
  content: v.optional(v.string(), ''),
  embeds: v.optional(v.array(v.object({ description: v.string() })), []),
  allowed_mentions: v.object({ parse: v.array(v.string()), users: v.optional(v.array(v.string())) }),
  thread_name: v.optional(v.string()),
});

const node = v.looseObject({ type: v.string() });
const nodes = v.array(node);
const literal = v.object({ content: v.string() });
const nested = v.object({
  content: v.union([
    nodes,
    v.pipe(
      v.string(),
      v.transform((text) => [{ type: 'text', content: text }]),
    ),
  ]),
});
const list = v.object({ ordered: v.boolean(), start: v.optional(v.number()), items: v.array(nodes) });
const link = v.object({ target: v.string() });

/** Discord: text and embeds in its markdown. */
export const discord: Drawing = {
  name: 'Discord',
  theme: {
    font: "'gg sans', 'Noto Sans', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
    size: [16, 22],
    back: ['#ffffff', '#313338'],
    text: ['#313338', '#dbdee1'],
    muted: ['#5c5e66', '#969da6'],
    link: ['#0069e0', '#00a8fc'],
    quote: ['#c4c9ce', '#4e5058'],
    code: ['#f2f3f5', '#2b2d31'],
    border: ['#e3e5e8', '#1e1f22'],
    card: ['#f2f3f5', '#2b2d31'],
    ping: ['#e6e9fd', '#3d4270'],
    avatar: '#5865f2',
    round: '50%',
    frame: 'row',
  },
  draw: (payload) => {
    const { content, embeds, thread_name } = v.parse(shape, payload);
    return {
      badge: 'APP',
      note: thread_name === undefined ? null : `opens the thread “${thread_name}”`,
      shown: [
        el('div', null, ...drawDiscord(content)),
        ...embeds.map(({ description }) => el('div', 'card', ...drawDiscord(description))),
      ],
    };
  },
};

/** Times, which the parser does not know: it gets them as private characters. */
const TIME = /(?<!\\)<t:(\d+)(?::\w)?>/g;
const KEPT = /\u{e000}(\d+)\u{e001}/u;

/** Longest text that Discord takes, which is that of an embed. https://discord.com/developers/docs/resources/message */
const LONGEST = 4_096;

/** Most beginnings of a link's address: the parser's time grows with the cube of those that do not end. */
const ADDRESSES = 200;

function drawDiscord(markdown: string): readonly Child[] {
  if (markdown.length > LONGEST) throw new RangeError('Discord does not take so long a text.');
  if (markdown.split('](').length - 1 > ADDRESSES) throw new RangeError('There are too many addresses to be drawn.');
  return drawAll(v.parse(nodes, parser(markdown.replaceAll(TIME, '\u{e000}$1\u{e001}'))));
}

function drawAll(of: v.InferOutput<typeof nodes>): readonly Child[] {
  const drawn: Child[] = [];
  let text = '';
  // A text may come in pieces of a character.
  for (const one of [...of, { type: 'end' }]) {
    if (one.type === 'text') {
      text += v.parse(literal, one).content;
      continue;
    }
    drawn.push(
      ...text.split(KEPT).map((part, at) => (at % 2 === 1 ? el('span', 'time', dateText(Number(part))) : part)),
    );
    text = '';
    if (one.type !== 'end') drawn.push(drawNode(one));
  }
  return drawn;
}

function drawNode(of: v.InferOutput<typeof node>): Html {
  const inside = (): readonly Child[] => drawAll(v.parse(nested, of).content);
  switch (of.type) {
    case 'br':
    case 'newline':
      return el('br', null);
    case 'strong':
      return el('b', null, ...inside());
    case 'em':
      return el('em', null, ...inside());
    case 'u':
      return el('u', null, ...inside());
    case 'del':
    case 'strike':
      return el('del', null, ...inside());
    case 'inlineCode':
      return el('code', null, v.parse(literal, of).content);
    case 'codeBlock':
      return el('pre', null, v.parse(literal, of).content);
    case 'blockQuote':
      return el('blockquote', null, ...inside());
    case 'small':
      return el('div', 'small', ...inside());
    case 'heading':
      return el('p', 'heading', ...inside());
    case 'link':
    case 'url':
    case 'autolink':
      return anchor(v.parse(link, of).target, ...inside());
    case 'list':
      return drawList(v.parse(list, of));
    case 'discordUser':
    case 'discordRole':
      return ping(`@${String(of['id'])}`);
    default:
      return fault(of.type, JSON.stringify(of));
  }
}

function drawList({ ordered, start = 1, items }: v.InferOutput<typeof list>): Html {
  const drawn = items.map((item) => el('li', null, ...drawAll(item)));
  return ordered ? orderedList(start, drawn) : el('ul', null, ...drawn);
}

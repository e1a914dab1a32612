import * as v from 'valibot';
import { drawHypertext } from '../hypertext.ts';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { anchor, el, ping } from '../element.ts';
import type { Child } from '../../html.ts';

const widget = v.union([
  v.strictObject({ textParagraph: v.object({ text: v.string() }) }),
  v.strictObject({
    buttonList: v.object({
      buttons: v.array(v.object({ text: v.string(), onClick: v.object({ openLink: v.object({ url: v.string() }) }) })),
    }),
  }),
]);
const shape = v.object({
  text: v.optional(v.string(), ''),
  thread: v.optional(v.object({ threadKey: v.string() })),
  cardsV2: v.array(v.object({ card: v.object({ sections: v.array(v.object({ widgets: v.array(widget) })) }) })),
});

/** Google Chat: a card, with the pings as text above it. */
export const googlechat: Drawing = {
  name: 'Google Chat',
  theme: {
    font: `'Google Sans Text', 'Google Sans', Roboto, ${SYSTEM_FONT}`,
    size: [14, 20],
    back: ['#ffffff', '#1b1b1b'],
    text: ['#1f1f1f', '#e3e3e3'],
    muted: ['#5f6368', '#9aa0a6'],
    link: ['#0b57d0', '#a8c7fa'],
    quote: ['#c4c7c5', '#444746'],
    code: ['#f0f4f9', '#282a2c'],
    border: ['#dadce0', '#444746'],
    card: ['#ffffff', '#1f1f1f'],
    ping: ['#d3e3fd', '#0842a0'],
    avatar: '#0b57d0',
    round: '50%',
    frame: 'row',
  },
  draw: (payload) => {
    const { text, thread, cardsV2 } = v.parse(shape, payload);
    const sections = cardsV2.flatMap(({ card }) => card.sections);
    return {
      badge: 'APP',
      note: thread === undefined ? null : 'in the thread of its post',
      shown: [
        text === '' ? null : el('div', null, ping(text.replaceAll(/<users\/([^>]+)>/g, '@$1'))),
        ...sections.map(({ widgets }) => el('div', 'card', ...widgets.map(drawWidget))),
      ],
    };
  },
};

function drawWidget(of: v.InferOutput<typeof widget>): Child {
  if ('textParagraph' in of) return el('div', 'paragraph', ...drawHypertext(of.textParagraph.text));
  const buttons = of.buttonList.buttons.map(({ text, onClick }) =>
    el('span', 'button', anchor(onClick.openLink.url, text)),
  );
  return el('div', 'buttons', ...buttons);
}

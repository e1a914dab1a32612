import type { Line, Run } from '../../markup/run.ts';
import { oneLine } from '../../markup/text/one-line.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { writeContent } from '../content/markdown-content.ts';
import { PLAIN } from '../content/plain.ts';

/**
 * Longest message and longest body, in bytes. A server takes 4,096 and twice that, and makes a file of what is longer.
 * https://docs.ntfy.sh/publish/#limitations
 */
const MESSAGE_BYTES = 3_900;
const BODY_BYTES = 8_192;

/** Longest title, in UTF-16 units, and longest address in a message. */
const TITLE_LENGTH = 200;
const URL_LENGTH = 500;

/** Most buttons of a message. https://docs.ntfy.sh/publish/#action-buttons */
const ACTION_COUNT = 3;

/** Fields of a message that ntfy takes beside its text. */
export type Envelope = {
  readonly topic: string;
  readonly sequence_id: string;
  readonly priority?: number;
};

/** JSON of a message, cut so that it stays a message. https://docs.ntfy.sh/publish/#publish-as-json */
export function ntfyBody(content: Content, envelope: Envelope): string {
  return JSON.stringify(
    write(
      fit(content, (shorter) => fitsNtfy(shorter, envelope)),
      envelope,
    ),
  );
}

/** True if ntfy takes the content whole. */
export function fitsNtfy(content: Content, envelope: Envelope): boolean {
  const message = write(content, envelope);
  return utf8Length(message.message) <= MESSAGE_BYTES && utf8Length(JSON.stringify(message)) <= BODY_BYTES;
}

/** The first line is the title; its link and those of the small print are the buttons. */
function write(content: Content, envelope: Envelope) {
  const [title = [], ...head] = content.head;
  const below = content.foot.flat().filter(({ href }) => href !== null);
  const links = [...below, ...title.flatMap((one) => (one.href === null ? [] : [{ ...one, text: 'Open the page' }]))];
  const actions = links.flatMap(action).slice(0, ACTION_COUNT);
  const [first] = actions;
  const foot = content.foot.filter((line) => line.every(({ href }) => href === null));
  return {
    ...envelope,
    title: oneLine(textOf(title), TITLE_LENGTH) ?? 'Earshot',
    message: writeContent({ ...content, head, foot }, PLAIN, { fits: (href) => href.length <= URL_LENGTH })
      .toWellFormed()
      .trim(),
    ...(first === undefined ? {} : { click: first.url, actions }),
  };
}

function action({ text, href }: Run) {
  return href === null || !/^https?:/i.test(href) ? [] : [{ action: 'view' as const, label: text, url: href }];
}

function textOf(line: Line): string {
  return line.map(({ text }) => PLAIN.text(text)).join('');
}

import { decodeHTMLAttribute } from 'entities/decode';
import { Tokenizer } from 'htmlparser2';

/** Attributes of a tag by name in lower case, decoded; of one that stands twice the first. */
export type Attributes = ReadonlyMap<string, string>;

/** Tag of an HTML text. `at`: offset of its `<`; `end`: behind its `>`. Names are in lower case. */
export type Tag = {
  readonly name: string;
  readonly isEnd: boolean;
  readonly attributes: Attributes;
  readonly at: number;
  readonly end: number;
};

const NO_ATTRIBUTES: Attributes = new Map();

/** More attributes than any element has; the others are not read. */
const MAX_ATTRIBUTES = 100;

/**
 * Tags of an HTML text as they stand in it, in linear time, whatever it is: those in comments and scripts are none. What
 * encloses what is not resolved. `visit` gives false to end it. `xmlMode`: CDATA is none either, and no element's content is
 * text alone.
 */
export function eachTag(html: string, visit: (tag: Tag) => boolean | void, xmlMode = false): void {
  let name = '';
  let at = 0;
  let attribute = '';
  let value = '';
  let attributes: Map<string, string> | null = null;
  const open = (end: number): void => {
    if (visit({ name, isEnd: false, attributes: attributes ?? NO_ATTRIBUTES, at, end }) === false) tokenizer.pause();
    attributes = null;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: false, xmlMode },
    {
      onopentagname(start, end) {
        name = html.slice(start, end).toLowerCase();
        at = start - 1;
        attributes = null;
      },
      onattribname(start, end) {
        attribute = html.slice(start, end).toLowerCase();
        value = '';
      },
      onattribdata: (start, end) => void (value += html.slice(start, end)),
      onattribend() {
        attributes ??= new Map();
        if (attributes.size < MAX_ATTRIBUTES && !attributes.has(attribute)) {
          attributes.set(attribute, decodeHTMLAttribute(value));
        }
      },
      onopentagend: (end) => open(end + 1),
      onselfclosingtag: (end) => open(end + 1),
      onclosetag(start, end) {
        const gt = html.indexOf('>', end);
        const tag = { name: html.slice(start, end).toLowerCase(), isEnd: true, attributes: NO_ATTRIBUTES };
        if (visit({ ...tag, at: start - 2, end: gt < 0 ? html.length : gt + 1 }) === false) tokenizer.pause();
      },
      onattribentity: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onprocessinginstruction: ignore,
      ontext: ignore,
      ontextentity: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}

function ignore(): void {}

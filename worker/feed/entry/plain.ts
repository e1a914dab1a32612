import { Parser } from 'htmlparser2';

/** HTML as plain text, without the content of scripts and styles. */
export function plainOf(html: string): string {
  let text = '';
  let silent = 0;
  const parser = new Parser({
    onopentagname: (name) => void (silent += name === 'script' || name === 'style' ? 1 : 0),
    onclosetag: (name) => void (silent -= name === 'script' || name === 'style' ? 1 : 0),
    ontext: (data) => void (text += silent > 0 ? '' : data),
  });
  parser.end(html);
  return text;
}

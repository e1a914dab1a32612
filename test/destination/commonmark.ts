import { HtmlRenderer, Parser } from 'commonmark';
import { namesAnother } from './named.ts';

/** Elements of a message that its writer made; any other was made by somebody's words. */
const OURS = /^<(?:\/?(?:p|strong|em|ul|ol|li|blockquote|code|pre)|br \/|\/a|ol start="\d+"|a href="[^"]*")>$/;

/** Things that a laxer parser than CommonMark's may read. */
const LAX: Readonly<Record<string, RegExp>> = {
  'a tag or a mention in brackets': /<[\p{L}@/!?]/u,
  'a mention': /(?<![\p{L}\p{N}]|\]\([^()\s]*)@(?:all|here|channel|everyone|user|room|team|Ada|admins|所有人)/iu,
  'an image': /!\[/,
  'a link that is none of ours': /\](?!\((?:https?:\/\/[^\s()<>[\]*`"']+|mailto:[^\s()<>[\]*`"']+)\))/,
  'a bracket in a label': /\[[^\]]*\[/,
  'a label of two lines': /\[[^\]\n]*\n/,
  'a scheme in text': /(?<!\(|\[|\]\([^\s()]*)(?:tg|dingtalk|dtmd):\/\//,
  'struck through': /~~/,
  'a heading': /^\s*#/m,
  'a reference': /&(?:#\d+|#x[\da-f]+|[a-z]+);/i,
  'a turn of direction': /[\u202A-\u202E\u2066-\u2069]/,
  'a control character': /(?![\n\t])\p{Cc}/u,
  'an emoji code': /(?<!\d|\]\([^()\s]*):[a-z_]+:/,
};

/** Faults of markdown that was written for a platform without escapes: whatever in it is alive, and is not the writer's own. */
export function markdownFaults(markdown: string): readonly string[] {
  const html = rendered(markdown);
  const tags = html.match(/<[^>]*>/g) ?? [];
  // In code a laxer parser reads nothing either.
  const text = markdown.replaceAll(/^(?:[> ]|- |\d+\. )*```\n[^]*?```$/gm, '').replaceAll(/`[^`\n]*`/g, 'code');
  return [
    ...tags.filter((tag) => !OURS.test(tag)).map((tag) => `alive: ${tag}`),
    ...[...html.matchAll(/<a href="([^"]*)">(.*?)<\/a>/gs)]
      .filter(([, href = '', label = '']) => !isHonest(href, label))
      .map(([link]) => `a link that is not what it says: ${link}`),
    ...Object.entries(LAX).flatMap(([fault, pattern]) =>
      pattern.test(text) ? [`${fault}: ${pattern.exec(text)?.[0]}`] : [],
    ),
    ...(markdown.isWellFormed() ? [] : ['half of a pair']),
    ...((markdown.match(/```/g) ?? []).length % 2 === 0 ? [] : ['a fence that never closes']),
  ];
}

/** Words that a person reads in it, and addresses of its links. */
export function markdownRead(markdown: string): string {
  return shown(markdown.replaceAll('](', ' '));
}

/** The text as a person sees it: without what nobody sees, and lookalikes as what they look like. */
export function shown(text: string): string {
  return text
    .replaceAll('\u200b', '')
    .replaceAll('∗', '*')
    .replaceAll('ˋ', '`')
    .replaceAll('∼', '~')
    .replaceAll('＿', '_')
    .replaceAll('［', '[')
    .replaceAll('］', ']');
}

/** The HTML that CommonMark's reference parser makes of it. */
export function rendered(markdown: string): string {
  return new HtmlRenderer().render(new Parser().parse(markdown));
}

/** A link whose label, where it names an address, names the one that it leads to. */
function isHonest(href: string, label: string): boolean {
  return /^(?:https?:\/\/[^\s@/]+(?:\/|$)|mailto:)/.test(href) && !namesAnother(label, href);
}

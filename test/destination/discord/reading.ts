import { parser as withLists } from '@cloudrac3r/discord-markdown';
import { parse } from 'discord-markdown-parser';
import * as v from 'valibot';
import { namesAnother } from '../named.ts';

const node = v.looseObject({ type: v.string() });
type Node = v.InferOutput<typeof node>;

/** Nodes that two parsers of Discord's markdown read, each with all that is within it, outermost first. */
function nodesOf(markdown: string): readonly (readonly Node[])[] {
  return [parse(markdown, 'extended'), withLists(markdown)].map(nodesIn);
}

function nodesIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = v.is(node, value) ? [value] : [];
  return [...own, ...Object.values(value).flatMap(nodesIn)];
}

/** Plain text of what the parsers read, links' addresses included, by each of them. */
export function textsOf(markdown: string): readonly string[] {
  return [parse(markdown, 'extended'), withLists(markdown)].map((tree) => textIn(tree).replaceAll('\u200B', ''));
}

function textIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(textIn).join('');
  if (!v.is(node, value)) return '';
  const { type, content, target, items, timestamp, name } = value;
  if (type === 'br' || type === 'newline') return '\n';
  if (type === 'twemoji') return String(name);
  if (type === 'timestamp') return `<t:${String(timestamp)}>`;
  const text = typeof content === 'string' ? content : textIn(content);
  const listed = Array.isArray(items) ? items.map((item) => `\n• ${textIn(item)}`).join('') : '';
  return `${text}${listed}${typeof target === 'string' ? ` (${target})` : ''}`;
}

/** Kinds of nodes that a comment may have; all else is alive, or larger than a comment should be. */
const HARMLESS = new Set(
  'text br newline em strong u underline strike strikethrough inlineCode codeBlock blockQuote list twemoji'.split(' '),
);

/** Faults of the markdown: each that is alive and should not be. */
export function aliveIn(markdown: string): readonly string[] {
  return nodesOf(markdown).flatMap((nodes) => nodes.flatMap((one) => faultsOf(one, nodes)));
}

function faultsOf(one: Node, nodes: readonly Node[]): readonly string[] {
  const { type } = one;
  if (HARMLESS.has(type)) return [];
  if (type === 'link' || type === 'autolink') return isHonest(one) ? [] : [`a link: ${JSON.stringify(one)}`];
  if (type === 'timestamp') return one['format'] === 'f' ? [] : [`a time: ${JSON.stringify(one)}`];
  // The small print is ours, and stands last.
  if (type === 'subtext' || type === 'small') {
    const count = nodes.filter((other) => other.type === type).length;
    return count === 1 && nodes.indexOf(one) + nodesIn(one).length === nodes.length ? [] : [`small print: ${count}`];
  }
  return [`alive: ${JSON.stringify(one).slice(0, 200)}`];
}

/** A link that leads to a page, and whose text, where it names an address, names that one. */
function isHonest(link: Node): boolean {
  const target = String(link['target']);
  const text = textIn(link['content']);
  return /^https?:\/\/[^\s/@)>]+(?:[/?#]|$)/.test(target) && !namesAnother(text, target);
}

import { type Node, NodeType, parse } from 'slack-message-parser';
import { anchor, el, fault, lines } from './element.ts';
import type { Child } from '../html.ts';
import { dateText } from './moment.ts';

/** Draws Slack's mrkdwn. */
export function drawMrkdwn(text: string): readonly Child[] {
  return drawNode(parse(text));
}

function drawNode(node: Node): readonly Child[] {
  switch (node.type) {
    case NodeType.Root:
      return node.children.flatMap(drawNode);
    case NodeType.Text:
      return lines(unescaped(node.text));
    case NodeType.URL:
      return [anchor(unescaped(node.url), ...(node.label?.flatMap(drawNode) ?? [unescaped(node.url)]))];
    case NodeType.Bold:
      return [el('b', null, ...node.children.flatMap(drawNode))];
    case NodeType.Italic:
      return [el('em', null, ...node.children.flatMap(drawNode))];
    case NodeType.Strike:
      return [el('del', null, ...node.children.flatMap(drawNode))];
    case NodeType.Quote:
      return [el('blockquote', null, ...node.children.flatMap(drawNode))];
    case NodeType.Code:
      return [el('code', null, unescaped(node.text))];
    case NodeType.PreText:
      return [el('pre', null, unescaped(node.text))];
    case NodeType.Command:
      return node.name === 'date' ? [dateText(Number(node.arguments[0]))] : [fault('command', node.source)];
    case NodeType.ChannelLink:
    case NodeType.UserLink:
    case NodeType.Emoji:
      return [fault('alive', node.source)];
  }
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

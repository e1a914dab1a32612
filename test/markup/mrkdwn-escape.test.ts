import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { type Node, NodeType, parse } from 'slack-message-parser';
import { expect, test } from 'vitest';
import { mrkdwnLink, mrkdwnText } from '../../worker/markup/write/mrkdwn-escape.ts';

const APART = '\u200b';

test.each([
  ['a broadcast', '<!channel> <!here>', '&lt;!channel&gt; &lt;!here&gt;'],
  ['a broadcast, escaped already', '&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
  ['a user', '<@U123>', `&lt;@${APART}U123&gt;`],
  ['a link', '<https://evil.example|https://good.example>', '&lt;https://evil.example|https://good.example&gt;'],
  ['plain mentions', '@here @channel @everyone @ann', `@${APART}here @${APART}channel @${APART}everyone @${APART}ann`],
  ['signs of emphasis', '*a* _b_ ~c~ `d`', '∗a∗ ˍbˍ ∼c∼ ˋdˋ'],
  ['signs of emphasis in a row', '__a__ **b** ```c```', 'ˍˍaˍˍ ∗∗b∗∗ ˋˋˋcˋˋˋ'],
  ['a quote', '> a', `${APART}&gt; a`],
  ['an emoji code', ':white_check_mark:', `:${APART}white_check_mark:`],
  ['text that runs backwards', 'a \u202egnp.exe', 'a gnp.exe'],
])('%s in mrkdwn has no effect', (_, text, expected) => {
  expect(mrkdwnText(text)).toBe(expected);
});

test('signs within words stay as they are', () => {
  expect(mrkdwnText('snake_case 2*3 a@b.example')).toBe('snake_case 2*3 a@b.example');
});

test('a link’s address cannot end it, nor its text', () => {
  expect(mrkdwnLink('https://a.example/#x|y><!here', 'z|*y*>')).toBe('<https://a.example/#x%7Cy%3E%3C!here|z|∗y∗&gt;>');
  expect(mrkdwnLink('https://a.example/?b=1&c=@here', 'd')).toBe('<https://a.example/?b=1&amp;c=%40here|d>');
  expect(mrkdwnLink('https://a.example/', 'https://a.example/')).toBe('<https://a.example/>');
});

/** Kinds of what a parser of mrkdwn finds in a text. */
function kinds(node: Node): readonly NodeType[] {
  return node.type === NodeType.Root ? node.children.flatMap(kinds) : [node.type];
}

test('any text is nothing but text', () => {
  const parts = ['<!channel>', '&lt;', '<@U1>', '<#C1|x>', '|', '>', '*', '_', '~', '`', '@here', '\n', ' ', 'a'];
  assert(
    property(array(oneof(constantFrom(...parts), string()), { maxLength: 12 }), (written) => {
      const text = mrkdwnText(written.join(''));
      expect(text).not.toMatch(/[<>]|(?<![\w/.+-])@(?:here|channel|everyone)/i);
      // The parser takes any signs between two colons for an emoji, which Slack does not.
      expect(kinds(parse(text.replaceAll(':', '.'))).filter((kind) => kind !== NodeType.Text)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

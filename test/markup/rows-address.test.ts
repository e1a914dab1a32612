import { expect, it } from 'vitest';
import { textMarkup } from '../../worker/markup/read/parse.ts';
import { rowsOf } from '../../worker/markup/write/rows.ts';

it.each([
  ['https://a.example/x', 'https://a.example/x'],
  ['https://good.example@evil.example/', 'https://evil.example/'],
  ['https://good.ex\u0430mple/', 'https://good.xn--exmple-4nf/'],
])('shows of the address %s where it leads', (words, href) => {
  const [row] = rowsOf(textMarkup(words), { fits: () => true });
  expect(row?.runs).toEqual([{ text: href, styles: {}, href }]);
});

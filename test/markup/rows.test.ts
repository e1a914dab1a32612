import { expect, it } from 'vitest';
import { textMarkup } from '../../worker/markup/read/parse.ts';
import { rowsOf } from '../../worker/markup/write/rows.ts';

it.each([
  ['https://a.example/x', 'https://a.example/x', 'https://a.example/x'],
  ['https://good.example@evil.example/', 'https://evil.example/', 'https://evil.example/'],
  ['https://раура.example/', 'https://xn--80aa0cbo.example/', 'https://xn--80aa0cbo.example/'],
])('an address in the text, %s, is a link that shows where it leads', (address, text, href) => {
  const [row] = rowsOf(textMarkup(address), { fits: () => true });
  expect(row?.runs).toEqual([{ text, styles: {}, href }]);
});

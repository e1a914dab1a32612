/** Comment of four thousand Chinese characters, in paragraphs. */
export const CHINESE = repeated(
  [
    '退潮以后，石头一块一块地露出来，像有人把路慢慢铺到灯塔脚下。',
    '外公说，守灯的人要听得懂水声：水声变细，就该往回走了。',
    '我小时候不信，站在最后一块石头上等，鞋子全湿了，还笑。',
    '现在灯是自动的，没有人上油，也没有人写日记，可是光还是一样的光。',
  ].join(''),
  4_000,
);

/** Comment with sixty links, as spam has them. */
export const LINKS = `<p>Good post! ${Array.from({ length: 60 }, (_, at) => {
  const number = at + 1;
  return `<a href="http://cheap-lamps.example/catalogue/lamp-${number}?ref=tides&amp;from=comments">lamp ${number}</a>`;
}).join(', ')}.</p>`;

/** Comment with quotes in quotes, a list in one, lists in lists, and code. */
export const NESTED = [
  '<blockquote><blockquote><p>How long does it turn?</p></blockquote><p>Twelve hours, if:</p>',
  '<ul><li>oiled</li><li>wound to the <em>second</em> mark</li></ul></blockquote>',
  '<p>Not here. I measured with this:</p>',
  '<pre><code>for (const hour of hours) {\n  if (hour.isLit) count += 1;\n}</code></pre>',
  '<p>and found:</p>',
  '<ol><li>nights<ul><li>calm: 12.4 h</li><li>windy: 11.9 h</li></ul></li><li>days: never wound</li></ol>',
  '<hr><h3>So</h3><p>Use <code>KW-38/2</code> and <del>hope</del> <strong>oil</strong>.</p>',
].join('');

/** Comment that is an image and nothing else. */
export const IMAGE = '<p><img src="http://lars.example/~erik/img/tide.jpg" alt="The lighthouse at low tide" /></p>';

/** Comment of no words. */
export const EMPTY = '';

/** Comment in Arabic and Hebrew, with a link and a number. */
export const RIGHT_TO_LEFT = [
  '<p>شكرًا على هذه الصور! المنارة أجمل مما كنت أتخيل، والطريق إليها <a href="https://dana.example/map">على هذه الخريطة</a> 3 كم.</p>',
  '<blockquote><p>המגדלור עדיין דולק</p></blockquote><p>تحياتي من الرباط 🌊</p>',
].join('');

/** Text as HTML that shows it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function repeated(text: string, length: number): string {
  return `<p>${text}${text}</p>`.repeat(Math.ceil(length / (2 * text.length)));
}

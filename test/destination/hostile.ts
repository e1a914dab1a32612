/** Words that are markup, mentions or links to some platform. */
export const HOSTILE = [
  '<!channel>',
  '&lt;!channel&gt;',
  '&amp;lt;!here&amp;gt;',
  '<@U123>',
  '<#C123|general>',
  '<!subteam^S123>',
  '<!date^1^{date}^https://evil.example|x>',
  '@here',
  '@channel @everyone',
  '<https://evil.example|https://good.example>',
  '[https://good.example](https://evil.example)',
  'https://evil.example/',
  'https://good.example@evil.example/',
  '*bold* _italic_ ~struck~ `code` ```pre',
  '> quoted\n\n\n# heading\r\n- item',
  'right\u202Eto left\u2066',
  'half of a pair \uD83D',
  'bell\u0007 and nothing\u0000',
  '</p><script>alert(1)</script>',
  '|',
  '>|<',
  '   ',
];

/** Words of 20,000 characters, each by what it is. */
export const LONG = [
  ['words', 'lorem ipsum '.repeat(1_667)],
  ['one word', 'x'.repeat(20_000)],
  ['Chinese', '中国人民'.repeat(5_000)],
  ['emoji', '👩‍👩‍👧‍👦'.repeat(2_000)],
  ['ampersands', '&'.repeat(20_000)],
  ['quotation marks', '"\\'.repeat(10_000)],
  ['mentions', '@here '.repeat(3_334)],
  ['one long link', `https://evil.example/${'中'.repeat(20_000)}`],
  ['lines', 'a\n'.repeat(10_000)],
] as const;

/** Addresses that nobody should be able to follow, or that break what surrounds them. */
export const HOSTILE_URLS = [
  ['javascript:', 'javascript:alert(1)'],
  ['data:', 'data:text/html,<script>alert(1)</script>'],
  ['a bar and a mention', 'https://blog.example/<!channel>|text'],
  ['quotation marks and a mention', 'https://blog.example/"><!here>'],
  ['another host in front', 'https://good.example@evil.example/'],
  ['credentials', 'https://alice:hunter2@blog.example/'],
  ['20,000 characters', `https://blog.example/${'a'.repeat(20_000)}`],
  ['many ampersands', `https://blog.example/?${'&'.repeat(1_500)}`],
  ['white space', 'no address at all'],
  ['nothing', ''],
] as const;

/** HTML of comments that would be alive, or is too much. */
export const HOSTILE_HTML = [
  ['mentions as entities', '<p>&lt;!channel&gt; &lt;@U123&gt; &amp;lt;!here&amp;gt; @here</p>'],
  ['a javascript: link', '<p><a href="javascript:alert(1)">click</a></p>'],
  ['a link that says it is another', '<p><a href="https://evil.example">https://good.example</a></p>'],
  ['a link with a bar in it', '<p><a href="https://evil.example/|&lt;!channel&gt;">a|b</a></p>'],
  ['link markup as text', '<p>&lt;https://evil.example|https://good.example&gt;</p>'],
  ['code', '<pre>```\n&lt;!channel&gt;</pre><p><code>`&lt;!here&gt;`</code></p>'],
  ['deep quotes', '<blockquote>'.repeat(300) + 'deep' + '</blockquote>'.repeat(300)],
  ['many links', '<a href="https://a.example/">a</a> '.repeat(2_000)],
  ['20,000 characters of code', `<pre>${'<!channel> `` '.repeat(1_500).replaceAll('<', '&lt;')}</pre>`],
  ['one long list', `<ul>${'<li>@here</li>'.repeat(3_000)}</ul>`],
] as const;

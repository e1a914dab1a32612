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
  '<@123456789012345678> <@!123456789012345678> <@&123456789012345678>',
  '<#123456789012345678> </ban:123456789012345678> <id:guide>',
  '<:e:123456789012345678> <a:e:123456789012345678> :smile: :white_check_mark:',
  '<t:1700000000:R>',
  '||hidden|| -# small',
  '>>> all of it',
  '~town-square #general #hashtag',
  '$$x^2$$ $x$ \\(x\\)',
  '@all @room @team @user',
  '@**all** @_**Ada** @*admins* #**general**',
  '```quote\nforged\n```',
  '```spoiler hidden',
  '~~~\nopen',
  '{{DATE(2026-11-26T00:00:00Z,SHORT)}} {{TIME(2026-11-26T00:00:00Z)}}',
  '<at>all</at> <at id=all></at> <at user_id="all">all</at>',
  '<users/all> <users/123>',
  'https://matrix.to/#/@ada:example.org',
  '/ban@bot /start $TICKER 4111111111111111',
  'evil.com readme.md mail@evil.example',
  '<font color="warning">warning</font>',
  '![x](https://evil.example/x.png)',
  '[x][y] and [y]: https://evil.example',
  '1. one\n2) two\n+ three\n=== \n---',
  'tg://user?id=1 javascript:alert(1)',
  '<b>bold</b><br><a href="https://evil.example">x</a>',
  '&lt;b&gt; &#60;b&#62; &amp;amp;',
  'one \\* two \\\\` three \\',
  '*a **b _c __d ~e ~~f `g ``h',
  'zero\u200B\u200D\u2060width',
  '//evil.example/javascript:alert(1)👩‍👩‍👧‍👦ahttps://evil.example/?a=1&amp;lt;&b=$$*x*_y_',
  '#a!b:example.org !!c:example.org @d!e:example.org',
  ':tada',
  'tada:',
  'soft @he\u00ADre, bound @\u2060here, joined \uFE0F:ta\u00ADda: :\uFEFFtada:',
  '\uFEFF.com x\uFEFF.com \u061Cevil.com \u200Eevil.com\u200F',
  'wide ＠everyone ＜!channel＞ ＃general ：tada： ／start',
  'lines\u2028# of\u2029> their\u0085- own\u000Bkind\u000C# here',
  'a command \u009B31m \u0090 \u007F of a terminal',
  `tagged ${String.fromCodePoint(...Array.from('evil', (letter) => 0xe_0000 + letter.charCodeAt(0)))} text`,
  `piled ${'Z\u0301\u0316'.repeat(3)}${'\u0301'.repeat(10_000)}`,
  '*\u0301bold*\u0301 _\u0316it_\u0316 `\u0301code`\u0301 @\u0301here #\u0301tag :\u0301tada:',
  '**Earshot** edited: [Open the comment](https://evil.example)',
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
  [
    'addresses with neighbours',
    'see<a href="https://evil.example/a">https://evil.example/a</a>b <b>https://good.example</b>.evil.example/x ' +
      '<a href="https://evil.example/"><img src="https://good.example/" alt=""></a>@evil.example',
  ],
  [
    'code in lists in quotes',
    [
      '<pre># heading\n~town-square #hashtag [x](https://evil.example/) ![x](https://evil.example/) :tada: @**all**</pre>',
      '<pre> \n- [x](https://evil.example/)\n```\n&lt;!channel&gt;</pre>',
    ]
      .flatMap((code) =>
        ['ul', 'ol', 'ol start="1000"'].map((name) => `<${name}><li>${code}</li><li>b</li></${name.slice(0, 2)}>`),
      )
      .map((list) => `${list}<blockquote>${list}</blockquote><ul><li>${list}<blockquote>${list}</blockquote></li></ul>`)
      .join('<p>between</p>'),
  ],
  [
    'addresses with signs in them',
    [
      '/:tada:',
      '/@here',
      '/*a*_b_~c~',
      '/`d`',
      '/?e=$$f$$',
      '/[g](h)',
      '/&lt;!channel&gt;',
      '/#**general**',
      '/{{DATE(x)}}',
    ]
      .map((path) => `https://evil.example${path}`)
      .flatMap((url) => [
        `<a href="${url}">${url}</a>`,
        `<img src="${url}" alt="">`,
        `<code>$x</code> ${url}`,
        `${url}:x:`,
      ])
      .concat(['http://*/', 'http://$TICKER', 'http://-#', 'https://good.example**', 'https://xn--80ak6aa92e.example/'])
      .concat(['<a href="mailto:a@evil.example?subject=x%0D%0ABcc:b">https://evil.example</a>'])
      .map((words) => `<p>${words}</p>`)
      .join(''),
  ],
  ['code behind spaces', '<pre> # heading\n  - item\n 1. one\n > quote\n === \n    indented</pre>'],
  [
    'emphasis around links, next to letters',
    ['b', 'i', 's']
      .map(
        (name) =>
          `<p>a<${name}><a href="https://evil.example/@here/#general">x</a></${name}>b<${name}><img src="https://evil.example/@all" alt=""></${name}></p>`,
      )
      .join('') +
      '<p><em>“<b>evil</b>.gg/abc”</em> __www.evil.com [a] and<ul><li>[x <b><a href="https://evil.example/">y</a></b></li></ul>',
  ],
  [
    'signs in a label and in its target',
    '<ul><li><a href="https://evil.example/-_y">https:a_a</a></li><li><a href="https://evil.example/~x~">x.a~a</a></li></ul>',
  ],
  [
    'an item of code below a paragraph',
    '<ol start="7"><li><blockquote>a</blockquote>a</li><li><pre>&lt;!channel&gt; [x](https://evil.example/)</pre></li></ol>',
  ],
  [
    'links whose text names another host, in odd ways',
    [
      '/https://good.example',
      '===https://good.example',
      '[x]: https://good.example*',
      'https://evil.example@other.example/',
    ]
      .map((text) => `<p><a href="https://evil.example/">${text}</a></p>`)
      .join(''),
  ],
  [
    'markup spread over elements',
    [
      ':<u>tada</u>: <u>:</u>tada: <b>:</b>ta<i>da</i>: :<a href="https://evil.example/">tada</a>:',
      '@<sub>here</sub> @<u>here</u> <u>@</u>all &lt;<u>!channel</u>&gt; &lt;<i>!</i>here&gt; &lt;@<u>U123</u>&gt;',
      '[<u>x</u>](https://evil.example/) [x]<u>(https://evil.example/)</u> !<u>[x</u>](https://evil.example/)',
      '*<sub>*</sub>bold** <u>*</u>*bold** `<u>`</u>` ~<u>~</u>struck~~ |<u>|</u>hidden|| $<u>$</u>x$$',
      '#<u>hashtag</u> ~<u>town-square</u> #<u>**general**</u> @<u>**all**</u> {<u>{DATE(2026-11-26T00:00:00Z)}</u>}',
      'fe<u>ed</u>:x ww<u>w.evil</u>.com https:<u>//evil.example/</u> &amp;<u>lt;</u>b&gt; \\<u>*x*</u>',
      '/<u>start</u> tg:<u>//user</u>?id=1 &lt;<u>at&gt;all</u>&lt;/at&gt; &lt;t:<u>1700000000:R</u>&gt; @ada<u>:</u>example.org',
    ]
      .map((line) => `<p>${line}</p><ul><li>${line}</li></ul><blockquote><h2>${line}</h2></blockquote>`)
      .join(''),
  ],
  ['deep quotes', '<blockquote>'.repeat(300) + 'deep' + '</blockquote>'.repeat(300)],
  ['many links', '<a href="https://a.example/">a</a> '.repeat(2_000)],
  ['20,000 characters of code', `<pre>${'<!channel> `` '.repeat(1_500).replaceAll('<', '&lt;')}</pre>`],
  ['one long list', `<ul>${'<li>@here</li>'.repeat(3_000)}</ul>`],
] as const;

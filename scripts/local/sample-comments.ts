/** A comment on the sample blog. `answers`: it answers the one so many before it. `note`: explains to people what is odd. */
export type SampleComment = {
  readonly author: string;
  readonly site?: string;
  readonly html: string;
  readonly answers?: number;
  readonly note?: string;
};

/** UTF-8 that a careless import once read as Mac Roman, as many old blogs serve it to this day. */
function mojibake(text: string): string {
  return new TextDecoder('macintosh').decode(new TextEncoder().encode(text));
}

/** Written for Earshot, in the order in which they appear; after the last it begins again. */
export const COMMENTS: readonly SampleComment[] = [
  {
    author: 'Maud Ferrier',
    site: 'https://maud.example/',
    html: '<p>Mine has whistled flat since the move. I blamed the new stove for a year.</p>',
  },
  { author: 'T. Okonjo', html: '<p>Descale it first. <em>Then</em> look at the whistle.</p>' },
  {
    author: 'Maud Ferrier',
    site: 'https://maud.example/',
    html: '<p>Two spoons of citric acid, ten minutes, and it is a different kettle. Thank you!</p>',
    answers: 1,
  },
  { author: '林小雨', html: '<p>我家的水壶也是这样，换了垫圈就好了。谢谢分享！</p>' },
  {
    author: 'Piet',
    html: '<p>The part has a number, by the way: <code>KW-38/2</code>. There is <a href="https://parts.example/kw-38">a drawing</a> of it.</p>',
  },
  {
    author: 'Aiko Brandt',
    html: '<blockquote><p>There is a drawing of it.</p></blockquote><p>And a better one in the 1974 manual, page 12:</p><ul><li>ring</li><li>reed</li><li>cap (brass, not steel)</li></ul>',
    answers: 1,
    note: 'with a quotation and a list, which stay what they are',
  },
  {
    author: mojibake('Мария'),
    html: `<p>${mojibake('А у нас чайник не свистит, а поёт — и это чудесно.')}</p>`,
    note: 'the blog garbles Russian, as old imports do: Earshot repairs it, and keeps what was served',
  },
  {
    author: '<!channel> Win Big',
    site: 'javascript:alert(1)',
    html: '<p>&lt;!channel&gt; everyone @here <script>alert("kettle")</script><a href="javascript:alert(2)">free whistles</a> <a href="https://evil.example/">https://good.example/</a></p>',
    note: 'a prankster: a call to everyone in your chat, a script, a link to elsewhere than it says; all arrives as plain words',
  },
  { author: 'T. Okonjo', html: '<p>Do not press that one.</p>', answers: 1 },
  {
    author: 'Zoë Ångström',
    html: '<p>“Flat” is relative: ours sings a B♭ &amp; the dog joins in ½ a tone above. 🐕</p>',
  },
  { author: 'Piet', html: '<p>Record the dog, please.</p>', answers: 1 },
  {
    author: 'Somebody',
    html: '<p>Long time reader, first time boiler. My grandmother kept one kettle for sixty years and wrote every repair on a card in the drawer below it. The last card says: <strong>new ring, 1991, still sings</strong>.</p>',
  },
];

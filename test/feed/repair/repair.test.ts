import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHTML } from 'entities';
import { expect, test } from 'vitest';
import { fixMojibake } from '../../../worker/feed/repair/mojibake.ts';
import { cpuMilliseconds } from '../../support/cpu.ts';

/** Feeds of the tests, and, where they are there, real ones; and what is spoilt in them. */
const FEEDS = [
  { name: 'the tests’ feeds', path: join(import.meta.dirname, '../..'), spoilt: /‰/ },
  { name: 'real feeds', path: join(import.meta.dirname, '../../../../shared'), spoilt: /[‰–]|^â€¦$/ },
].filter(({ path }) => existsSync(path));

/** Text as people write it: where it is spoilt it must come back, and where it is not it must stay. */
const WRITTEN = [
  ['French', 'L’été dernier, j’ai visité l’Écosse – « très froid », dit-il… À bientôt !'],
  ['French capitals', 'OÙ ÊTES-VOUS ? À L’ÉCOLE… ÇA VA ÊTRE LA FÊTE'],
  ['German', 'Größe „übermäßig“ – schön für Äpfel & Öl, 20 % mehr § 5'],
  ['Spanish', '¿Qué tal, señor? ¡Mañana será otro día!'],
  ['Portuguese', 'Não é só isso: amanhã há mais informações à mão'],
  ['Czech', 'Příliš žluťoučký kůň úpěl ďábelské ódy'],
  ['Polish', 'Zażółć gęślą jaźń – „dobrze”'],
  ['Turkish', 'İstanbul’da güneşli bir gün, çok şükür'],
  ['Vietnamese', 'Tiếng Việt rất khó – “nhưng” tôi thích nó lắm'],
  ['Greek', 'Καλημέρα κόσμε – «τι κάνεις;» ρώτησε…'],
  ['Russian', 'Привет — «не очень понимаю», о чём идёт речь…'],
  ['Ukrainian', 'Дякую — їжак з’їв яблуко'],
  ['Chinese', '是怎么说的啊？什么时候来中国看啊！'],
  ['Japanese', 'これはテストです。よろしくお願いします'],
  ['Korean', '한국어 댓글입니다'],
  ['Hebrew', 'שלום עולם'],
  ['Arabic', 'مرحبا بالعالم'],
  ['Thai', 'ราคาเท่าไหร่'],
  ['Hindi', 'नमस्ते दुनिया'],
  ['English with its signs', 'It’s “fine” — 5 € for 20 °C, naïve café™'],
  ['emoji', 'Great 😀 work 👍🏽'],
] as const;

/** Real text that has in it what mojibake is made of. */
const ODD = [
  'É…',
  'AMANHÃ…',
  'CAFÉ™ et THÉ®',
  'l’équipe d’Écully',
  '«écrit» comme ça',
  'bon…à demain',
  'été… »',
  'groß“ sagte er',
  'ZVÝŠIT ÚŽASNÉ NÍŽE',
  '2√πr and √Ω of it',
  '(–∞, +∞)',
  'Straße—Gasse',
  'Ñandú ×2 ÷ 3',
  'naïve ½ ¾ ¿',
  'Â is a letter, Ã too',
  'Ça coûte 5 £ ou 6 ¥',
  'MÜNCHEN–KÖLN',
  'œuvre & Œdipe – “sœur”',
  'ΑΒΓ Ωμέγα µm',
  'q? é? ñ? É?',
  'ok \ufffd and \ufffd\ufffd',
  '© 2024 ® ™ §',
] as const;

const utf8 = new TextEncoder();

function readAs(label: string): (text: string) => string {
  return (text) => new TextDecoder(label).decode(utf8.encode(text));
}

function latin1(text: string): string {
  return String.fromCharCode(...utf8.encode(text));
}

const windows = readAs('windows-1252');
const mac = readAs('macintosh');

test.each(WRITTEN)('%s as it was written stays so', (_, text) => {
  expect(fixMojibake(text)).toBeNull();
});

test.each(ODD)('%j stays as it is', (text) => {
  expect(fixMojibake(text)).toBeNull();
});

test.each(WRITTEN)('%s that was read as something else comes back', (_, text) => {
  expect(fixMojibake(windows(text))).toBe(text);
  expect(fixMojibake(mac(text))).toBe(text);
  expect(fixMojibake(latin1(text))).toBe(text);
});

test.each(WRITTEN)('%s that was misread twice comes back', (_, text) => {
  expect(fixMojibake(windows(windows(text)))).toBe(text);
  expect(fixMojibake(mac(mac(text)))).toBe(text);
  expect(fixMojibake(latin1(latin1(text)))).toBe(text);
  expect(fixMojibake(mac(windows(text)))).toBe(text);
});

test.each(WRITTEN)('%s with emoji behind it stays as it was written, and comes back with them', (_, text) => {
  for (const emoji of ['👍', '👩🏽\u200d💻!', '❤\ufe0f', '🇫🇷', '1\ufe0f\u20e3', '🏴\u{e0067}\u{e0062}\u{e007f}']) {
    const written = `${text} ${emoji}`;
    expect(fixMojibake(written)).toBeNull();
    for (const misread of [windows, mac, latin1]) expect(fixMojibake(`${misread(text)} ${emoji}`)).toBe(written);
    expect(fixMojibake(`${emoji}${mac(windows(text))}`)).toBe(emoji + text);
  }
});

test.each(ODD)('%j stays as it is also beside emoji', (text) => {
  for (const emoji of ['👍', '❤\ufe0f', '☺']) {
    for (const written of [`${text} ${emoji}`, `${emoji}${text}`, `${text}${emoji}`])
      expect(fixMojibake(written)).toBeNull();
  }
});

test.each(['Itâ€™s ℹ', 'Itâ€™s ю', 'Itâ€™s 中', 'Itâ€™s \u200d', 'Itâ€™s ń 👍'])(
  '%j has what was never read as something else, and no emoji: it stays',
  (text) => {
    expect(fixMojibake(text)).toBeNull();
  },
);

test.each([
  ['‰∏≠ÂõΩ‰∫∫', '中国人'],
  [
    'ÊòØÊÄé‰πàËØ¥ÁöÑÂïäÔºü ‰ªÄ‰πàÊó∂ÂÄôÊ?•‰∏≠ÂõΩÁúãÂïäÔº?Â§ß‰Ω¨Ôº?',
    '是怎么说的啊？ 什么时候\ufffd中国看啊\ufffd大佬\ufffd',
  ],
  ['–Ω–æ –≤—?–µ–º —É–¥–∞—á–∏...', 'но в\ufffdем удачи...'],
  ['â€œquotedâ€ and cafÃ©', '“quoted\ufffd and café'],
  ['Ð¿Ñ\ufffdÐ¸Ð²ÐµÑ‚', 'п\ufffdивет'],
  ['Itâ€™s dÃ©jÃ\u00a0 vu, isn’t\u00a0it…', 'It’s déjà vu, isn’t\u00a0it…'],
])('%j comes back as far as its bytes are there', (spoilt, text) => {
  expect(fixMojibake(spoilt)).toBe(text);
});

test.each(['?Ã‰?', 'Ã?', 'Ã©', '√©', 'Ã‰', '–∞', 'ä¸­'])('%j alone proves nothing', (text) => {
  expect(fixMojibake(text)).toBeNull();
});

test('a hundred thousand characters are judged in less than a second', () => {
  for (const text of ['Ã', 'Ã©a', 'â€', 'ÃƒÆ’Ã‚Â©', '‰∏≠', '?', '👍', '👩\u200d', 'Ã©a☺\ufe0f']) {
    expect(cpuMilliseconds(() => fixMojibake(text.repeat(100_000 / text.length)))).toBeLessThan(1000);
  }
});

/** Texts of the feeds in a folder, and of what is below it, that are taken for mojibake. */
function repairedIn(folder: string): readonly string[] {
  const repaired = new Set<string>();
  for (const file of globSync('**/*.{xml,atom,rss,rdf,json}', { cwd: folder })) {
    const text = new TextDecoder().decode(readFileSync(join(folder, file)));
    for (const part of decodeHTML(text).split(/[\n<>"]/)) if (fixMojibake(part) !== null) repaired.add(part);
  }
  return [...repaired];
}

test.each(FEEDS)('of $name nothing is repaired but what is spoilt', ({ path, spoilt }) => {
  const repaired = repairedIn(path);
  expect(repaired.filter((part) => !spoilt.test(part))).toEqual([]);
  expect(repaired.length).toBeGreaterThan(0);
});

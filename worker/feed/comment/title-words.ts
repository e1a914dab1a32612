import { isBlank } from '../../markup/text/blank.ts';
import type { Entry, ParsedFeed } from '../parsed-feed.ts';
import { comparableText } from './comparable-text.ts';
import type { CommentDraft } from './draft.ts';

/** Number of entries whose titles are compared: more would take time, and tell no more. */
const MAX_COMPARED = 100;

/** Length of an entry that is read to tell if it says anything. In UTF-16 units. */
const MAX_BEGINNING = 1_000;

/** "Re:" as mail and forums write it, which the title of what is answered follows. */
const ANSWER = /^(?:re|aw|antw?|sv|vs|odp|rif|res|ynt|r|ответ|回复|回覆|答复)(?:\s*(?:\[\d+\]|\^\d+))?\s*[:：]/iu;

/** Longest text before an author's name in a title, as in "New comment by Ann: …". In UTF-16 units. */
const MAX_LEAD = 40;

/** Words behind an author's name, as in "Ann: …" and "Ann wrote on Lids: …". */
const AFTER_AUTHOR = /^[^:：]{0,80}[:：]\s*(\S.*)$/su;

/** "Comment", "Comment #5", "(no title)", a number or a date. */
const NOTHING_BUT_LABEL =
  /^(?:\(?(?:new\s+)?(?:(?:comment|reply|response|answer|note|message|kommentar|antwort|commentaire|réponse|comentario|respuesta|commento|risposta|comentário|resposta|reactie|komentarz|комментарий|ответ)s?|(?:no|without) (?:title|subject)|untitled|ohne titel|sans titre|sin título|без (?:темы|названия)|评论|留言|回复|評論|無題|无标题|コメント|返信|댓글|제목 없음)\s*(?:#|no\.?|nr\.?|№)?\s*\d*\)?|[#\d\s.,:/–-]+)$/iu;

/** "Comment on …", "Reply from …": the name of a page or a person follows. */
const LABEL_OF_SOMETHING =
  /^(?:new\s+)?(?:(?:comment|reply|response|answer|note|message)s? (?:on|from|by|to|in|for|about|at)|kommentare? (?:zu|von|till|til|på)|antwort (?:auf|von)|commentaires? (?:sur|de)|réponse (?:à|de)|comentarios? (?:en|de|a|sobre)|respuesta (?:a|de)|comment[oi] (?:su|di|a)|comentários? (?:em|de|sobre)|reacties? (?:op|van)|komentarze? do|(?:комментари[йи]|ответ) (?:к|на|от))(?:\s|:)/iu;

/**
 * The title of a comment that says nothing else, where the title is what it says (RSS 2.0 asks for one of title and
 * description); `null` where it only labels the comment: names its author or its post, or says that it is one.
 */
export function titleWords(draft: CommentDraft, feed: ParsedFeed): string | null {
  const said = saidByTitle(draft, feed);
  if (said === null) return null;
  const entries = feed.entries.slice(0, MAX_COMPARED);
  if (entries.some((entry) => entry.title === draft.title && saysMore(entry))) return null;
  if (said.about === null) return draft.title;
  // A "Re:" before what no other entry is about is the comment's own.
  const about = said.about.toLowerCase();
  const [first, more] = entries.filter(({ title }) => title !== null && isAbout(title, about));
  return more === undefined && (first === undefined || first.title === draft.title) ? draft.title : null;
}

/**
 * Title of a comment that says nothing else, to detect edits by: whatever other entries there are, which come and go. So it
 * is `null` of each "Re: …", which may name one of them.
 */
export function lastingTitle(draft: CommentDraft, feed: ParsedFeed): string | null {
  const said = saidByTitle(draft, feed);
  return said === null || said.about !== null ? null : draft.title;
}

/** Words of a title that name neither author nor post; `about`: those behind a "Re:", which may name another entry. */
function saidByTitle({ title, author, post, url }: CommentDraft, feed: ParsedFeed): { about: string | null } | null {
  const said = title === null ? null : saidIn(title, author.name?.trim() ?? '');
  if (said === null) return null;
  const words = withoutAnswer(said);
  return isLabel(words, [post?.title ?? null, feed.title, url]) ? null : { about: words === said ? null : words };
}

/** Text behind "Re:", however often that stands before it. */
function withoutAnswer(title: string): string {
  let words = title;
  while (ANSWER.test(words)) words = words.replace(ANSWER, '').trim();
  return words;
}

/** True if a title is these words in small letters, or ends with them, as "Workshop • Re: Hinges" does. */
function isAbout(title: string, words: string): boolean {
  const line = title.trim().toLowerCase();
  return line.endsWith(words) && !LETTER_LAST.test(line.slice(0, line.length - words.length).slice(-2));
}

/** Words of a title that may be the comment's: "Ann: It squeaks" says something, "Comment by Ann" does not. */
function saidIn(title: string, author: string): string | null {
  if (isBlank(title)) return null;
  const [before, behind] = author === '' ? [null, title] : around(title, author);
  if (before === null) return title;
  return before.length > MAX_LEAD ? null : (AFTER_AUTHOR.exec(behind)?.[1] ?? null);
}

function saysMore({ content, summary }: Entry): boolean {
  const text = content ?? summary;
  return text !== null && !isBlank(comparableText({ ...text, value: text.value.slice(0, MAX_BEGINNING) }));
}

function isLabel(title: string, names: readonly (string | null)[]): boolean {
  const line = title.trim();
  if (line === '' || NOTHING_BUT_LABEL.test(line) || LABEL_OF_SOMETHING.test(line)) return true;
  // A feed's title often ends with its post's ("Comments on: …").
  return names.some((name) => name?.trim().toLowerCase().endsWith(line.toLowerCase()));
}

/** Letters and digits of scripts with spaces: one directly beside a name makes it part of a longer word. */
const LETTER = String.raw`[[\p{L}\p{N}]--[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}]]`;
const LETTER_FIRST = new RegExp(`^${LETTER}`, 'v');
const LETTER_LAST = new RegExp(`${LETTER}$`, 'v');

/** Text before and after a name that is a whole word of it; `null` before it if there is none. */
function around(text: string, name: string): readonly [string | null, string] {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const end = at + name.length;
    const isWord = !LETTER_LAST.test(text.slice(Math.max(0, at - 2), at));
    if (isWord && !LETTER_FIRST.test(text.slice(end, end + 2))) return [text.slice(0, at), text.slice(end)];
  }
  return [null, text];
}

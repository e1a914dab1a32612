/** Words for comments in the languages of most blogs and forums; of those that bend them, what all their forms begin with. */
const COMMENTS =
  '(?:comments|kommentare[nr]?|commentaires|comentarios|comentários|commenti|comentaris|komentarze|komentarzy|komentar[ai]?i|komentarji|komentar|kommentaarid|kommentit)(?!\\p{L})|comentarii|komentář|komentár|komentār|reactie|yorum|hozzászólás|athugasemd|iruzkin|комментар|коментар|каментар|σχόλι|σχολι|التعليق|تعليق|نظرات|دیدگاه|תגוב';

/** Words for one comment that newspapers have for a section, too. */
const COMMENT = '(?:comment|kommentar|commentaire|comentario|comentário|comentari|commento)(?!\\p{L})';

/** The same for replies. */
const REPLIES =
  'replies|responses(?!\\p{L})|antworten|réponses|respuestas|respostas|respostes|rispost|antwoord|odpowied|odpověd|odgovor|vastau|válasz|ответ|відповід|απάντ|απαντ|ردود|yanıt';

// Languages that put no space between words, or between syllables.
const UNSPACED_COMMENTS = 'コメント|评论|評論|留言|댓글|ความ(?:คิด)?เห็น|bình luận';
const UNSPACED_REPLIES = '回复|回覆|回應|返信|답글';

/** A word for comments, in the title of a feed or of a link to one. */
export const COMMENT_WORD = wordOf(COMMENTS, UNSPACED_COMMENTS);

const REPLY_WORD = wordOf(REPLIES, UNSPACED_REPLIES);

/** A word for comments, replies or answers, or for one, in such a title. */
export const ANY_WORD = wordOf(
  `${COMMENTS}|${COMMENT}|${REPLIES}|answers?(?!\\p{L})|repl(?:y|ies)|response|antwort|réponse|respuesta|resposta`,
  `${UNSPACED_COMMENTS}|${UNSPACED_REPLIES}|回答`,
);

/** True if a title says that something is of comments or replies, and not of a section that is called so. */
export function saysComments(title: string): boolean {
  return COMMENT_WORD.test(title) || REPLY_WORD.test(title);
}

function wordOf(spaced: string, unspaced: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${spaced})|${unspaced}`, 'iu');
}

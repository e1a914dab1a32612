/** Things in a text that nobody sees, but that do something: none may be in what a chat gets. */
const UNSEEN: Readonly<Record<string, RegExp>> = {
  'a turn of direction': /[\u202A-\u202E\u2066-\u2069]/,
  'a control character': /(?![\t\n])\p{Cc}/u,
  'a break of a line that is no newline': /[\u2028\u2029]/,
  'text in tags': /(?<![\u{1F3F4}\u{E0020}-\u{E007F}])[\u{E0000}-\u{E007F}]/u,
  'marks without end': /\p{M}{9}/u,
  'half of a pair': /\p{Cs}/u,
};

/** Faults of all texts in a body, which is JSON or a form. */
export function unseenFaults(body: string): readonly string[] {
  const texts = body.startsWith('{') ? textsIn(JSON.parse(body)) : [...new URLSearchParams(body).values()];
  return texts.flatMap((text) =>
    Object.entries(UNSEEN).flatMap(([fault, form]) => (form.test(text) ? [`${fault}: ${text.slice(0, 80)}`] : [])),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

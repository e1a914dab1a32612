/** Each comment is a second after the one before. */
const START = Date.UTC(2026, 10, 1);

/** Text of each comment. */
const TEXT = 'and so on, as comments do; '.repeat(13);

/** Writes an Atom feed of about so many bytes whose newest comment has that number. */
export function longFeed(bytes: number, host: string, newest: number): Uint8Array {
  const entries: string[] = [];
  for (let [number, length] = [newest, 0]; length < bytes; number--) {
    const time = new Date(START + number * 1000).toISOString();
    const names = `<id>tag:${host},2026:c${number}</id><author><name>V${number % 500}</name></author><published>${time}</published>`;
    const link = `<link href="https://${host}/post#c${number}"/>`;
    entries.push(`<entry>${names}${link}<content type="html">&lt;p&gt;${number} ${TEXT}&lt;/p&gt;</content></entry>`);
    length += entries.at(-1)?.length ?? 0;
  }
  return new TextEncoder().encode(
    `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>${host}</id><title>Long</title>${entries.join('')}</feed>`,
  );
}

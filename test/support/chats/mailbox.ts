import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import * as v from 'valibot';

const mail = v.strictObject({
  from: v.strictObject({ email: v.string(), name: v.string() }),
  to: v.array(v.string()),
  subject: v.string(),
  text: v.string(),
  html: v.string(),
  headers: v.record(v.string(), v.string()),
});

/** Mail as it was taken, with the id that it was given. */
export type TakenMail = v.InferOutput<typeof mail> & { readonly id: string };

/** Fate of a mail: the id that it was given, or the code to be thrown. */
export type MailResult = { readonly messageId: string } | { readonly code: string };

/** Headers that may be set, beside `X-…`. https://developers.cloudflare.com/email-service/reference/headers/ */
const HEADERS = new Set(
  [
    'In-Reply-To References List-Unsubscribe List-Unsubscribe-Post List-Id List-Archive List-Help List-Owner List-Post',
    'List-Subscribe Precedence Auto-Submitted Content-Language Keywords Comments Importance Priority Sensitivity',
    'Organization Require-Recipient-Valid-Since Expires Reply-By Archived-At',
  ]
    .join(' ')
    .toLowerCase()
    .split(' '),
);
const FIELDS = new Set(['from', 'to', 'cc', 'bcc', 'subject', 'reply-to']);
const SUBMITTED = new Set(['auto-generated', 'auto-replied', 'auto-notified']);
const VALUE_BYTES = 2_048;
const RECIPIENTS = 50;

/** Server on loopback behind the tests' Worker `Mail`: keeps what is sent, and refuses what Cloudflare documents to refuse. */
export class Mailbox {
  /** Mails that were taken, in order. */
  readonly mails: TakenMail[] = [];
  /** Codes to throw for the next mails, in order; `null`: it is looked at as any other. */
  readonly codes: (string | null)[] = [];
  /** Codes that were thrown, in order. */
  readonly thrown: string[] = [];
  readonly #server = createServer(async (request, response) => {
    const sent = await json(request).catch(() => undefined);
    // A sender that was killed in the middle of its request has sent none.
    if (sent !== undefined) response.end(JSON.stringify(this.#take(sent)));
  });

  /** Starts it on a free port. */
  static async open(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await new Promise<void>((resolve) => mailbox.#server.listen(0, '127.0.0.1', resolve));
    return mailbox;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The mailbox is closed');
    return `http://127.0.0.1:${address.port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(sent: unknown): MailResult {
    const read = v.safeParse(mail, sent);
    const code = this.codes.shift() ?? (read.success ? codeFor(read.output) : 'E_VALIDATION_ERROR');
    if (code !== null || !read.success) {
      this.thrown.push(code ?? '');
      return { code: code ?? '' };
    }
    const id = `<${this.mails.length + 1}.kites@blog.example>`;
    this.mails.push({ ...read.output, id });
    return { messageId: id };
  }
}

/** The code by which a mail is refused; `null`: it is taken. */
function codeFor({ to, headers }: v.InferOutput<typeof mail>): string | null {
  if (to.length === 0) return 'E_FIELD_MISSING';
  if (to.length > RECIPIENTS) return 'E_TOO_MANY_RECIPIENTS';
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (FIELDS.has(lower)) return 'E_HEADER_USE_API_FIELD';
    if (!HEADERS.has(lower) && !/^x-[a-z0-9_-]+$/.test(lower)) return 'E_HEADER_NOT_ALLOWED';
    if (Buffer.byteLength(value) > VALUE_BYTES) return 'E_HEADER_VALUE_TOO_LONG';
    if (value === '' || /[\r\n]/.test(value)) return 'E_HEADER_VALUE_INVALID';
    if (lower === 'auto-submitted' && !SUBMITTED.has(value)) return 'E_HEADER_VALUE_INVALID';
  }
  return null;
}

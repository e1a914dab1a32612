import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { type Asked, type Said, StandIn } from './stand-in.ts';

/** Most bytes of a body, and the age up to which a signature is taken. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
const BODY_BYTES = 20 * 1024;
const SIGNATURE_AGE = 60 * 60_000;

const element = v.variant('tag', [
  v.strictObject({ tag: v.literal('text'), text: v.string(), un_escape: v.optional(v.boolean()) }),
  v.strictObject({ tag: v.literal('a'), text: v.string(), href: v.string() }),
  v.strictObject({ tag: v.literal('at'), user_id: v.string() }),
]);
const posted = v.strictObject({
  timestamp: v.optional(v.string()),
  sign: v.optional(v.string()),
  msg_type: v.literal('post'),
  content: v.strictObject({
    post: v.strictObject({
      zh_cn: v.strictObject({ title: v.string(), content: v.array(v.array(element)) }),
    }),
  }),
});

/** A message in the group: its title and lines, and whom it pings. */
export type FeishuMessage = {
  readonly title: string;
  readonly lines: readonly string[];
  readonly pinged: readonly string[];
};

/** Feishu's custom bot of one group, with the security settings that it is opened with. */
export class Feishu {
  /** Messages in the group, in order. */
  readonly messages: FeishuMessage[] = [];
  /** Requests, whatever the answer was. */
  readonly asked: Asked[] = [];
  /** Number of the next requests that are refused as too many. */
  busy = 0;
  /** While set, messages are taken and no answer is given. */
  isMute = false;
  /** While unset, the bot has been removed. */
  isThere = true;
  readonly #secret: string | null;
  readonly #keywords: readonly string[];
  readonly #server = new StandIn((asked) => this.#answer(asked));

  private constructor(secret: string | null, keywords: readonly string[]) {
    this.#secret = secret;
    this.#keywords = keywords;
  }

  /** Starts it. `secret` of the signature verification, `null`: off; one of `keywords` is in every message, empty: off. */
  static async open(secret: string | null = null, keywords: readonly string[] = []): Promise<Feishu> {
    const chat = new Feishu(secret, keywords);
    await chat.#server.listen();
    return chat;
  }

  get url(): string {
    return `${this.#server.origin}/open-apis/bot/v2/hook/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f`;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #answer(asked: Asked): Said {
    this.asked.push(asked);
    const { url, body } = asked;
    if (!this.isThere || this.url !== `${this.#server.origin}${url.pathname}`)
      return code(19001, 'param invalid: incoming webhook access token invalid');
    if (this.busy > 0) {
      this.busy--;
      return code(11232, 'frequency limited');
    }
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), posted), body);
    if (!read.success || Buffer.byteLength(body) > BODY_BYTES) return code(9499, 'Bad Request');
    const { timestamp, sign, content } = read.output;
    if (this.#secret !== null && !isSigned(this.#secret, timestamp, sign))
      return code(19021, 'sign match fail or timestamp is not within one hour from current time');
    const message = messageOf(content.post.zh_cn);
    const texts = [message.title, ...message.lines];
    if (this.#keywords.length > 0 && !this.#keywords.some((keyword) => texts.some((text) => text.includes(keyword))))
      return code(19024, 'Key Words Not Found');
    this.messages.push(message);
    return this.isMute ? null : code(0, 'success');
  }
}

function messageOf({ title, content }: v.InferOutput<typeof posted>['content']['post']['zh_cn']): FeishuMessage {
  return {
    title,
    lines: content.map((line) => line.map((one) => (one.tag === 'at' ? '' : one.text)).join('')),
    pinged: content.flat().flatMap((one) => (one.tag === 'at' ? [one.user_id] : [])),
  };
}

function isSigned(secret: string, timestamp = '', sign = ''): boolean {
  const age = Date.now() - Number(timestamp) * 1000;
  const signed = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
  return /^\d{10}$/.test(timestamp) && Math.abs(age) <= SIGNATURE_AGE && sign === signed;
}

/** Answer with a code, which comes with HTTP 200. */
function code(number: number, msg: string): Said {
  return { status: 200, body: { code: number, msg, data: {} } };
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';

/** Time by which a request's `timestamp` may differ from the clock, ms. */
const TOLERANCE = 3_600_000;

/** Messages that a robot may send in a minute; for more it is blocked for ten. */
const MESSAGES = 20;
const MINUTE = 60_000;
const BLOCK = 600_000;

const posted = v.object({
  msgtype: v.literal('markdown'),
  markdown: v.object({ title: v.string(), text: v.string() }),
  at: v.optional(
    v.object({
      atMobiles: v.optional(v.array(v.string()), []),
      atUserIds: v.optional(v.array(v.string()), []),
      isAtAll: v.optional(v.boolean(), false),
    }),
  ),
});

/** A message as the robot took it. */
export type Taken = v.InferOutput<typeof posted>;

/** Settings of the robot; what is left out is not asked for. */
export type Robot = {
  readonly token: string;
  readonly secret?: string;
  readonly keywords?: readonly string[];
  /** ms since the epoch; the clock's own where it is left out. */
  readonly now?: () => number;
};

type Answer = { readonly errcode: number; readonly errmsg: string };

const TAKEN: Answer = { errcode: 0, errmsg: 'ok' };

/** DingTalk's robot on loopback: checks signature, keyword and pace as documented, keeps what it took, answers at HTTP 200. */
export class DingTalk {
  /** Messages that were taken, in order. */
  readonly taken: Taken[] = [];
  /** Answers to the requests, in order, whatever they were. */
  readonly answers: Answer[] = [];
  /** Answers to the next messages that are right, in order; `hang`: the message is taken, and nothing answered. */
  readonly replies: (Answer | 'hang')[] = [];
  readonly #robot: Robot;
  #sent: number[] = [];
  #blockedUntil = 0;
  readonly #server = createServer(async (request, response) => {
    const body = await text(request).catch(() => null);
    if (body === null) return;
    const url = new URL(request.url ?? '/', 'http://localhost');
    this.#take(url, body, request.headers['content-type'] ?? '', response);
  });

  private constructor(robot: Robot) {
    this.#robot = robot;
  }

  /** Starts it on a free port. */
  static async open(robot: Robot): Promise<DingTalk> {
    const chat = new DingTalk(robot);
    await new Promise<void>((resolve) => chat.#server.listen(0, '127.0.0.1', resolve));
    return chat;
  }

  /** The robot's URL, as DingTalk gives it. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('DingTalk is closed');
    return `http://127.0.0.1:${address.port}/robot/send?access_token=${this.#robot.token}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(url: URL, body: string, contentType: string, response: ServerResponse): void {
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), posted), body);
    const fault = this.#faultOf(url, contentType, read.success ? read.output : null);
    const reply = fault ?? this.replies.shift() ?? TAKEN;
    if (read.success && (reply === 'hang' || reply.errcode === 0)) this.taken.push(read.output);
    if (reply === 'hang') return;
    this.answers.push(reply);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  }

  #faultOf(url: URL, contentType: string, message: Taken | null): Answer | null {
    const { token, secret, keywords = [] } = this.#robot;
    const now = (this.#robot.now ?? Date.now)();
    if (url.pathname !== '/robot/send' || url.searchParams.get('access_token') !== token)
      return { errcode: 300001, errmsg: 'token is not exist' };
    if (now < this.#blockedUntil) return { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' };
    this.#sent = [...this.#sent.filter((instant) => instant > now - MINUTE), now];
    if (this.#sent.length > MESSAGES) {
      this.#blockedUntil = now + BLOCK;
      return { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' };
    }
    if (secret !== undefined) {
      const timestamp = url.searchParams.get('timestamp') ?? '';
      if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > TOLERANCE)
        return { errcode: 310000, errmsg: 'invalid timestamp' };
      const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest();
      const given = Buffer.from(url.searchParams.get('sign') ?? '', 'base64');
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        return { errcode: 310000, errmsg: 'sign not match' };
    }
    if (!contentType.startsWith('application/json')) return { errcode: 43004, errmsg: 'invalid content-type' };
    if (message === null) return { errcode: 40035, errmsg: '缺少参数 json' };
    const { text: words } = message.markdown;
    if (keywords.length > 0 && !keywords.some((keyword) => words.includes(keyword)))
      return { errcode: 310000, errmsg: 'keywords not in content' };
    return null;
  }
}

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { webhook } from '../../worker/destination/webhook.ts';
import type { Message } from '../../worker/model.ts';
import { created, everyType } from './messages.ts';
import { ABOUT, http, opened } from './opened.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const url = 'https://receiver.example/in';

const rendered = async (template: unknown, message: Message = created()) =>
  http(
    await opened(webhook, { url, secret: SECRET, template }).render(message, NO_REFS, { ...ABOUT, now: Date.now() }),
  );

const sent = async (template: unknown, message: Message = created()): Promise<unknown> =>
  JSON.parse((await rendered(template, message)).body);

/** Problems of a template, as the schema says them. */
function problems(template: unknown): readonly string[] {
  const result = v.safeParse(webhook.schema, { url, template });
  return result.success ? [] : result.issues.map(({ message }) => message);
}

describe('a webhook’s template', () => {
  it('is any JSON, whose strings hold values; names of fields, numbers and the like stay', async () => {
    const template = {
      token: 'abc',
      title: '{{title}}',
      message: '{{ comment.author.name }}: {{comment.text}}',
      '{{title}}': [1, true, null, { url: '{{comment.url}}' }],
    };
    expect(await sent(template)).toEqual({
      token: 'abc',
      title: 'Devon Young commented on QQ & friends',
      message: 'Devon Young: Half a billion, wow.',
      '{{title}}': [1, true, null, { url: 'https://blog.example/qq.php#c29321' }],
    });
  });

  it('gives every value as text, and what there is not as none', async () => {
    const template = ['{{comment.truncated}}', '{{comment.updated}}', '{{comment.inReplyTo.author}}', '{{post.title}}'];
    expect(await sent(template, created({ post: null }))).toEqual(['false', '', '', '']);
  });

  it('has the pages on which a comment is moderated, and none of them where there are none', async () => {
    const template = ['{{comment.moderation.edit}}', '{{comment.moderation.remove}}'];
    const moderation = { edit: 'https://blog.example/edit?c=1', remove: null };
    expect(await sent(template, created({ comment: { moderation } }))).toEqual([moderation.edit, '']);
    expect(await sent(template, created({ comment: { moderation: null } }))).toEqual(['', '']);
  });

  it('has a title and a text in every message, and nothing of a comment in a notice', async () => {
    for (const message of everyType()) {
      const [title, text, of] = v.parse(
        v.array(v.string()),
        await sent(['{{title}}', '{{text}}', '{{comment.id}}'], message),
      );
      expect([title, text]).not.toContain('');
      expect(of === '').toBe(!message.type.startsWith('comment.'));
    }
  });

  it('expands nothing in a stranger’s words', async () => {
    const text = '{{comment.author.name}} {{comment.url}} $& $1 "}';
    expect(await sent('{{comment.text}}', created({ comment: { text } }))).toBe(text);
    const split = created({ comment: { text: '{{title', author: { name: '}}', url: null, avatar: null } } });
    expect(await sent('{{comment.text}}{{comment.author.name}}', split)).toBe('{{title}}');
  });

  it('is signed, as it is sent', async () => {
    const { headers, body } = await rendered({ text: '{{text}}' });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'msg_created' });
    expect(new Webhook(SECRET).verify(body, { ...headers })).toEqual({ text: 'Half a billion, wow.' });
  });

  it.each([
    ['{{comment.txt}}', '{{comment.text}}'],
    ['{{data.comment.text}}', '{{comment.text}}'],
    ['{{comment.author}}', '{{comment.author.name}}'],
    ['{{author.name}}', '{{comment.author.name}}'],
    ['{{post.link}}', '{{post.id}}'],
    ['{{feed.homepage}}', '{{feed.homePage}}'],
    ['{{Title}}', '{{title}}'],
    ['{{constructor}}', '{{'],
    ['{{hunter2 hunter2}}', '{{'],
  ])('is told of %s, deep inside too, with the nearest right one', (wrong, right) => {
    const [problem = ''] = problems({ a: [{ b: `x ${wrong}` }] });
    expect(problem).toContain(`did you mean ${right}`);
    expect(problem).not.toContain('hunter2');
  });

  it.each([
    ['{{title', 'no path'],
    ['{{ {{title}}', 'no path'],
    ['x'.repeat(20_000), '16000 characters'],
    [JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as unknown, '32 levels'],
  ])('is told of %.20j', (template, problem) => {
    expect(problems(template)).toEqual([expect.stringContaining(problem)]);
  });
});

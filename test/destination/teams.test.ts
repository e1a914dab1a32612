import { describe, expect, it } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { teams } from '../../worker/destination/teams/teams.ts';
import { settingsIssues } from './settings-issues.ts';
import { fixture } from './fixture/teams.ts';
import { created, everyType } from './messages.ts';
import { ABOUT, http, opened } from './opened.ts';

const URL_OF_FLOW = 'https://flow.example/workflows/0a1b/triggers/manual/paths/invoke?sig=s3cr3t';
const channel = opened(teams, { url: URL_OF_FLOW });

/** The card of a comment with that HTML. */
async function cardOf(html: string, of = channel) {
  const request = http(await of.render(created({ comment: { html } }), NO_REFS, ABOUT));
  const { attachments } = JSON.parse(request.body);
  return attachments[0].content;
}

/** Blocks between the headline and the small print. */
async function saidIn(html: string): Promise<readonly unknown[]> {
  return (await cardOf(html)).body.slice(1, -1);
}

const run = (text: string, more: object = {}) => ({ type: 'TextRun', text, ...more });
const line = (inlines: readonly object[], more: object = {}) => ({ type: 'RichTextBlock', ...more, inlines });

describe('a comment in Teams', () => {
  it('is a card with who, where, what, when and a button', async () => {
    const look = { size: 'Medium' };
    const print = { size: 'Small', isSubtle: true };
    expect(await cardOf('<p>Half a <em>billion</em></p>')).toEqual({
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      msteams: { width: 'Full' },
      body: [
        line([
          run('Devon Young', { ...look, weight: 'Bolder' }),
          run(' commented on ', look),
          run('QQ & friends', {
            ...look,
            selectAction: { type: 'Action.OpenUrl', url: 'https://blog.example/qq.php' },
          }),
        ]),
        line([run('Half a '), run('billion', { italic: true })], { spacing: 'Medium' }),
        line(
          [
            run('{{DATE(2007-02-19T23:25:36Z,SHORT)}} {{TIME(2007-02-19T23:25:36Z)}}', print),
            run(' · ', print),
            run('Comments on QQ', print),
          ],
          { spacing: 'Medium' },
        ),
      ],
      actions: [{ type: 'Action.OpenUrl', title: 'Open the comment', url: 'https://blog.example/qq.php#c29321' }],
    });
  });

  it('shows quotes as boxes, in boxes', async () => {
    expect(await saidIn('<blockquote><p>one</p><blockquote><p>two</p></blockquote></blockquote><p>three</p>')).toEqual([
      {
        type: 'Container',
        style: 'emphasis',
        spacing: 'Medium',
        items: [
          line([run('one')], { spacing: 'None' }),
          { type: 'Container', style: 'emphasis', items: [line([run('two')])] },
        ],
      },
      line([run('three')]),
    ]);
  });

  it('shows code in monospace with its indent, and empty lines', async () => {
    const code = { fontType: 'Monospace' };
    expect(await saidIn('<pre>if\n\n  x</pre>')).toEqual([
      line([run('if', code)], { spacing: 'Medium' }),
      line([run('\u00a0')], { spacing: 'None' }),
      line([run('\u00a0\u00a0x', code)], { spacing: 'None' }),
    ]);
  });

  it('shows lists with their signs, and rules as lines', async () => {
    expect(await saidIn('<ul><li>a<ol start="3"><li>b</li></ol></li></ul><hr><p>c</p>')).toEqual([
      line([run('• '), run('a')], { spacing: 'Medium' }),
      line([run('\u20033. '), run('b')], { spacing: 'None' }),
      line([run('c')], { separator: true }),
    ]);
  });

  it.each(['{{DATE(2026-11-26T00:00:00Z,SHORT)}}', '{{{TIME(2026-11-26T00:00:00Z)}}}'])(
    'breaks a function in a stranger’s words: %s',
    async (words) => {
      expect(JSON.stringify(await saidIn(`<p>${words}</p>`))).not.toContain('{{');
    },
  );

  it('is cut with a link to the rest', async () => {
    const body = JSON.stringify(await saidIn(`<p>${'很长 '.repeat(20_000)}</p>`));
    expect(Buffer.byteLength(body)).toBeGreaterThan(20_000);
    expect(body).toContain('Read the rest');
  });

  it('says of an edit that it is one, whatever was sent before', async () => {
    const [, updated] = everyType();
    if (updated === undefined) throw new Error('no comment.updated');
    const request = await channel.render(updated, { ...NO_REFS, sent: 'x' }, ABOUT);
    expect(http(request).body).toContain('edited a comment on');
  });
});

describe('a request to Teams', () => {
  it('carries no authorization beside the URL’s own', async () => {
    const request = http(await channel.render(created(), NO_REFS, ABOUT));
    expect(request.url).toBe(URL_OF_FLOW);
    expect(Object.keys(request.headers)).toEqual(['content-type']);
  });

  it('pings whom the owner names, with the pair that Teams asks for', async () => {
    const ids = ['ada@contoso.example', '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f'];
    const card = await cardOf('<p>x</p>', opened(teams, { url: URL_OF_FLOW, mention: ids }));
    expect(card.body[0]).toEqual({ type: 'TextBlock', text: `<at>${ids[0]}</at> <at>${ids[1]}</at>`, wrap: true });
    expect(card.msteams.entities).toEqual(
      ids.map((id) => ({ type: 'mention', text: `<at>${id}</at>`, mentioned: { id, name: id } })),
    );
  });

  it.each(['Ada@Contoso.example', 'ada_gmail.example#EXT#@contoso.example', '0A1B2C3D-0A1B-0A1B-0A1B-0A1B2C3D4E5F'])(
    'pings %s',
    (id) => {
      expect(settingsIssues(teams, { url: URL_OF_FLOW, mention: id })).toBe('');
    },
  );

  it('has a place that is the workflow, without its signature', () => {
    expect(opened(teams, fixture.settings).place).toBe('teams:0a1b2c3d');
    expect(opened(teams, { url: 'https://flow.example/x?sig=y' }).place).toBe('teams:flow.example');
  });

  it('tells how many comments one roundup shows', async () => {
    const comments = Array.from({ length: 200 }, (_, at) =>
      created({ comment: { id: `c${at}`, text: `comment ${at} ${'x'.repeat(100)}` } }),
    );
    const capacity = channel.capacity?.(comments) ?? 0;
    expect(capacity).toBeGreaterThan(20);
    const shown = async (count: number) =>
      http((await channel.roundup?.(comments.slice(0, count), NO_REFS, ABOUT)) ?? { kind: 'email', ...NO_MAIL }).body;
    expect(await shown(capacity)).not.toContain('more comment');
    expect(await shown(capacity + 1)).toContain('more comment');
    expect(channel.capacity?.(comments.slice(0, 1))).toBe(1);
  });
});

const NO_MAIL = { from: { email: '', name: '' }, to: [], subject: '', text: '', html: '', headers: {} };

it.each([
  ['https://contoso.webhook.office.com/webhookb2/x', 'Office connector'],
  ['https://outlook.office.com/webhook/x', 'Office connector'],
  ['https://teams.microsoft.com/l/channel/x', 'a page of Teams'],
  ['https://prod-01.westeurope.logic.azure.com/workflows/0a1b/triggers/manual/paths/invoke', '“sig”'],
])('says of %s what is needed', (url, said) => {
  expect(settingsIssues(teams, { url })).toContain(said);
});

const error = (code: string) => JSON.stringify({ error: { code, message: 'x' } });

describe('an answer of Teams', () => {
  it.each([
    [202, '', null],
    [200, '', null],
    [202, null, null],
    [400, error('InvalidRequestContent'), { kind: 'message', code: 'InvalidRequestContent' }],
    [400, error('MissingApiVersionParameter'), { kind: 'config', field: 'url' }],
    [401, error('DirectApiAuthorizationRequired'), { kind: 'config', field: 'url' }],
    [401, error('Other'), null],
    [403, '<html>', null],
    [404, error('WorkflowNotFound'), { kind: 'broken', code: 'WorkflowNotFound', probe: 'daily' }],
    [400, error('WorkflowTriggerIsNotEnabled'), { kind: 'broken', probe: 'hourly' }],
    [404, error('WorkflowTriggerIsNotEnabled'), { kind: 'broken', probe: 'hourly' }],
    [413, error('RequestEntityTooLarge'), { kind: 'message', code: 'RequestEntityTooLarge' }],
    [429, error('WorkflowRunInProgress'), { kind: 'slow-down', wait: null }],
    [502, error('NoResponse'), null],
    [504, '', null],
    [400, error('<b>'), null],
  ])('%i %j', (status, body, verdict) => {
    const request = { kind: 'http', method: 'POST', url: URL_OF_FLOW, headers: {}, body: '' } as const;
    const reply = channel.read({ kind: 'answered', status, retryAfter: null, body }, request);
    expect(reply).toMatchObject({ verdict, receipt: null, learned: null });
  });
});

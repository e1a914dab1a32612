import { expect, test } from 'vitest';
import { ask } from './ask.ts';
import { type Call, sampleOperations } from './sample-operations.ts';

const DOCUMENT = '{"destinations":{"default":"https://hooks.slack.com/services/very-secret"},"feeds":{}}';

function formOf(fields: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

async function send(fields: Readonly<Record<string, string | File>>) {
  const calls: Call[] = [];
  const response = await ask('/settings', { operations: sampleOperations(calls) }, formOf(fields));
  return { status: response.status, to: response.headers.get('location'), page: await response.text(), calls };
}

test.each([
  ['earshot.json', 'application/json', '"default": "masked:a8Kx"'],
  ['feeds.opml', 'text/x-opml; charset=utf-8', '<opml'],
])('%s is a file to keep', async (name, type, part) => {
  const response = await ask(`/settings?file=${name}`, { viewer: 'reader' });
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.text()).toContain(part);
});

test.each([
  ['pasted', { file: new File([], ''), text: DOCUMENT }],
  ['uploaded', { file: new File([DOCUMENT], 'earshot.json'), text: '' }],
])(
  'earshot.json that is %s shows its changes, and makes them when it is said so; what is in it is not shown',
  async (_, given) => {
    const checked = await send({ action: 'check', ...given });
    expect(checked.status).toBe(200);
    expect(checked.calls).toEqual([{ name: 'configChanges', given: [JSON.parse(DOCUMENT)] }]);
    expect(checked.page).toContain('Feed new-blog is added.');
    expect(checked.page).not.toContain('very-secret');
    const sealed = /name="sealed" value="([^"]+)"/.exec(checked.page)?.[1] ?? '';
    const applied = await send({ action: 'apply', sealed });
    expect(applied.to).toBe('/settings?done=imported');
    expect(applied.calls).toEqual([{ name: 'putConfig', given: [JSON.parse(DOCUMENT)] }]);
  },
);

test('what is no JSON changes nothing', async () => {
  const { status, calls } = await send({ action: 'check', text: '{' });
  expect([status, calls]).toEqual([422, []]);
});

test.each(['check', 'opml'])('%s without a file asks for one', async (action) => {
  const { status, page, calls } = await send({ action, file: new File([], ''), text: ' ' });
  expect([status, calls]).toEqual([422, []]);
  expect(page).toMatch(/Choose (?:earshot\.json|a list) first, or paste what is in it\./);
});

test('what is no list of feeds is told once', async () => {
  const detail = 'This is no OPML.';
  const refusal = { ok: false, status: 422, detail, errors: [{ key: 'body', field: null, detail }] } as const;
  const operations = { ...sampleOperations(), importOpml: async () => refusal };
  const response = await ask('/settings', { operations }, formOf({ action: 'opml', text: 'x' }));
  expect((await response.text()).match(/This is no OPML/g)).toHaveLength(1);
});

test('a sealed document of somebody else is refused', async () => {
  const { status, calls } = await send({ action: 'apply', sealed: 'AAAA.AAAA' });
  expect([status, calls]).toEqual([422, []]);
});

test('a list of other readers is added', async () => {
  const { to, calls } = await send({ action: 'opml', file: new File(['<opml/>'], 'feeds.opml'), text: '' });
  expect(to).toBe('/settings?done=opml&n=2&m=1');
  expect(calls).toEqual([{ name: 'importOpml', given: ['<opml/>'] }]);
});

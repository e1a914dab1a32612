import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { notification } from '../../scripts/local/notification.ts';
import type { Message } from '../../worker/model.ts';
import { MESSAGE_TYPES } from '../../worker/rules/events.ts';
import { COMMENT, created, everyType, FEED } from '../destination/messages.ts';

const since = '2026-11-19T09:30:00Z';

const IMPORTED: Message = {
  id: 'msg_11',
  type: 'feed.imported',
  timestamp: since,
  data: { feed: FEED, count: 40, kept: 40, since },
};

function shown(message: Message): string {
  return stripVTControlCharacters(notification(message));
}

describe('a message in the terminal', () => {
  test.each([...everyType(), IMPORTED])('$type: ✓ first, in words, and all below it indented', (message) => {
    const [first, ...rest] = shown(message).split('\n');
    expect(first).toMatch(/^✓ \S/);
    for (const line of rest) expect(line).toMatch(/^(?:| {4}\S.*)$/);
    for (const type of MESSAGE_TYPES) expect(shown(message)).not.toContain(type);
  });

  test('a comment: who on which post, in answer to whom, and its text', () => {
    const text = 'One.\n\n- two';
    const inReplyTo = { id: 'x', url: null, author: 'Ann' };
    const [first, ...rest] = shown(created({ comment: { text, inReplyTo } })).split('\n');
    expect(first).toBe('✓ Devon Young answers Ann on “QQ & friends”');
    expect(rest.slice(0, 3)).toEqual(['    One.', '', '    - two']);
    expect(rest.at(-1)).toContain('https://blog.example/qq.php#c29321');
  });

  test('a garbled one: also what was served', () => {
    const original = { author: null, title: null, text: 'Ã¤', html: 'Ã¤' };
    expect(shown(created({ comment: { original } }))).toContain('\n    The feed has it as “Ã¤”');
  });

  test('a long text is cut between words, and nothing in it steers the terminal', () => {
    const text = `\u001b[2Jstart ${'word '.repeat(300)}finish`;
    const lines = notification(created({ comment: { ...COMMENT, text } }));
    expect(lines).not.toContain('\u001b[2J');
    expect(lines).toContain('start word');
    expect(lines).toContain('word…');
    expect(lines).not.toContain('finish');
  });
});

import { describe, expect, test } from 'vitest';
import { contactOf, USER_AGENT, userAgentOf } from '../../worker/io/user-agent.ts';
import { VERSION } from '../../worker/version.ts';
import { bodyServed, echoAt, textOf } from '../support/served.ts';

describe('the user agent of polls', () => {
  test.each([
    ['https://example.com/about', 'https://example.com/about'],
    ['https://example.com', 'https://example.com/'],
    ['mailto:me@example.com', 'mailto:me@example.com'],
    ['http://example.com/?a=1#me', 'http://example.com/?a=1#me'],
    ['https://bücher.example/über', 'https://xn--bcher-kva.example/%C3%BCber'],
    ['https://example.com/) Mozilla/5.0 (x', 'https://example.com/%29%20Mozilla/5.0%20%28x'],
    ['https://example.com/\r\nx-evil: 1', 'https://example.com/x-evil:%201'],
    ['mailto:me\\@example.com', 'mailto:me%5C@example.com'],
  ])('names the contact %j as %s', async (contact, shown) => {
    const agent = userAgentOf(contact);
    expect(agent).toBe(`Earshot/${VERSION} (+${shown})`);
    const { headers } = JSON.parse(textOf(await bodyServed(echoAt(), { userAgent: agent })));
    expect(headers['user-agent']).toBe(agent);
    expect(headers['x-evil']).toBeUndefined();
  });

  test.each([
    undefined,
    'me',
    'me@example.com',
    'javascript:alert(1)',
    'ftp://example.com/',
    'https://me:secret@example.com/',
    `https://example.com/${'x'.repeat(200)}`,
  ])('names the project’s page where the contact is %j', (contact) => {
    expect(userAgentOf(contact)).toBe(USER_AGENT);
    expect(contactOf(contact)).toBeNull();
  });
});

import { VERSION } from '../version.ts';

/** Page for whoever finds Earshot in a server's log. */
const PROJECT = 'https://github.com/earshot-worker/earshot';

const SCHEMES = new Set(['https:', 'http:', 'mailto:']);

/** Longest contact, in characters: some servers refuse requests with long headers. */
const CONTACT_LENGTH = 200;

/** Name under which Earshot asks monitors and destinations, with the project's page. */
export const USER_AGENT = agentWith(PROJECT);

/**
 * Name under which Earshot asks feeds: with the contact that its owner has set (`CONTACT_URL`), so that whoever runs a server
 * can write to somebody before blocking it; with the project's page where none is set, or it is no contact.
 */
export function userAgentOf(contact: string | undefined): string {
  return agentWith(contactOf(contact) ?? PROJECT);
}

/** Gives the contact as it is sent: a web page or a `mailto:`, in ASCII; `null`: it is none. */
export function contactOf(contact: string | undefined): string | null {
  const url = contact === undefined ? null : URL.parse(contact);
  if (url === null || !SCHEMES.has(url.protocol) || url.username !== '' || url.password !== '') return null;
  // Parentheses would end the comment that it stands in (RFC 9110 section 5.6.5); of quotes and the like URLs are free, but not all.
  const text = url.href.replace(/[^!#-'*-[\]-~]/g, percent);
  return text.length > CONTACT_LENGTH ? null : text;
}

/** A URL's serialisation is ASCII. */
function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
}

function agentWith(contact: string): string {
  return `Earshot/${VERSION} (+${contact})`;
}

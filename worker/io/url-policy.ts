import ipaddr from 'ipaddr.js';

/** Below this, ports belong to the system's own services (RFC 6335 section 6); of those only the web's two are asked. */
const FIRST_USER_PORT = 1024;
const WEB_PORTS = new Set(['', '80', '443']);

/** Part of IPv6 that is given out for use on the internet at all: https://www.iana.org/assignments/ipv6-address-space */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by its number, but a cloud's own: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16 */
const METADATA = new Set(['168.63.129.16']);

/** Names that networks keep for themselves: RFC 6761, 6762 appendix G, 7686, 8375, 9476, and ICANN's `internal`. */
const PRIVATE_ZONES = [
  'alt',
  'onion',
  'test',
  'invalid',
  'localhost',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'localdomain',
  'home.arpa',
];

/**
 * Gives the reason for which `url` may not be fetched, in words that never repeat it; `null`: it may. Private networks, plain
 * names and system ports are open where `allowPrivate` (local runs and tests). What a public name resolves to is not
 * seen here: that is what the flag `global_fetch_strictly_public` is for.
 */
export function urlProblem(url: string, allowPrivate: boolean): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return 'is not a URL';
  // The parser has undone odd spellings of IPv4 (decimal, octal, hexadecimal, short, full-width) by now.
  const { protocol, username, password, hostname, port } = parsed;
  if (protocol !== 'https:' && protocol !== 'http:') return 'is neither http nor https';
  if (username !== '' || password !== '') return 'has a user name or password in it';
  if (allowPrivate) return null;
  if (!WEB_PORTS.has(port) && Number(port) < FIRST_USER_PORT) return 'has a port below 1024 that is not 80 or 443';
  return hostProblem(hostname);
}

/** The same for a URL that messages are sent to: outside private networks only https keeps them to themselves. */
export function destinationUrlProblem(url: string, allowPrivate: boolean): string | null {
  const why = urlProblem(url, allowPrivate);
  if (why !== null || allowPrivate) return why;
  return new URL(url).protocol === 'https:' ? null : 'is not https';
}

function hostProblem(host: string): string | null {
  const literal = host.startsWith('[') ? host.slice(1, -1) : host;
  if (ipaddr.isValid(literal)) return isPublic(literal) ? null : 'is on a private or otherwise special address';
  // `localhost.` is `localhost` to a resolver, and another name to whoever compares text.
  if (host.endsWith('.')) return 'has a host that ends in a dot';
  if (!host.includes('.') || PRIVATE_ZONES.some((zone) => host.endsWith(`.${zone}`))) {
    return 'has a host that only a private network knows';
  }
  return null;
}

/** True if an address is the public internet's own: none of the special-purpose registries', nor one mapped into IPv6. */
function isPublic(literal: string): boolean {
  const address = ipaddr.parse(literal);
  if (address.range() !== 'unicast' || METADATA.has(address.toString())) return false;
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST);
}

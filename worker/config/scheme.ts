/** Adds `https://` to an address that people typed without a scheme, and that can be nothing but a host with a path. */
export function withScheme(address: string): string {
  if (/^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?(?:[/?#]|$)/i.test(address)) return `http://${address}`;
  const isHost = /^(?:[^\s/?#@:.[\]]+\.[^\s/?#@:]+|\[[\da-f:.]+\])(?::[^\s/?#@:]*)?(?:[/?#]|$)/i.test(address);
  return isHost ? `https://${address}` : address;
}

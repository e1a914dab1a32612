/** Whether a link's text is its address, as written out: then to name it again says nothing. */
export function isAddress(text: string, href: string): boolean {
  return bare(text) === bare(href);
}

/**
 * Whether a link's text names an address that is not the one it leads to: another host, or another page of it. Only
 * what comes before `…` counts, since blog systems shorten long addresses so.
 */
export function isDeceptiveLink(text: string, href: string): boolean {
  const target = bare(href);
  const host = hostOf(target);
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .split(/[\s()<>[\]{}"'“”„«»,;|\\]+/u)
    .some((word) => {
      const said = bare(word.replace(/(?:…|\.\.\.).*$/su, '')).replace(/[.:!?]{1,9}$/, '');
      const named = hostOf(said);
      if (!isHost(named)) return false;
      if (said === named) return !(host === named || host.endsWith(`.${named}`));
      return !target.startsWith(said);
    });
}

/** An address without what does not tell two apart: scheme, user, `www.`, a slash at the end, capitals, escapes. */
function bare(address: string): string {
  const rest = address
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:)/, '');
  const end = rest.search(/[/?#]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const path = end === -1 ? '' : rest.slice(end);
  return authority.slice(authority.lastIndexOf('@') + 1).replace(/^www\./, '') + unescaped(path).replace(/\/$/, '');
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function hostOf(address: string): string {
  const end = address.search(/[/?#:]/);
  return end === -1 ? address : address.slice(0, end);
}

/** Whether it would be taken for a host: labels with dots, the last one of letters; or four numbers. */
function isHost(name: string): boolean {
  const labels = name.split('.');
  if (labels.length < 2 || labels.some((label) => label === '' || /[^\p{L}\p{N}\p{M}-]/u.test(label))) return false;
  return /^(?:\p{L}{2,}|xn--.+)$/u.test(labels.at(-1) ?? '') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
}

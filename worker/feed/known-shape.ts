/** Where a system whose pages are told by their address (and a sign in the page) has a page's comments' feed. */
type Shape = {
  readonly page: RegExp;
  /** What the page must contain; none where the host tells. */
  readonly sign: RegExp | null;
  readonly feed: (parts: RegExpExecArray, sign: RegExpExecArray | null) => string;
};

const SHAPES: readonly Shape[] = [
  {
    page: /^https:\/\/(?:[a-z]+\.)?reddit\.com(\/r\/[^/?#]+\/comments\/[^?#]+?)\/?(?:[?#].*)?$/i,
    sign: null,
    feed: ([, path]) => `https://www.reddit.com${path}/.rss`,
  },
  {
    page: /^https:\/\/news\.ycombinator\.com\/item\?id=(\d+)/,
    sign: null,
    feed: ([, id]) => `https://hnrss.org/item?id=${id}`,
  },
  {
    page: /^(https:\/\/(?:[a-z0-9.-]+\.)?(?:stackexchange|stackoverflow|superuser|serverfault|askubuntu|mathoverflow)\.(?:com|net))\/(?:questions|q)\/(\d+)/i,
    sign: null,
    feed: ([, origin, id]) => `${origin}/feeds/question/${id}`,
  },
  {
    page: /^(https?:\/\/[^?#]*\/t\/(?:[^/?#]+\/)?\d+)(?:\/\d+)?\/?(?:[?#].*)?$/,
    sign: /<meta name=["']generator["'] content=["']Discourse\b/,
    feed: ([, topic]) => `${topic}.rss`,
  },
  {
    page: /^https?:\/\/[^/]+([^?#]*)/,
    sign: /\bdata-isso=["']((?:https?:)?\/\/[^"']{1,300}|\/[^"']{0,300})["']/,
    feed: ([, path], sign) => `${(sign?.[1] ?? '').replace(/\/$/, '')}/feed?uri=${encodeURIComponent(path ?? '/')}`,
  },
  {
    page: /^[^?#]+/,
    sign: /remark_config\s{0,9}=\s{0,9}\{(?=[^}]{0,2000}\bhost:\s{0,9}["'](https?:\/\/[^"']{1,300})["'])(?=[^}]{0,2000}\bsite_id:\s{0,9}["']([^"']{1,100})["'])/,
    feed: ([page], sign) =>
      `${sign?.[1]}/api/v1/rss/post?site=${encodeURIComponent(sign?.[2] ?? '')}&url=${encodeURIComponent(page)}`,
  },
];

/** The feeds that the page's comments have by the shape of its address. */
export function knownShapes(html: string, url: string): readonly string[] {
  return SHAPES.flatMap(({ page, sign, feed }) => {
    const parts = page.exec(url);
    const found = sign === null ? null : sign.exec(html);
    return parts === null || (sign !== null && found === null) ? [] : feed(parts, found);
  });
}

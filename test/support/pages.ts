import type { Page } from './scripted-web.ts';

/** Page that names those feeds, as WordPress's do; `classes`: its body's, which say what kind of page it is. */
export function page(feeds: readonly string[], classes = 'single single-post'): Page {
  const links = feeds.map((href) => `<link rel="alternate" type="application/rss+xml" title="x" href="${href}">`);
  const head = `<head><title>Kites</title>${links.join('')}</head>`;
  return { body: `<!doctype html><html>${head}<body class="${classes}">…</body></html>` };
}

/** The feed of the blog's posts as WordPress serves it, each with its comments' feed and their count. */
export function posts(generator = 'https://wordpress.org/?v=6.1.9'): Page {
  const items = ['kites', 'string'].map(
    (slug) => `<item><title>${slug}</title><link>https://blog.example/2026/10/${slug}/</link>
      <comments>https://blog.example/2026/10/${slug}/#comments</comments>
      <guid isPermaLink="false">https://blog.example/?p=${slug.length}</guid>
      <description>About ${slug}</description>
      <wfw:commentRss>https://blog.example/2026/10/${slug}/feed/</wfw:commentRss>
      <slash:comments>3</slash:comments></item>`,
  );
  return {
    body: `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
    xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
    <channel><title>Blog</title><link>https://blog.example</link><generator>${generator}</generator>
    ${items.join('')}</channel></rss>`,
  };
}

/** Feed of no known system, which does not say that it holds comments: `items` are title, link and guid. */
export function plainRss(home: string, items: readonly (readonly [string, string, string?])[]): Page {
  const written = items.map(
    ([title, link, guid = link]) => `<item><title>${title}</title><link>${link}</link>
      <guid isPermaLink="false">${guid}</guid><description>${title}</description></item>`,
  );
  return {
    body: `<rss version="2.0"><channel><title>Site</title><link>${home}</link>${written.join('')}</channel></rss>`,
  };
}

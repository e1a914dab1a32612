import type { Colour, Theme } from '../../worker/drawing/drawing.ts';

/** Rules of a chat's windows: its colours, in light and in dark, and its type. */
export function themeCss(type: string, theme: Theme): string {
  const { back, text, muted, link, quote, code, border, card, ping, font, size, avatar, round } = theme;
  const rules = [
    ...Object.entries({ back, text, muted, link, quote, code, border, card, ping }).map(([name, of]) =>
      colour(name, of),
    ),
    `--avatar:${avatar}`,
    `--round:${round}`,
    `font:${size[0]}px/${size[1]}px ${font}`,
  ];
  return `.chat-${type}{${rules.join(';')}}`;
}

function colour(name: string, [light, dark]: Colour): string {
  return `--${name}:light-dark(${light},${dark})`;
}

/** Rules of the page, and of all that chats have in common. */
export const STYLE = `
:root{color-scheme:light dark;--page:light-dark(#eceae6,#0b0c0e);--ink:light-dark(#23211d,#dcdad6);--faint:light-dark(#6d6a64,#8f8c86)}
@media (prefers-color-scheme:dark){:root:has(#flip:checked){color-scheme:light}}
@media (prefers-color-scheme:light){:root:has(#flip:checked){color-scheme:dark}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif}
#flip{position:absolute;opacity:0}
#flip:focus-visible+nav label{outline:2px solid}
nav{position:sticky;top:0;z-index:1;display:flex;gap:14px;align-items:center;overflow-x:auto;padding:10px 20px;scrollbar-width:none;background:var(--page);border-bottom:1px solid light-dark(#d5d2cc,#26282c);white-space:nowrap;font-size:14px}
nav a{color:inherit;text-decoration:none}
nav a:hover{text-decoration:underline}
nav label{margin-left:auto;cursor:pointer;padding:2px 8px}
main{padding:0 20px 60px;max-width:1500px;margin:0 auto}
section{scroll-margin-top:50px}
h2{font-size:24px;line-height:1.2;margin:36px 0 12px}
h3{font-size:13px;font-weight:600;color:var(--faint);margin:0 0 6px}
.samples{columns:2;column-gap:24px}
article{break-inside:avoid;padding-bottom:24px}
.tiles{columns:2;column-gap:20px;max-width:1160px}
.tile{break-inside:avoid;margin-bottom:18px}
.caption{font-size:13px;font-weight:600;color:var(--faint);margin-bottom:4px}
@media (max-width:820px){.samples,.tiles{columns:1}main{padding:0 10px 40px}nav{padding:10px}}
.view{background:var(--back);color:var(--text);border:1px solid var(--border);border-radius:10px;padding:14px;max-height:640px;overflow:auto;overflow-wrap:anywhere;display:flex;flex-direction:column;gap:16px}
.view.bubble{gap:12px}
.message{display:flex;gap:10px;align-items:flex-start;flex-shrink:0}
.bare .message{display:block}
.avatar{flex:none;width:36px;height:36px;border-radius:var(--round);background:var(--avatar);color:#fff;font:600 18px/36px system-ui,sans-serif;text-align:center}
.said{min-width:0;flex:1}
.bubble .said{flex:0 1 auto;max-width:560px}
.bubble .shown{background:var(--card);border-radius:4px 14px 14px 14px;padding:8px 12px;width:fit-content;max-width:100%}
.who{display:flex;flex-wrap:wrap;gap:0 6px;align-items:baseline}
.bubble .who{font-size:12px;color:var(--muted)}
.badge{font-size:10px;line-height:14px;padding:0 4px;border-radius:3px;background:var(--code);color:var(--muted);border:1px solid var(--border)}
.note{font-size:12px;color:var(--muted);font-weight:400}
.chat-dingtalk .note{display:block;width:100%;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.view a{color:var(--link);text-decoration:none}
.view a:hover{text-decoration:underline}
.shown{white-space:pre-wrap}
.chat-matrix .shown,.chat-googlechat .shown,.chat-email .shown{white-space:normal}
.shown p{margin:0 0 8px}
.shown p:last-child,.shown>:last-child>p:last-child{margin-bottom:0}
.heading{font-weight:700;font-size:1.15em}
.shown blockquote{margin:4px 0;padding:0 0 0 12px;border-left:4px solid var(--quote)}
.shown ul,.shown ol{margin:2px 0 4px;padding-left:26px}
.shown li>p{margin:0}
.shown code,.shown pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:.86em;background:var(--code);border:1px solid var(--border);border-radius:4px}
.shown code{padding:0 3px}
.shown pre{margin:4px 0;padding:8px;white-space:pre-wrap;overflow-wrap:anywhere}
.shown pre code{border:0;padding:0;background:none;font-size:1em}
.shown hr{border:0;border-top:1px solid var(--border);margin:8px 0}
.markdown>*{margin-top:0}
.chat-slack .shown>*+*{margin-top:6px}
.small{font-size:.86em;color:var(--muted)}
.view .small a{color:var(--link)}
.muted{color:var(--muted)}
.mono{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:.92em}
.medium{font-size:1.15em}
.empty{height:1em}
.title{font-weight:600;font-size:1.08em;margin-bottom:4px}
.ping{background:var(--ping);border-radius:3px;padding:0 3px}
.time{background:color-mix(in srgb,var(--muted) 14%,transparent);border-radius:3px;padding:0 2px}
.card{background:var(--card);border:1px solid var(--border);border-radius:8px;padding:12px 14px;margin-top:4px}
.emphasis{background:var(--code);padding:8px 10px;border-radius:4px}
.buttons{display:flex;flex-wrap:wrap;gap:8px;margin-top:10px}
.button{border:1px solid var(--border);border-radius:4px;padding:3px 12px;font-size:.95em}
.json{max-height:320px;overflow:auto;font-size:12px;line-height:18px}
.mail{margin:0 0 8px}
iframe{display:block;width:100%;border:0;border-top:1px solid var(--border);margin-top:8px;color-scheme:inherit}
.fault{outline:2px solid #e01e5a;outline-offset:1px;color:#e01e5a}
.chat-telegram blockquote{background:color-mix(in srgb,var(--quote) 10%,transparent);border-left-width:3px;border-radius:4px;padding:2px 8px}
.chat-teams .card{max-width:640px}
.chat-googlechat .card{max-width:480px;border-radius:8px}
.chat-googlechat .button,.chat-matrix .button{border-radius:16px}
.chat-discord .card{border-left:4px solid var(--quote);border-radius:4px;max-width:520px}
.chat-ntfy .button{border:0;padding:3px 0;text-transform:uppercase;font-weight:500;font-size:.9em}
.chat-ntfy .said{width:100%;max-width:480px}
.chat-ntfy .shown{width:100%;border-radius:12px}
`;

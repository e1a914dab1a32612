import type { Colour, Theme } from './drawing.ts';
import { DRAWINGS } from './drawings.ts';

/** Rules of a chat's windows: its colours, in light and in dark, and its type. */
export function themeCss(type: string, theme: Theme): string {
  const { back, text, muted, link, quote, code, border, card, ping, font, size, avatar, round } = theme;
  const rules = [
    ...Object.entries({ back, text, muted, link, quote, code, border, card, ping }).map(([name, of]) =>
      colour(name, of),
    ),
    `--chat-avatar:${avatar}`,
    `--chat-round:${round}`,
    `font:${size[0]}px/${size[1]}px ${font}`,
  ];
  return `.chat-${type}{${rules.join(';')}}`;
}

function colour(name: string, [light, dark]: Colour): string {
  return `--chat-${name}:light-dark(${light},${dark})`;
}

/** Rules of what all chats have in common. Teams' spaces are those of https://adaptivecards.microsoft.com/?topic=HostConfig. */
const COMMON = `
.chat-view{background:var(--chat-back);color:var(--chat-text);border:1px solid var(--chat-border);border-radius:10px;padding:14px;overflow-wrap:anywhere;display:flex;flex-direction:column;gap:16px}
.chat-view.chat-bubble{gap:12px}
.chat-message{display:flex;gap:10px;align-items:flex-start;flex-shrink:0}
.chat-bare .chat-message{display:block}
.chat-avatar{flex:none;width:36px;height:36px;border-radius:var(--chat-round);background:var(--chat-avatar);color:#fff;font:600 18px/36px system-ui,sans-serif;text-align:center}
.chat-said{min-width:0;flex:1}
.chat-bubble .chat-said{flex:0 1 auto;max-width:560px}
.chat-bubble .chat-shown{background:var(--chat-card);border-radius:4px 14px 14px 14px;padding:8px 12px;width:fit-content;max-width:100%}
.chat-who{display:flex;flex-wrap:wrap;gap:0 6px;align-items:baseline}
.chat-bubble .chat-who{font-size:12px;color:var(--chat-muted)}
.chat-badge{font-size:10px;line-height:14px;padding:0 4px;border-radius:3px;background:var(--chat-code);color:var(--chat-muted);border:1px solid var(--chat-border)}
.chat-note{font-size:12px;color:var(--chat-muted);font-weight:400}
.chat-dingtalk .chat-note{display:block;width:100%;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.chat-view a{color:var(--chat-link);text-decoration:none}
.chat-view a:hover{text-decoration:underline}
.chat-shown{white-space:pre-wrap}
.chat-matrix .chat-shown,.chat-googlechat .chat-shown,.chat-email .chat-shown{white-space:normal}
.chat-shown p{margin:0 0 8px}
.chat-shown p:last-child,.chat-shown>:last-child>p:last-child{margin-bottom:0}
.chat-heading{font-weight:700;font-size:1.15em}
.chat-shown blockquote{margin:4px 0;padding:0 0 0 12px;border-left:4px solid var(--chat-quote)}
.chat-shown ul,.chat-shown ol{margin:2px 0 4px;padding-left:26px}
.chat-shown li>p{margin:0}
.chat-shown code,.chat-shown pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:.86em;background:var(--chat-code);border:1px solid var(--chat-border);border-radius:4px}
.chat-shown code{padding:0 3px}
.chat-shown pre{margin:4px 0;padding:8px;white-space:pre-wrap;overflow-wrap:anywhere}
.chat-shown pre code{border:0;padding:0;background:none;font-size:1em}
.chat-shown hr{border:0;border-top:1px solid var(--chat-border);margin:8px 0}
.chat-markdown>*{margin-top:0}
.chat-slack .chat-shown>*+*{margin-top:6px}
.chat-small{font-size:.86em;color:var(--chat-muted)}
.chat-view .chat-small a{color:var(--chat-link)}
.chat-muted{color:var(--chat-muted)}
.chat-mono{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:.92em}
.chat-medium{font-size:1.15em}
.chat-empty{height:1em}
.chat-title{font-weight:600;font-size:1.08em;margin-bottom:4px}
.chat-ping{background:var(--chat-ping);border-radius:3px;padding:0 3px}
.chat-time{background:color-mix(in srgb,var(--chat-muted) 14%,transparent);border-radius:3px;padding:0 2px}
.chat-small .chat-time{color:var(--chat-text)}
.chat-card{background:var(--chat-card);border:1px solid var(--chat-border);border-radius:8px;padding:12px 14px;margin-top:4px}
.chat-paragraph{margin:0 0 8px}
.chat-space-small{margin-top:4px}
.chat-space-default{margin-top:8px}
.chat-space-medium{margin-top:12px}
.chat-space-large{margin-top:16px}
.chat-separated{border-top:1px solid var(--chat-border)}
.chat-separated.chat-space-small{padding-top:4px}
.chat-separated.chat-space-default{padding-top:8px}
.chat-separated.chat-space-medium{padding-top:12px}
.chat-separated.chat-space-large{padding-top:16px}
.chat-shown .chat-indent-1{margin-left:28px}
.chat-shown .chat-indent-2{margin-left:56px}
.chat-shown .chat-indent-3{margin-left:84px}
.chat-shown .chat-indent-4{margin-left:112px}
.chat-shown .chat-indent-5{margin-left:140px}
.chat-shown .chat-indent-6{margin-left:168px}
.chat-shown .chat-indent-7{margin-left:196px}
.chat-shown .chat-indent-8{margin-left:224px}
.chat-emphasis{background:var(--chat-code);padding:8px 10px;border-radius:4px}
.chat-buttons{display:flex;flex-wrap:wrap;gap:8px;margin-top:10px}
.chat-button{border:1px solid var(--chat-border);border-radius:4px;padding:3px 12px;font-size:.95em}
.chat-telegram blockquote{background:color-mix(in srgb,var(--chat-quote) 10%,transparent);border-left-width:3px;border-radius:4px;padding:2px 8px}
.chat-teams .chat-card{max-width:640px}
.chat-googlechat .chat-card{max-width:480px;border-radius:8px}
.chat-googlechat .chat-button,.chat-matrix .chat-button{border-radius:16px}
.chat-discord .chat-card{border-left:4px solid var(--chat-quote);border-radius:4px;max-width:520px}
.chat-ntfy .chat-button{border:0;padding:3px 0;text-transform:uppercase;font-weight:500;font-size:.9em}
.chat-ntfy .chat-said{width:100%;max-width:480px}
.chat-ntfy .chat-shown{width:100%;border-radius:12px}
`;

/** Rules of all windows of chats. */
export const CHAT_STYLE = [COMMON, ...[...DRAWINGS].map(([type, { theme }]) => themeCss(type, theme))].join('\n');

/** Rules of the page around the chats' windows. */
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
iframe{display:block;width:100%;border:0;border-top:1px solid var(--chat-border);margin-top:8px;color-scheme:inherit}
.chat-fault{outline:2px solid #e01e5a;outline-offset:1px;color:#e01e5a}
.chat-view{max-height:640px;overflow:auto}
.chat-json{max-height:320px;overflow:auto;font-size:12px;line-height:18px}
`;

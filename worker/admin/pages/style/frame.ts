/** The page's frame: type, header, navigation, footer, sections. */
export const FRAME = `
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 16px; }
body {
  margin: 0; background: var(--bg); color: var(--text); overflow-wrap: anywhere;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
a { color: var(--accent); text-underline-offset: 2px; }
a:hover { color: var(--accent-deep); }
h1, h2, h3, p, dl, dd, ol, ul, pre, blockquote, figure { margin: 0; }
h1 { font-size: 22px; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; }
h2 { font-size: 16px; line-height: 1.4; font-weight: 650; margin: 0 0 10px; }
h3 { font-size: 15px; font-weight: 650; }
code, pre { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { overflow-wrap: anywhere; }
time { white-space: nowrap; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.width { width: 100%; max-width: 1080px; margin: 0 auto; padding: 0 20px; }
.narrow { max-width: 720px; }
.alone { max-width: 440px; margin: 5vh auto 0; }
h1 + form, h1 + .empty { margin-top: 18px; }
.lead + form { margin-top: 18px; }
.muted { color: var(--muted); }
.bad-text { color: var(--bad); }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 8px; top: -60px; z-index: 9; padding: 8px 12px; background: var(--surface); border-radius: 6px; }
.skip:focus { top: 8px; }
.top { background: var(--surface); border-bottom: 1px solid var(--line); }
.top .width { display: flex; align-items: center; gap: 20px; min-height: 52px; }
.brand { display: flex; align-items: center; gap: 7px; font-weight: 700; color: var(--text); text-decoration: none; letter-spacing: -.01em; }
.brand svg { width: 22px; height: 22px; fill: none; stroke: var(--accent); stroke-width: 2.3; stroke-linecap: round; }
.top nav { flex: 1; }
.top ul { display: flex; gap: 4px; list-style: none; padding: 0; }
.top li a { display: block; padding: 6px 10px; border-radius: 6px; color: var(--muted); text-decoration: none; }
.top li a:hover { color: var(--text); background: var(--sunken); }
.top li a[aria-current] { color: var(--text); font-weight: 600; background: var(--sunken); }
.tag { font-size: 12px; padding: 2px 8px; border-radius: 99px; background: var(--calm-soft); color: var(--calm); white-space: nowrap; }
main { padding-top: 24px !important; padding-bottom: 32px !important; }
footer { padding-top: 16px !important; padding-bottom: 32px !important; color: var(--muted); font-size: 13px; }
section { margin-top: 32px; }
.count { color: var(--muted); font-weight: 400; margin-left: 4px; }
.lead { font-size: 16px; margin-top: 8px; }
.narrow > p, .alone > p, .actions + p { margin-top: 10px; }
.section-head { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; margin-bottom: 10px; }
.section-head h2 { margin: 0; }
.title { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; }
.trail { margin-bottom: 8px; font-size: 13px; }
.trail ol { display: flex; flex-wrap: wrap; gap: 0 6px; list-style: none; padding: 0; }
.trail li::after { content: "›"; color: var(--muted); margin-left: 6px; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.padded { padding: 18px 20px; }
.health { border-left: 4px solid var(--calm); padding: 2px 0 2px 14px; }
.health.good { border-color: var(--good); }
.health.bad { border-color: var(--bad); }
.callout { margin: 14px 0; padding: 10px 14px; border-radius: 8px; background: var(--calm-soft); border: 1px solid transparent; }
.callout.good { background: var(--good-soft); color: var(--good); }
.callout.bad { background: var(--bad-soft); color: var(--bad); }
.callout.warn { background: var(--warn-soft); color: var(--warn); }
.callout a { color: inherit; font-weight: 600; }
.callout ul { margin-top: 6px; padding-left: 20px; }
main > .callout:first-child { margin-top: 0; }
@media (max-width: 640px) {
  .width { padding: 0 14px; }
  .top .width { flex-wrap: wrap; gap: 4px 8px; padding-top: 8px; padding-bottom: 8px; }
  .brand { flex: 1; }
  .top nav { order: 9; flex: 1 0 100%; }
  .top ul { margin: 0 -10px; }
  section { margin-top: 26px; }
  .padded { padding: 14px; }
}
@media (prefers-reduced-motion: no-preference) { a, button, .button { transition: background-color .12s, color .12s, border-color .12s; } }
@media (forced-colors: active) { .badge, .callout, .tag { border: 1px solid; } }
`;

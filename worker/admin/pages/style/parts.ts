/** Facts, code, comments, bubbles and the steps of a message. */
export const PARTS = `
/* A name may be as long as a stranger likes. */
h1:has(bdi), .lead:has(bdi), .sub:has(bdi), td strong, th > a:has(bdi), dd:has(> bdi:only-child), .actions .muted:has(bdi) { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.facts { margin-top: 14px; display: grid; gap: 5px; }
.facts > div { display: grid; grid-template-columns: 120px 1fr; gap: 0 14px; }
.facts dt { color: var(--muted); }
.facts dd { min-width: 0; }
@media (min-width: 800px) { .facts.split { display: block; columns: 2; column-gap: 32px; } .facts.split > div { break-inside: avoid; padding-bottom: 5px; } }
.code {
  margin-top: 10px; padding: 12px 14px; max-height: 460px; overflow: auto; background: var(--sunken); border: 1px solid var(--line); border-radius: 8px;
  white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2;
}
.comment { margin-top: 16px; white-space: pre-line; font-size: 16px; max-height: 70vh; overflow: auto; unicode-bidi: isolate; }
.flips { list-style: none; padding: 0; border-left: 2px solid var(--line); margin-left: 6px; }
.flips > li { position: relative; padding: 3px 0 3px 18px; }
.flips > li::before { content: ""; position: absolute; left: -6px; top: 11px; width: 10px; height: 10px; border-radius: 50%; background: var(--surface); border: 2px solid var(--edge); }
.panel details + details { border-top: 1px solid var(--line); }
.padded > details[name] { padding: 8px 0; }
.padded > details[name] > summary { font-weight: 600; }
.padded > p + details, .padded > details + p, .padded > p + p { margin-top: 10px; }
.padded > form > button:only-child { margin-top: 12px; }
.previews { list-style: none; padding: 0; display: grid; gap: 14px; margin-top: 22px; }
.previewed { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 14px 22px; padding: 16px; background: var(--surface); border: 1px solid var(--line); border-left: 3px solid var(--good); border-radius: 10px; }
.previewed.stays { border-left-color: var(--edge); }
.previewed details { margin-top: 10px; }
.previewed summary { color: var(--accent); width: fit-content; }
.chat-pane { max-height: 420px; overflow: auto; border-radius: 10px; align-self: start; }
.chat-pane .chat-view a { text-decoration: underline; }
.chat-pane .chat-email { padding: 0; border: 0; }
.chat-pane .chat-email .chat-card { margin: 0; }
.bubble { background: var(--sunken); border: 1px solid var(--line); border-radius: 4px 14px 14px 14px; padding: 10px 14px; align-self: start; }
.bubble .muted { font-size: 13px; margin-top: 4px; }
.bubble-text { white-space: pre-line; margin-top: 2px; unicode-bidi: isolate; }
.stages { list-style: none; padding: 0; display: grid; gap: 4px; }
.stages > li { display: grid; grid-template-columns: 18px 118px 1fr; gap: 0 6px; }
.stages > li::before { content: "✓"; color: var(--good); font-weight: 700; }
.stages > li.ends::before { content: "✕"; color: var(--calm); }
.stages .stage { color: var(--muted); }
.candidates { list-style: none; padding: 0; }
.candidates > li { padding: 12px 16px; }
.candidates > li + li { border-top: 1px solid var(--line); }
.candidates form { display: grid; grid-template-columns: 1fr auto; gap: 2px 14px; align-items: center; }
.candidates form > p { grid-column: 1; }
.candidates form > button { grid-column: 2; grid-row: 1 / span 2; }
.changes { padding-left: 36px; margin-top: 16px; }
.changes > li { padding: 3px 0; }
@media (max-width: 640px) {
  .facts > div { grid-template-columns: 104px 1fr; gap: 0 10px; }
  .facts dt { font-size: 13px; line-height: 22px; }
  .legend .facts > div { grid-template-columns: 120px 1fr; }
  .previewed { grid-template-columns: minmax(0, 1fr); padding: 14px; }
  .stages > li { grid-template-columns: 18px 1fr; }
  .stages > li > :last-child { grid-column: 2; }
  .candidates form { grid-template-columns: 1fr; }
  .candidates form > button { grid-column: 1; grid-row: auto; justify-self: start; margin-top: 6px; }
}
`;

/** Buttons, fields and forms. */
export const CONTROLS = `
button, .button, summary.button {
  display: inline-block; font: inherit; font-weight: 550; line-height: 1.4; padding: 5px 12px; cursor: pointer; text-decoration: none;
  color: var(--text); background: var(--surface); border: 1px solid var(--edge); border-radius: 7px; white-space: nowrap;
}
button:hover, .button:hover { background: var(--sunken); color: var(--text); }
button.primary, .button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.primary:hover, .button.primary:hover { background: var(--accent-deep); border-color: var(--accent-deep); color: var(--on-accent); }
button.danger { border-color: var(--bad); color: var(--bad); }
button.danger:hover { background: var(--bad-soft); color: var(--bad); }
button.quiet { border-color: transparent; background: none; color: var(--muted); font-weight: 400; padding: 5px 8px; }
button.quiet:hover { color: var(--text); background: var(--sunken); }
input, select, textarea {
  font: inherit; color: var(--text); background: var(--surface); border: 1px solid var(--edge); border-radius: 7px; padding: 5px 9px; max-width: 100%; min-width: 0;
}
select { padding-right: 4px; text-overflow: ellipsis; }
textarea { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; width: 100%; resize: vertical; overflow-wrap: anywhere; }
input[type=checkbox], input[type=radio] { width: 16px; height: 16px; margin: 0; accent-color: var(--accent); flex: none; }
input[type=file] { border: 0; padding: 0; }
::file-selector-button { font: inherit; color: var(--text); background: var(--surface); border: 1px solid var(--edge); border-radius: 7px; padding: 4px 10px; margin-right: 10px; cursor: pointer; }
::placeholder { color: var(--muted); opacity: 1; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
.field { display: block; margin-top: 16px; }
.field > label, .field > legend { display: block; font-weight: 600; margin-bottom: 4px; padding: 0; }
.field > input:not([type=file]), .field > select { width: 100%; }
.field > select { height: 34px; }
form > .field:first-child, form > .columns:first-child > .field { margin-top: 0; }
.hint { display: block; color: var(--muted); font-size: 13px; margin-top: 4px; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: 0 20px; margin-top: 16px; }
.columns > .field { margin-top: 0; margin-bottom: 12px; }
.tick { display: inline-flex; align-items: center; gap: 8px; min-height: 28px; cursor: pointer; }
.field + .tick, .columns + .tick { margin-top: 14px; }
.ticks { display: flex; flex-wrap: wrap; gap: 2px 20px; max-height: 190px; overflow: auto; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 10px 14px; margin-top: 18px; }
.actions .hint { margin: 0; flex: 1 1 240px; }
.toolbar { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 18px; align-items: flex-start; }
.toolbar > * { min-width: 0; max-width: 100%; }
.group { display: inline-flex; max-width: 100%; }
.group > button { border-top-right-radius: 0; border-bottom-right-radius: 0; }
.group > select { border-top-left-radius: 0; border-bottom-left-radius: 0; margin-left: -1px; height: 33px; flex: 0 1 auto; min-width: 0; }
.filters { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.filters select { height: 33px; }
.filters input[type=search] { width: 210px; }
summary { cursor: pointer; }
summary.button { list-style: none; }
summary.button::-webkit-details-marker { display: none; }
summary.button::after { content: " ▾"; color: var(--muted); }
.menu[open] { flex-basis: 100%; }
.menu > form { margin-top: 10px; padding: 16px 18px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; max-width: 640px; }
.menu > form > button { margin-top: 14px; display: block; }
.more { margin-top: 18px; }
.more > summary { color: var(--accent); width: fit-content; }
.more > form, .more > .field { margin-top: 14px; }
.padded > .more { border-top: 1px solid var(--line); padding-top: 14px; }
.danger { border-color: var(--bad); }
.danger-form { display: grid; grid-template-columns: 1fr auto auto; gap: 10px 18px; align-items: center; }
.danger-form + .danger-form { border-top: 1px solid var(--line); margin-top: 14px; padding-top: 14px; }
.parts > form + form { border-top: 1px solid var(--line); margin-top: 20px; padding-top: 18px; }
.parts p { margin-top: 2px; }
.parts .actions { margin-top: 14px; }
@media (max-width: 640px) {
  button, .button, summary.button, input:not([type=checkbox], [type=file]), select { min-height: 40px; }
  .button, summary.button { line-height: 28px; }
  input, select, textarea { font-size: 16px; }
  textarea { font-size: 14px; }
  .group > select, .filters select, .field > select { height: 40px; }
  .filters { width: 100%; }
  .filters input[type=search] { flex: 1 1 100%; }
  .filters select { flex: 1 1 120px; }
  .tick { min-height: 36px; }
  .danger-form { grid-template-columns: 1fr; justify-items: start; }
}
`;

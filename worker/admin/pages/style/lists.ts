/** Tables, which are cards on a phone, and what stands in their rows. */
export const LISTS = `
.rows { width: 100%; border-collapse: collapse; }
.rows th, .rows td { text-align: start; vertical-align: top; padding: 9px 12px; font-weight: 400; }
.rows thead th, .rows thead td { font-size: 13px; color: var(--muted); padding-top: 8px; padding-bottom: 8px; border-bottom: 1px solid var(--line); white-space: nowrap; }
.rows tbody tr + tr > * { border-top: 1px solid var(--line); }
.rows tbody tr:hover { background: var(--sunken); }
.rows tbody tr:last-child > :first-child { border-bottom-left-radius: 10px; }
.rows tbody th > a { font-weight: 600; color: var(--text); text-decoration: none; }
.rows tbody th > a:hover { color: var(--accent); text-decoration: underline; }
@media (min-width: 641px) { .rows tbody th { min-width: 170px; } .rows td[data-label="State"] { width: 30%; } }
.rows tbody th > a:has(bdi) { display: -webkit-inline-box; vertical-align: bottom; }
.rows .number { text-align: end; font-variant-numeric: tabular-nums; }
.rows .select { width: 28px; padding-right: 0; }
.rows .select input { display: block; margin-top: 3px; }
.rows .what { width: 52%; }
.rows .feed { margin-left: 8px; font-size: 13px; color: var(--muted); text-decoration: none; }
.rows .feed:hover { text-decoration: underline; }
.sub { display: block; font-size: 13px; color: var(--muted); }
.excerpt { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; color: var(--muted); font-size: 14px; }
.on { color: var(--text); }
.on::after { content: " · "; }
.fate { text-decoration: none; }
.badge {
  display: inline-block; font-size: 13px; line-height: 20px; font-weight: 550; padding: 0 8px; border-radius: 99px; white-space: nowrap;
  color: var(--calm); background: var(--calm-soft);
}
.badge::before { content: ""; display: inline-block; width: 7px; height: 7px; border-radius: 50%; background: currentColor; margin-right: 6px; vertical-align: 1px; }
.badge.good { color: var(--good); background: var(--good-soft); }
.badge.bad { color: var(--bad); background: var(--bad-soft); }
.badge.warn { color: var(--warn); background: var(--warn-soft); }
.badge.busy { color: var(--busy); background: var(--busy-soft); }
.fate:hover .badge { text-decoration: underline; }
.empty { padding: 22px 20px; background: var(--surface); border: 1px dashed var(--edge); border-radius: 10px; color: var(--muted); }
.empty > p + p { margin-top: 8px; }
.empty strong { color: var(--text); }
.pager { display: flex; justify-content: space-between; margin-top: 12px; }
.selection { padding: 10px 12px; border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; background: var(--sunken); border-radius: 0 0 10px 10px; font-size: 14px; }
.selection fieldset { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
.selection legend { float: left; padding: 0; margin-right: 4px; color: var(--muted); }
.selection select { max-width: 190px; }
.scroll { overflow-x: auto; }
.legend { margin-top: 12px; font-size: 13px; color: var(--muted); }
.legend summary { width: fit-content; }
.legend .facts { margin-top: 8px; }
.problems { list-style: none; padding: 0; }
.problems > li { padding: 12px 16px; border-left: 3px solid var(--bad); }
.problems > li:first-child { border-top-left-radius: 10px; }
.problems > li:last-child { border-bottom-left-radius: 10px; }
.problems > li + li { border-top: 1px solid var(--line); }
.problems .todo { color: var(--muted); }
.problems .todo::before { content: "→ "; }
.usage { padding: 4px 16px; }
.usage > div { display: grid; grid-template-columns: minmax(120px, 240px) 1fr; gap: 2px 16px; padding: 7px 0; }
.usage > div + div { border-top: 1px solid var(--line); }
.usage dd { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: center; font-variant-numeric: tabular-nums; }
.usage + .muted { font-size: 13px; margin-top: 8px; }
meter { width: 180px; height: 10px; }
meter::-webkit-meter-bar { background: var(--calm-soft); border: 0; border-radius: 99px; height: 8px; }
meter::-webkit-meter-optimum-value { background: var(--good); border-radius: 99px; }
meter::-webkit-meter-suboptimum-value { background: var(--warn); border-radius: 99px; }
meter::-webkit-meter-even-less-good-value { background: var(--bad); border-radius: 99px; }
@media (max-width: 640px) {
  .rows, .rows tbody, .rows tr, .rows th, .rows td { display: block; }
  .rows thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .rows tbody tr { padding: 10px 14px; position: relative; }
  .rows tbody tr + tr { border-top: 1px solid var(--line); }
  .rows tbody tr + tr > * { border-top: 0; }
  .rows th, .rows td { padding: 2px 0; }
  .rows tbody th { padding-bottom: 4px; }
  .rows .what { width: auto; }
  .rows td[data-label] { display: inline-block; margin-right: 16px; text-align: start; max-width: 100%; vertical-align: top; }
  .rows td[data-label]::before { content: attr(data-label); color: var(--muted); font-size: 13px; margin-right: 6px; }
  .rows td[data-label="State"] { display: block; margin-right: 0; padding-bottom: 4px; }
  .rows td[data-label="State"]::before { content: none; }
  .rows td[data-label]:not([data-label="State"]) > .sub { display: inline; }
  .rows td.of { display: block; }
  .rows .select { position: absolute; right: 14px; top: 10px; width: auto; }
  .rows .select + th { padding-right: 36px; }
  .rows .select input { width: 20px; height: 20px; }
  .usage > div { grid-template-columns: 1fr; }
  meter { width: 110px; }
  .selection .group { width: 100%; }
  .selection select { max-width: none; flex: 1; }
}
`;

/** Colours, light and dark: each text colour has a contrast of at least 4.5 to 1 on what it stands on (WCAG 1.4.3). */
export const COLOURS = `
:root {
  color-scheme: light dark;
  --bg: #f6f7f8; --surface: #fff; --sunken: #f1f3f5; --line: #e1e5e9; --edge: #858f99;
  --text: #1b2127; --muted: #59636d; --accent: #0a66ad; --on-accent: #fff; --accent-deep: #08528c;
  --good: #17764a; --warn: #8a5600; --bad: #b3261e; --busy: #0a66ad; --calm: #59636d;
  --good-soft: #e5f4ec; --warn-soft: #fdf1da; --bad-soft: #fcebe9; --busy-soft: #e5f0fa; --calm-soft: #eceff2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #111417; --surface: #191d21; --sunken: #131619; --line: #2b3138; --edge: #77828d;
    --text: #e4e8ec; --muted: #9aa5b0; --accent: #74b8f2; --on-accent: #0c1116; --accent-deep: #9accf7;
    --good: #62c893; --warn: #e2b14f; --bad: #ff8f85; --busy: #74b8f2; --calm: #a4aeb8;
    --good-soft: #142b20; --warn-soft: #30260f; --bad-soft: #381a18; --busy-soft: #14293c; --calm-soft: #252b31;
  }
}
`;

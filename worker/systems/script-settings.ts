/** Characters of a script from its settings on that are read. */
const MAX_SETTINGS = 2_000;

/** Gives the object that stands behind `start` in one of the scripts, as written; empty where none has it. */
export function settingsBehind(start: RegExp, scripts: readonly string[]): string {
  for (const script of scripts) {
    const found = start.exec(script);
    if (found === null) continue;
    const at = found.index + found[0].length;
    return objectAt(script.slice(at, at + MAX_SETTINGS));
  }
  return '';
}

/** Gives the text up to the brace that closes its first one, or up to its end. */
function objectAt(text: string): string {
  let depth = 0;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) return text.slice(0, index);
  }
  return text;
}

/** Gives a setting's value, where it is a plain string. Templates may escape slashes and other characters in it. */
export function settingOf(key: string, settings: string): string | null {
  const found = new RegExp(`(?:^|[\\s,{"'])${key}["']?\\s{0,9}:\\s{0,9}(["'\`])([^"'\`]{1,500})\\1`).exec(settings);
  const value = found?.[2]?.replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return value?.replaceAll('\\', '') ?? null;
}

/** Parser of Discord's markdown that knows lists, as far as drawings and tests use it. */
declare module '@cloudrac3r/discord-markdown' {
  export function parser(source: string): unknown;
}

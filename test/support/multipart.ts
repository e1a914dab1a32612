/** The parts of a multipart body by their names, as Latin-1. */
export function partsOf(body: Buffer, type: string): ReadonlyMap<string, string> {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) return new Map();
  return new Map(
    body
      .toString('latin1')
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => {
        const end = part.indexOf('\r\n\r\n');
        return [/name="([^"]*)"/.exec(part.slice(0, end))?.[1] ?? '', part.slice(end + 4, -2)] as const;
      }),
  );
}

const TITLES = {
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** An error as RFC 9457 has it: `detail` says what is wrong and what to do, in words that are ours. */
export function problem(
  status: keyof typeof TITLES,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(
    { type: 'about:blank', title: TITLES[status], status, detail },
    { status, headers: { ...headers, 'content-type': 'application/problem+json' } },
  );
}

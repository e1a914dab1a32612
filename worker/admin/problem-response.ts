const TITLES = {
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** Makes a problem+json response (RFC 9457). `detail` says what is wrong and what to do, and quotes nothing. */
export function problemResponse(
  status: keyof typeof TITLES,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(
    { type: 'about:blank', title: TITLES[status], status, detail },
    { status, headers: { ...headers, 'content-type': 'application/problem+json' } },
  );
}

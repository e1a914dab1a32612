/** Rate that Slack takes: one message per second and channel. https://docs.slack.dev/apis/web-api/rate-limits */
export const PACE = { count: 1, per: 1_000 };

/** Header of a request. */
export const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

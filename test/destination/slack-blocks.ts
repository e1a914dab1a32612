/** The time of the messages here, as Slack writes it in each reader's zone. */
export const DATE = '<!date^1171927536^{date_short_pretty} {time}|2007-02-19 23:25 UTC>';

/** A section of mrkdwn. */
export function section(text: string): unknown {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** The small print of mrkdwn. */
export function context(text: string): unknown {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

import * as v from 'valibot';

// Limits: https://docs.slack.dev/reference/block-kit/blocks.
const filled = v.pipe(v.string(), v.minLength(1));
const style = v.exactOptional(
  v.strictObject({
    bold: v.exactOptional(v.literal(true)),
    italic: v.exactOptional(v.literal(true)),
    strike: v.exactOptional(v.literal(true)),
    underline: v.exactOptional(v.literal(true)),
    code: v.exactOptional(v.literal(true)),
  }),
);
const text = v.strictObject({ type: v.literal('text'), text: filled, style });
const element = v.variant('type', [
  text,
  v.strictObject({ type: v.literal('link'), url: v.pipe(filled, v.url()), text: v.exactOptional(filled), style }),
  v.strictObject({
    type: v.literal('date'),
    timestamp: v.pipe(v.number(), v.integer(), v.minValue(1)),
    format: v.literal('{date_short_pretty} {time}'),
    fallback: filled,
  }),
  v.strictObject({ type: v.literal('broadcast'), range: v.picklist(['here', 'channel', 'everyone']) }),
  v.strictObject({ type: v.literal('user'), user_id: v.pipe(v.string(), v.regex(/^[UW][A-Z0-9]+$/)) }),
  v.strictObject({ type: v.literal('usergroup'), usergroup_id: v.pipe(v.string(), v.regex(/^S[A-Z0-9]+$/)) }),
]);
/** Stretch of rich text. */
export type Element = v.InferOutput<typeof element>;

const elements = v.pipe(v.array(element), v.minLength(1));
const section = v.strictObject({ type: v.literal('rich_text_section'), elements });
const richText = v.strictObject({
  type: v.literal('rich_text'),
  elements: v.pipe(
    v.array(
      v.variant('type', [
        section,
        v.strictObject({ type: v.literal('rich_text_quote'), elements }),
        v.strictObject({
          type: v.literal('rich_text_preformatted'),
          elements: v.pipe(v.array(text), v.minLength(1)),
        }),
        v.strictObject({
          type: v.literal('rich_text_list'),
          style: v.picklist(['bullet', 'ordered']),
          indent: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8)),
          offset: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
          elements: v.pipe(v.array(section), v.minLength(1)),
        }),
      ]),
    ),
    v.minLength(1),
  ),
});
const mrkdwn = v.strictObject({
  type: v.literal('mrkdwn'),
  text: v.pipe(filled, v.maxLength(3_000)),
  verbatim: v.literal(true),
});
const context = v.strictObject({
  type: v.literal('context'),
  elements: v.pipe(v.array(mrkdwn), v.minLength(1), v.maxLength(10)),
});
const message = {
  text: v.pipe(filled, v.maxLength(3_000)),
  blocks: v.pipe(v.array(v.variant('type', [richText, context])), v.minLength(1), v.maxLength(50)),
};
const unfurls = { unfurl_links: v.literal(false), unfurl_media: v.literal(false) };
const stamp = v.pipe(v.string(), v.regex(/^\d+\.\d+$/));
const bot = { channel: filled, parse: v.literal('none') };
/** Body of a request: a webhook’s, a bot’s message, or a bot’s edit. */
export const payload = v.union([
  v.strictObject({ ...message, ...unfurls }),
  v.strictObject({
    ...message,
    ...unfurls,
    ...bot,
    thread_ts: v.exactOptional(stamp),
    reply_broadcast: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ ...message, ...bot, ts: stamp }),
]);

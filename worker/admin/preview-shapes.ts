import * as v from 'valibot';

// Shapes of what is found at a URL and of previews; shapes.ts has the others.

const text = v.string();
const textOrNull = v.nullable(text);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const instantOrNull = v.nullable(v.pipe(text, v.isoTimestamp()));

/** A feed that a page names or has. `of`: whose comments it holds; `why`: in words, for which reason it stands where it stands. */
const candidate = v.object({ url: text, of: v.picklist(['feed', 'page', 'site', 'posts']), why: text });

/** Findings at a URL. `kind` `destination`: it is a chat's webhook URL, of `type`; `none`: nothing to watch was found, for `reason`. */
export const discoveryShape = v.variant('kind', [
  v.object({
    kind: v.literal('feed'),
    chosen: candidate,
    title: textOrNull,
    homePage: textOrNull,
    /** Comments in it now. */
    comments: count,
    others: v.array(candidate),
  }),
  v.object({ kind: v.literal('destination'), type: text }),
  v.object({ kind: v.literal('none'), reason: text, others: v.array(candidate) }),
]);
/** Findings at a URL as answered. */
export type DiscoveryAnswer = v.InferOutput<typeof discoveryShape>;

/** Stages of what one comment would be, stage by stage: from news or baseline over the filters to when it would go. */
const stage = v.object({
  stage: v.picklist(['new', 'feed filter', 'events', 'destination filter', 'delivery']),
  /** False: it ends here. */
  passes: v.boolean(),
  /** In words: "there before the watch begins", "rejected by exclude: =casino", "goes at once, with 9 others", "waits for the digest of 09:00". */
  detail: text,
});

/** Consequences, were this saved now. Nothing is written and nothing is marked as seen. */
export const previewShape = v.object({
  found: discoveryShape,
  /** Type of the destination, as `slack`; `null`: its value is not valid, or the feed’s. */
  type: textOrNull,
  /** The newest ten, newest first. `rendered`: the payload as that chat gets it. */
  comments: v.array(
    v.object({
      id: text,
      url: textOrNull,
      author: textOrNull,
      post: textOrNull,
      published: instantOrNull,
      text,
      stages: v.array(stage),
      rendered: v.unknown(),
    }),
  ),
  /** Errors in the values, as a PUT would say it. */
  errors: v.array(v.object({ key: text, field: textOrNull, detail: text })),
});
/** A preview as answered. */
export type PreviewAnswer = v.InferOutput<typeof previewShape>;

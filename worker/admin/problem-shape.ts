import * as v from 'valibot';

/** A problem as `problem+json` (RFC 9457). `errors`: of a 422, each with the key in CONFIG and the field. */
export const problemShape = v.object({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  detail: v.string(),
  errors: v.optional(v.array(v.object({ key: v.string(), field: v.nullable(v.string()), detail: v.string() }))),
});

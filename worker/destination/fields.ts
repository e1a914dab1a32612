import * as v from 'valibot';
import { compile } from './content/template.ts';

/** Most of what an owner writes into one field of text. */
const TEMPLATE_LENGTH = 4_000;

/** Field `threads`, of platforms that thread. */
export const threads = v.optional(
  v.pipe(
    v.union([v.boolean(), v.literal('only')], 'must be true, false or "only"'),
    v.description('One thread per post: true, "only" (not in the channel as well), or false.'),
  ),
);

/** Field `url` of platforms that have none: of one that stands for none of their fields, it says what is needed instead. */
export function noUrl(problem: (url: unknown) => string) {
  return v.optional(v.never(({ input }) => problem(input)));
}

/** Field `silent`, of platforms that can send without a sound. */
export const silent = v.optional(v.pipe(v.boolean(), v.description('true: messages make no sound.')));

/** Field `keyword`, of platforms whose robots may demand one in every message. */
export const keyword = v.optional(
  v.pipe(
    v.string(),
    v.regex(/\S/, 'must not be empty'),
    v.maxLength(50, 'must be 50 characters at most'),
    v.description('The keyword of the robot’s security settings: every message holds it.'),
  ),
);

/** Field `template`: a chat's own words for a message about a comment. */
export const template = v.optional(
  v.pipe(
    v.string(),
    v.regex(/\S/, 'must not be empty'),
    v.maxLength(TEMPLATE_LENGTH, `must be ${TEMPLATE_LENGTH} characters at most`),
    placeholders(compile),
    v.description('Text of messages about comments, with {{comment.author.name}} and the like in it.'),
  ),
);

/** Field `mention`: whom messages ping, as one id or a list of them, each in the platform's own form. */
export function mention(form: RegExp, problem: string) {
  const asText = ({ input }: v.BaseIssue<unknown>): string =>
    [input].flat().some((id) => typeof id === 'number') ? `${problem}, in quotation marks` : problem;
  const one = v.pipe(v.string(asText), v.regex(form, problem));
  return v.optional(
    v.pipe(
      v.union([one, v.pipe(v.array(one), v.minLength(1, 'must name somebody'))], asText),
      v.description(`Whom messages ping: ${problem.replace(/^must be /, '')}; or a list.`),
    ),
  );
}

/** Check of the placeholders in a text, by what reads them. */
function placeholders(read: typeof compile) {
  return v.rawCheck<string>(({ dataset, addIssue }) => {
    const compiled = dataset.typed ? read(dataset.value) : null;
    if (compiled?.ok === false) addIssue({ message: compiled.detail });
  });
}

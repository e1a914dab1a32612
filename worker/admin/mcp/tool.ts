import * as v from 'valibot';
import { secretOf, type Env } from '../../env.ts';
import type { Done, Operations, Refusal } from '../operations.ts';
import { checkConfirmation, confirmationOf } from './confirmation.ts';
import type { Fence } from './untrusted.ts';

/** Shared by the tools in one call. `now`: ms. */
export type ToolContext = {
  readonly env: Env;
  readonly operations: Operations;
  readonly fence: Fence;
  readonly now: number;
};

/** Answer of a tool. `words`: what to say first; `null`: the content speaks for itself. */
export type ToolAnswer = {
  readonly ok: true;
  readonly words: string | null;
  readonly content: Readonly<Record<string, unknown>>;
};

/** Facts of a tool, as an assistant reads them. `title` is shown to people. */
type ToolFacts = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** True if it reaches beyond Earshot and what it has stored. */
  readonly openWorld: boolean;
};

/** A tool. Its schemas stand in schemas.json; `input` is what that is made of, and what arguments are checked with. */
export type Tool = ToolFacts & {
  readonly changes: boolean;
  readonly input: v.GenericSchema;
  readonly call: (args: Readonly<Record<string, unknown>>, context: ToolContext) => Promise<ToolAnswer | Refusal>;
};

type Args<E extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>;

/** Makes a tool that changes nothing. */
export function readingTool<const E extends v.ObjectEntries>(
  facts: ToolFacts,
  entries: E,
  read: (args: Args<E>, context: ToolContext) => Promise<Done<Readonly<Record<string, unknown>>>>,
): Tool {
  const input = v.strictObject(entries);
  return {
    ...facts,
    changes: false,
    input,
    call: async (given, context) => {
      const args = checked(input, given);
      if (!args.ok) return args;
      const done = await read(args.value, context);
      if (!done.ok) return done;
      const { notice } = done.value;
      return { ok: true, words: typeof notice === 'string' ? notice : null, content: done.value };
    },
  };
}

/** An action of a changing tool: what it would do, in words or a reason why not; and doing it. */
type Change<A> = {
  readonly explain: (args: A, context: ToolContext) => Promise<Done<string>>;
  readonly act: (args: A, context: ToolContext) => Promise<Done<{ readonly summary: string; readonly result: object }>>;
};

const confirm = v.optional(
  v.pipe(v.string(), v.description('Token of the first call, after the user has agreed to what that said.')),
);

/** Makes a tool that says what it would do, and does it when it is called again with the token that it gave. */
export function changingTool<const E extends v.ObjectEntries>(
  facts: ToolFacts,
  entries: E,
  { explain, act }: Change<Args<E>>,
): Tool {
  const input = v.strictObject(entries);
  const { name: tool } = facts;
  return {
    ...facts,
    description: `${facts.description} Call it without "confirm": it does nothing, and says what it would do. Show that to the user; if they agree, call it again with the same arguments and "confirm".`,
    changes: true,
    input: v.strictObject({ ...entries, confirm }),
    call: async ({ confirm: token, ...given }, context) => {
      const args = checked(input, given);
      if (!args.ok) return args;
      const adminToken = secretOf(context.env, 'ADMIN_TOKEN');
      if (adminToken === undefined) return refusal(503, 'ADMIN_TOKEN is not set: nothing can be changed.');
      const action = { tool, args: args.value };
      if (token === undefined) {
        const explained = await explain(args.value, context);
        return explained.ok
          ? proposal(explained.value, await confirmationOf(adminToken, action, context.now))
          : explained;
      }
      const verdict =
        typeof token === 'string' ? await checkConfirmation(adminToken, action, token, context.now) : 'other';
      if (verdict !== 'valid') return refusal(409, UNCONFIRMED[verdict]);
      const acted = await act(args.value, context);
      if (!acted.ok) return acted;
      const { summary, result } = acted.value;
      return { ok: true, words: summary, content: { done: true, summary, confirm: null, expires: null, result } };
    },
  };
}

const UNCONFIRMED = {
  expired:
    'Nothing was done: that token has expired. Call without "confirm" for another, and show the user what it says.',
  other:
    'Nothing was done: that token is not of this tool with these arguments. Call without "confirm" for another, and show the user what it says.',
} as const;

function proposal(
  summary: string,
  { token, expires }: { readonly token: string; readonly expires: number },
): ToolAnswer {
  const content = { done: false, summary, confirm: token, expires: new Date(expires).toISOString(), result: null };
  return { ok: true, words: `Nothing is done yet. ${summary}`, content };
}

/** Makes a refusal; `detail` says what to do. */
export function refusal(status: Refusal['status'], detail: string): Refusal {
  return { ok: false, status, detail };
}

/** Most problems of arguments that are named. */
const NAMED_ISSUES = 5;

function checked<S extends v.GenericSchema>(schema: S, args: unknown): Done<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, args);
  if (parsed.success) return { ok: true, value: parsed.output };
  const issues = parsed.issues
    .slice(0, NAMED_ISSUES)
    .map((issue) => `${v.getDotPath(issue) ?? 'arguments'}: ${issue.message}`);
  return refusal(422, `The arguments are not valid. ${issues.join('; ')}`);
}

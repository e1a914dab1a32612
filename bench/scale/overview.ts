import * as v from 'valibot';
import { overviewShape } from '../../worker/admin/shapes.ts';

/** Facts of the overview: feeds that were never read, and today's rows written and puts, as the Worker estimates them. */
export type Overview = { readonly fresh: number; readonly rows: number; readonly puts: number };

const Answer = v.object({ result: v.object({ structuredContent: overviewShape }) });

/** Asks for the overview, as an assistant does: the API has it for nobody else. */
export async function overviewOf(url: URL, token: string): Promise<Overview> {
  const answer = await fetch(new URL('/mcp', url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_problems' } }),
  });
  const { feeds, usage } = v.parse(Answer, await answer.json()).result.structuredContent;
  const used = (what: string): number => usage.find((one) => one.what === what)?.used ?? 0;
  return { fresh: feeds.new, rows: used('rows written'), puts: used('KV writes') };
}

/** A message in an Outbox. */
export type Row = {
  readonly seq: number;
  readonly id: string;
  readonly feed: string;
  readonly type: string;
  readonly state: string;
  readonly reason: string | null;
  readonly owner: string | null;
  readonly accepted: number;
  readonly settled: number | null;
  readonly replayed: number | null;
  readonly uncertain: number;
  readonly body: string | null;
};

/** What the comment says in a message's body; `null` where it was dropped, or is about no comment. */
export function textOf(body: string | null): string | null {
  return body === null ? null : (JSON.parse(body).data.comment?.text ?? null);
}

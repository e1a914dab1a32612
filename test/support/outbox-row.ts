/** A message as an Outbox keeps it. */
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
  readonly attempts: number;
  readonly uncertain: number;
  readonly trial: string | null;
  /** Id of the first message of an edit's comment. */
  readonly comment: string | null;
  readonly due: number | null;
  readonly post: string | null;
  readonly parent: string | null;
  readonly sent: string | null;
  readonly place: string | null;
  readonly replays: number;
  readonly body: string | null;
};

/** Text of the comment in a message's body; `null` where that was dropped, or is about no comment. */
export function commentTextOf(body: string | null): string | null {
  return body === null ? null : (JSON.parse(body).data.comment?.text ?? null);
}

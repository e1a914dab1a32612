/** A feed of ten thousand comments is 5 MB; an object has 128 MB for six feeds at a time, their text and their trees. */
const BODY_BYTES = 8 * 1024 * 1024;

/** Bytes of an answer's body, as far as it was read. */
export type ReadBytes = {
  readonly bytes: Uint8Array;
  /** Reason for which the body was not read to its end, in words; `null`: it was. */
  readonly cut: string | null;
};

/** Reads until the end, `most` bytes, an error or the deadline: what was whole in a cut body still counts. Never throws. */
export async function readBytes(response: Response, signal: AbortSignal, most = BODY_BYTES): Promise<ReadBytes> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let cut: string | null = null;
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      chunks.push(part.value.subarray(0, most - length));
      length += part.value.byteLength;
      if (length <= most) continue;
      cut = `The answer is over ${most / 1024 / 1024} MiB.`;
      await reader?.cancel();
      break;
    }
  } catch {
    cut = signal.aborted ? 'The answer did not end in time.' : 'The connection broke off in the middle of the answer.';
  }
  const bytes = new Uint8Array(Math.min(length, most));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return { bytes, cut };
}

/** Ends an answer of which nothing is wanted. */
export async function discard(response: Response): Promise<void> {
  try {
    await response.body?.cancel();
  } catch {
    // It is broken already: nothing of it was wanted.
  }
}

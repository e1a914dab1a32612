/** Longest that a test waits for something to happen, ms. */
const PATIENCE = 60_000;

/** Calls `look` again and again until it gives something; fails after `patience` ms, naming `what` it waited for. */
export async function waitFor<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  patience = PATIENCE,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${patience} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** True if a process of the group is still there. */
export function remains(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

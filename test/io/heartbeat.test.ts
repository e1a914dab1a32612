import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { sendHeartbeat } from '../../worker/io/heartbeat.ts';

const ping = (path: string) => `${inject('answers')}${path}`;

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a monitor', () => {
  test('that hangs is not waited for', async () => {
    const logged = vi.spyOn(console, 'log').mockReturnValue();
    await sendHeartbeat(ping('/hang'), true, 50);
    expect(logged.mock.calls.flat().map(String)).toEqual([JSON.stringify({ event: 'heartbeat.failed', status: null })]);
  });

  test('at an address that the policy forbids is not asked', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    vi.spyOn(console, 'log').mockReturnValue();
    await sendHeartbeat(ping('/status?is=200'), false);
    await sendHeartbeat('monitor', true);
    expect(fetched).not.toHaveBeenCalled();
  });
});

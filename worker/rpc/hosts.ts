/** A HostGate's methods: one object a host, by the gate's name; it answers at once, and calls nobody. */
export type HostGateRpc = Rpc.DurableObjectBranded & {
  /**
   * Asks for the host's turn in the tick of `now`; `true`: it is the feed's, whatever comes of its poll. `lastPolled`: when
   * the feed was last polled, `null` for never. A `feed` of `null` takes the turn if nobody waits, and keeps no place.
   */
  readonly ask: (feed: string | null, lastPolled: number | null, now: number) => Promise<boolean>;
  /** Gives nobody a turn until then: the host has asked for that. */
  readonly close: (until: number) => Promise<void>;
};

/** A promise that was broken, and where. */
export type Violation = { promise: Promised; what: string };

/** What must hold, whatever happens to processes, databases and engines. */
export const promises = {
  terminal: 'every run ends',
  lost: 'what is due is published',
  double: 'nothing is published twice',
  matched: 'each run that is done published one generation, and no other run did',
  singleFlight: 'one run of a day is open at a time',
  zombie: 'nobody writes on a run that someone else holds, or that is over',
  lease: 'a lease is taken over when it has expired, and not before',
  executions: 'each run is executed once, and each execution belongs to a run',
  money: 'the ledger says what the bill says',
  days: 'days are whole',
  revision: 'what is served moves forward only',
  alive: 'no replica ends by itself, and none leaves an error uncaught',
} as const;

export type Promised = keyof typeof promises;

/** What planning remembers of a dataset, for all replicas. */
export interface PlanStore {
  /**
   * Notes that a version of a dataset is planned now.
   *
   * @param unlessWithinMs - not when planning began so recently, on whichever replica
   * @returns whether to plan: not either while another replica has just loaded a newer version, which then is the one
   *   to be worked on
   */
  begin(datasetId: string, version: number, unlessWithinMs: number | undefined): Promise<boolean>;

  /** Notes how many days were due just now for which there was no room in the queue. */
  behind(datasetId: string, days: number): Promise<void>;

  /** Until when failures of the definition are forgiven, in milliseconds since 1970. */
  breakerResetAtMs(datasetId: string): Promise<number | undefined>;

  /** Lets a definition that could only fail be planned again, as its lake was mended. */
  resetBreaker(datasetId: string): Promise<void>;
}

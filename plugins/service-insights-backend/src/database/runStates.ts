/** The states of a run that is not over, as SQL. */
export const open = "('queued', 'starting', 'running', 'publishing')";

/** The states of a run that a worker holds or held, as SQL. */
export const leased = "('starting', 'running', 'publishing')";

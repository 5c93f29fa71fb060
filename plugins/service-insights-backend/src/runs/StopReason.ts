/** Why a run is ended before it could be published, in words for who operates the portal. */
export const stopReasons = {
  disabled: 'The dataset was disabled',
  superseded: 'Nobody works on this version of the dataset any more',
  shutdown: 'The portal was shut down, and stops its runs then',
} as const;

/** Why a run is ended before it could be published. */
export type StopReason = keyof typeof stopReasons;

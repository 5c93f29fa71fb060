/**
 * Why a query ended in FAILED, as the `AthenaError` of its status.
 *
 * @public
 */
export type AthenaFailure = {
  /** 1 system, 2 user, 3 other. */
  category: 1 | 2 | 3;
  type: number;
  retryable: boolean;
  /** Also the reason of the state change. */
  message: string;
};

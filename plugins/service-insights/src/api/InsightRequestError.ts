import { CustomErrorBase } from '@backstage/errors';

/**
 * The backend answered a question with an error.
 *
 * @public
 */
export class InsightRequestError extends CustomErrorBase {
  /** The HTTP status of the one question, also when it travelled in a batch. */
  readonly statusCode: number;

  constructor(statusCode: number, error: { name: string; message: string }) {
    super(error.message);
    this.name = error.name;
    this.statusCode = statusCode;
  }
}

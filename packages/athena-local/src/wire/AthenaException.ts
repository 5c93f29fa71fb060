/**
 * What Athena answers instead of a result.
 *
 * @internal
 */
export class AthenaException extends Error {
  constructor(
    readonly type: string,
    message: string | undefined,
    private readonly details: {
      status?: number;
      /** Goes into the body beside the message. */
      members?: Record<string, string>;
      /** Most of Athena's own errors say `Message`, those of the layer in front of it `message`. */
      messageKey?: 'Message' | 'message';
    } = {},
  ) {
    super(message ?? type);
    this.name = type;
    this.#text = message;
  }

  readonly #text: string | undefined;

  get status(): number {
    return this.details.status ?? 400;
  }

  /** The JSON body, in the order Athena writes it. */
  get body(): Record<string, string> {
    const { members = {}, messageKey = 'Message' } = this.details;
    return {
      __type: this.type,
      ...members,
      ...(this.#text === undefined ? {} : { [messageKey]: this.#text }),
    };
  }
}

/** A command cannot do what was asked: its message is for whoever typed it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Where a command's answer goes, and what it says on the way. */
export interface Output {
  /**
   * The answer: text for people, or the same as one JSON value.
   *
   * @param value - what `--json` prints
   * @param text - what is printed otherwise, by lines
   */
  answer(value: unknown, text: () => readonly string[]): void;

  /** Something to know while waiting. It never mixes with the answer. */
  progress(line: string): void;
}

/** The answer on standard output, the progress on standard error. */
export function terminalOutput({ json }: { json: boolean }): Output {
  return {
    answer(value, text) {
      const lines = json ? [JSON.stringify(value, null, 2)] : text();
      process.stdout.write(lines.map(line => `${line}\n`).join(''));
    },
    progress(line) {
      process.stderr.write(`${line}\n`);
    },
  };
}

/** Counts what held and says what did not. */
export class Report {
  passed = 0;
  failed = 0;
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  pass(): void {
    this.passed += 1;
  }

  fail(what: string): void {
    this.failed += 1;
    this.#print(`FAILED ${what}`);
  }

  /** What is worth knowing, and neither. */
  note(text: string): void {
    this.#print(text);
  }

  /** Runs a group of checks and says how it went. An error fails the group, not the others. */
  async group(name: string, work: () => Promise<void>): Promise<void> {
    const before = { passed: this.passed, failed: this.failed };
    const startedMs = Date.now();
    try {
      await work();
    } catch (error) {
      this.fail(`${name}: ${error instanceof Error ? (error.stack ?? error) : error}`);
    }
    const seconds = ((Date.now() - startedMs) / 1_000).toFixed(1);
    this.#print(
      `${name}: ${this.passed - before.passed} passed, ${this.failed - before.failed} failed, ${seconds} s`,
    );
  }
}

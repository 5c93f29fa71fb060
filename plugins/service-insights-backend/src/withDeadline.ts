/**
 * Waits for an answer, for so long and no longer. What was asked goes on by itself; its failure after the deadline is
 * nobody's any more.
 *
 * @throws when there is no answer in time, or what the answer throws
 */
export async function withDeadline<T>(answer: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    const message = `no answer in ${deadlineMs / 1_000} seconds`;
    timer = setTimeout(() => reject(new Error(message)), deadlineMs);
  });
  try {
    return await Promise.race([answer, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

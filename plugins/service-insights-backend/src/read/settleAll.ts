/** What became of one of several acts. */
export type Settled<R> = { status: 'ok'; value: R } | { status: 'error'; error: unknown };

/** Acts on all items at once, each by itself: what fails of one says nothing of the others. */
export async function settleAll<T, R>(
  items: readonly T[],
  act: (item: T) => Promise<R>,
): Promise<Settled<R>[]> {
  return Promise.all(
    items.map(item =>
      act(item).then(
        (value): Settled<R> => ({ status: 'ok', value }),
        (error: unknown): Settled<R> => ({ status: 'error', error }),
      ),
    ),
  );
}

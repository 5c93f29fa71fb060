import type { NamedPoints } from './NamedPoints';

/** An object whose calls pass a point before, and another one after they succeeded. */
export function withPoints<T extends object>(target: T, name: string, points: NamedPoints): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key, object);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const point = `${name}.${String(key)}`;
        points.pass(`before ${point}`);
        const result: unknown = Reflect.apply(value, object, args);
        if (isAsyncIterable(result)) return wholeRead(result, point, points);
        if (!(result instanceof Promise)) return result;
        return result.then(settled => {
          points.pass(`after ${point}`);
          return settled;
        });
      };
    },
  });
}

async function* wholeRead(batches: AsyncIterable<unknown>, point: string, points: NamedPoints) {
  yield* batches;
  points.pass(`after ${point}`);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/*
 * Replaces this process's clock by one that may be wrong. Imported before everything else, so that nothing keeps the
 * right one.
 */
const RightDate = Date;
let aheadMs = 0;

const now = () => RightDate.now() + aheadMs;

globalThis.Date = new Proxy(RightDate, {
  construct: (right, given) => Reflect.construct(right, given.length === 0 ? [now()] : given),
  get: (right, key) => (key === 'now' ? now : Reflect.get(right, key)),
});

/** Lets the clock of this process be wrong. */
export function jumpClock(toMs: number): void {
  aheadMs = toMs;
}

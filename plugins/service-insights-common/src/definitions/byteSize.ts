import { z } from 'zod';

const units: Record<string, number> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** A size as `20GB` (decimal units) or a plain number of bytes; gives bytes. */
export const byteSize = z.union(
  [
    z.int().positive(),
    z
      .string()
      .regex(/^\d+(\.\d+)? ?(B|KB|MB|GB|TB)$/)
      .transform(text => {
        const [, amount, unit] = /^([\d.]+) ?([A-Z]+)$/.exec(text)!;
        return Math.round(Number(amount) * units[unit]);
      }),
  ],
  { error: 'must be a size as 500MB, 20GB or 1TB, or a whole number of bytes' },
);

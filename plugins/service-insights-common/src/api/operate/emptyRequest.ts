import { z } from 'zod';

/** An act that takes no parameters. */
export const emptyRequestSchema = z.strictObject({}).prefault({});

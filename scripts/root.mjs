import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The options with which Node runs the TypeScript of this repository. */
export const typescript = ['--no-warnings', '--require', '@backstage/cli/config/nodeTransform.cjs'];

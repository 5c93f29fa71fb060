#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { resolve } = require('node:path');

// In its own repository the package is not built: its TypeScript is loaded as it is.
if (existsSync(resolve(__dirname, '../src'))) {
  // eslint-disable-next-line @backstage/no-undeclared-imports
  require('@backstage/cli/config/nodeTransform.cjs');
}

require('..').runCommandLine(process.argv);

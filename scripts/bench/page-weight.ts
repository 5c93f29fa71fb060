import { build, type Plugin } from 'esbuild';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { measureLayoutShift } from './support/layoutShift.mjs';

const plugin = join(__dirname, '../../plugins/service-insights');
const goalBytes = 30 * 1_000;
const goalShift = 0.02;

/** Whatever is not ours is shared with the rest of the portal, and weighs nothing here. */
const onlyOwnCode: Plugin = {
  name: 'only-own-code',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('backstage-plugin-service-insights')
        ? undefined
        : { path, external: true },
    );
  },
};

/** P12: what the first look at an entity costs in bytes, and how much it jumps while it loads. */
export async function run() {
  return [await pageWeight(), ...(await layoutShifts())];
}

async function layoutShifts() {
  const measured = await measureLayoutShift();
  return measured.map(({ what, shift }) => ({
    name: `layout-shift ${what}`,
    value: Number(shift.toFixed(4)),
    goal: `below ${goalShift}`,
    ok: shift < goalShift,
    what: 'cumulative layout shift from the first paint to the last chart, without input',
  }));
}

/** The code of our own that an entity's overview loads, compressed: the plugin and the chunk of the summary card. */
async function pageWeight() {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(plugin, 'src/index.ts'), join(plugin, 'src/summary/SummaryCard.tsx')],
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    jsx: 'automatic',
    write: false,
    metafile: true,
    outdir: '/page-weight',
    treeShaking: true,
    plugins: [onlyOwnCode],
    loader: { '.css': 'local-css' },
    logLevel: 'silent',
  });
  const first = Object.entries(metafile.outputs).filter(
    ([, { entryPoint }]) =>
      entryPoint?.endsWith('src/index.ts') || entryPoint?.endsWith('SummaryCard.tsx'),
  );
  const loaded = new Set<string>();
  const follow = (name: string) => {
    const output = metafile.outputs[name];
    if (!output || loaded.has(name)) return;
    loaded.add(name);
    if (output.cssBundle) loaded.add(output.cssBundle);
    for (const { path, kind, external } of output.imports) {
      if (kind === 'import-statement' && !external) follow(path);
    }
  };
  for (const [name] of first) follow(name);
  const names = [...loaded].map(name => name.split('/').at(-1));
  const bytes = outputFiles
    .filter(({ path }) => names.includes(path.split('/').at(-1)))
    .reduce((sum, { contents }) => sum + gzipSync(contents).byteLength, 0);
  return {
    name: 'page-weight P12',
    value: bytes,
    goal: `at most ${goalBytes} bytes`,
    ok: bytes > 0 && bytes <= goalBytes,
    what: 'gzip of our own code that the overview of an entity loads, in bytes',
    files: names.length,
  };
}

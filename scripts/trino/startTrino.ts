import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const leastJava = 25;
const pom = join(__dirname, 'pom.xml');
const cache = join(__dirname, '../../node_modules/.cache');

/** A server that is there to be asked. */
export type RunningTrino = {
  url: string;
  /** What was started; nothing where the server itself must be asked. */
  version: string | undefined;
  /** The folder that its catalog `hive` reads, where it can be written to. */
  folder: string | undefined;
  stop(): Promise<void>;
};

/**
 * The server at `TRINO_URL`, or one that is started for this run only. `TRINO_FOLDER` names the folder that the former's
 * catalog `hive` has for `local:///`.
 *
 * @throws Error that says what is missing
 */
export async function startTrino(): Promise<RunningTrino> {
  const url = process.env.TRINO_URL;
  if (url) {
    return {
      url: url.replace(/\/$/, ''),
      version: undefined,
      folder: process.env.TRINO_FOLDER,
      stop: async () => {},
    };
  }
  const java = await findJava();
  const version = await pinnedVersion();
  const libraries = await fetchLibraries(version);
  const folder = await mkdtemp(join(tmpdir(), 'trino-'));
  return { ...(await launch(java, libraries, folder)), version, folder };
}

/** The `java` of JAVA_HOME, or the newest that is installed where Linux puts them. */
async function findJava(): Promise<string> {
  const installed = '/usr/lib/jvm';
  const homes = process.env.JAVA_HOME
    ? [process.env.JAVA_HOME]
    : (await readdir(installed).catch(() => [])).map(name => join(installed, name));
  const found = await Promise.all(
    homes.map(async home => ({ home, version: await versionOf(home) })),
  );
  const newest = found.sort((a, b) => b.version - a.version)[0];
  if (newest && newest.version >= leastJava) return join(newest.home, 'bin/java');
  const seen = newest ? `the newest found is ${newest.version}` : 'none was found';
  throw new Error(
    `Trino needs a JDK of version ${leastJava} or newer, and ${seen}: install one and name its folder in JAVA_HOME, or name a running server in TRINO_URL`,
  );
}

/** The major version of a JDK; 0 when the folder is none. */
async function versionOf(home: string): Promise<number> {
  const release = await readFile(join(home, 'release'), 'utf8').catch(() => '');
  return Number(/^JAVA_VERSION="(\d+)/m.exec(release)?.[1] ?? 0);
}

async function pinnedVersion(): Promise<string> {
  const version = /<trino.version>(.+)</.exec(await readFile(pom, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${pom} names no trino.version`);
  return version;
}

/** Copies the server's libraries into the cache, once for each version. */
async function fetchLibraries(version: string): Promise<string> {
  const folder = join(cache, `trino-${version}`);
  if (existsSync(folder)) return folder;
  if (spawnSync('mvn', ['--version']).status !== 0) {
    throw new Error(
      'Maven is needed once, to fetch the libraries of Trino: put mvn on the PATH, or name a running server in TRINO_URL',
    );
  }
  process.stdout.write(`Fetching Trino ${version} with Maven, once …\n`);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`];
  const maven = spawn('mvn', ['-q', '-B', '-f', pom, ...goal], { stdio: 'inherit' });
  const [code] = await once(maven, 'exit');
  if (code !== 0) throw new Error(`Maven ended with ${code}: the libraries of Trino are not there`);
  await rename(partial, folder);
  return folder;
}

async function launch(
  java: string,
  libraries: string,
  folder: string,
): Promise<Pick<RunningTrino, 'url' | 'stop'>> {
  const options = [
    '-Xmx1g',
    '--add-modules=jdk.incubator.vector',
    '--sun-misc-unsafe-memory-access=allow',
    '--enable-native-access=ALL-UNNAMED',
  ];
  const program = join(__dirname, 'TrinoServer.java');
  const server = spawn(java, [...options, '-cp', join(libraries, '*'), program, folder], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = once(server, 'exit');
  const log: string[] = [];
  const stop = async () => {
    server.stdin.end();
    const timer = setTimeout(() => server.kill('SIGKILL'), 10_000);
    if (server.exitCode === null && server.signalCode === null) await exited;
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true });
  };
  const url = await new Promise<string | undefined>(resolve => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface(stream).on('line', line => {
        log.push(line);
        if (log.length > 100) log.shift();
        // The server's logger prints it, and may colour it.
        const ready = /READY (http:\/\/[\w.:[\]-]+)/.exec(line);
        if (ready) resolve(ready[1]);
      });
    }
    server.once('exit', () => resolve(undefined));
    setTimeout(() => resolve(undefined), 120_000).unref();
  });
  if (url !== undefined) return { url, stop };
  await stop();
  throw new Error(`Trino did not start:\n${log.join('\n')}`);
}

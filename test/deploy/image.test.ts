/** The Dockerfile, and what it makes: files, start, health, commands, stop. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DockerfileParser } from 'dockerfile-ast';
import { ValidationSeverity, validate } from 'dockerfile-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { buildByHand, type Image } from './support/image.ts';
import { DEPLOY, REPOSITORY } from './support/repository.ts';
import { refusalOf } from './support/settings.ts';

const DOCKERFILE = readFileSync(`${DEPLOY}Dockerfile`, 'utf8');
/** For `npm ci`, which may have to fetch packages, milliseconds. */
const BUILD_MS = 120_000;
const START_MS = 20_000;

describe('Dockerfile', () => {
  test('has nothing that a linter complains about', () => {
    const problems = validate(DOCKERFILE, {
      deprecatedMaintainer: ValidationSeverity.ERROR,
      directiveCasing: ValidationSeverity.ERROR,
      emptyContinuationLine: ValidationSeverity.ERROR,
      instructionCasing: ValidationSeverity.ERROR,
      instructionCmdMultiple: ValidationSeverity.ERROR,
      instructionEntrypointMultiple: ValidationSeverity.ERROR,
      instructionHealthcheckMultiple: ValidationSeverity.ERROR,
      instructionJSONInSingleQuotes: ValidationSeverity.ERROR,
      instructionWorkdirRelative: ValidationSeverity.ERROR,
    });
    expect(problems.map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  test('every stage starts from the official slim image of the Node that the project is pinned to', () => {
    const parsed = DockerfileParser.parse(DOCKERFILE);
    const pinned = /\d+/.exec(
      JSON.parse(readFileSync(`${REPOSITORY}package.json`, 'utf8')).devDependencies.node,
    );
    expect(DOCKERFILE).toContain(`ARG NODE_VERSION=${pinned?.[0]}\n`);
    const images = parsed.getFROMs().map((from) => from.getImage());
    expect(new Set(images)).toEqual(new Set([`node:\${NODE_VERSION}-slim`]));
  });
});

describe('image', () => {
  let directory: string;
  let image: Image;
  let environment: Record<string, string>;
  let url: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'rollcall-image-'));
    image = buildByHand(DOCKERFILE, REPOSITORY, directory);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    environment = {
      ...image.environment,
      // In place of the image's Node and of what an operator has to set.
      PATH: [join(image.root, 'usr/local/bin'), dirname(process.execPath), process.env.PATH].join(
        delimiter,
      ),
      ROLLCALL_PORT: String(port),
      ROLLCALL_PUBLIC_URL: url,
    };
    moveRoot(join(image.root, 'usr/local/bin/rollcall'), image.root);
  }, BUILD_MS);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('is not root, and nothing in it depends on what was left out here', () => {
    expect(image.user).toBe('1000:1000');
    expect(image.leftOut).toEqual(['install -d -o node -g node -m 0700 /data']);
    expect(image.workingDirectory).toBe('/');
  });

  test('holds the program and what it needs, no tests and no tools', () => {
    const app = join(image.root, 'app');
    const files = globSync('packages/**/*', { cwd: app, exclude: ['**/node_modules'] });
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((path) => /\.test\.ts$|\/test-[^/]*\.ts$/.test(path))).toEqual([]);
    for (const name of ['node', 'typescript', 'vitest', '@biomejs']) {
      expect(existsSync(join(app, 'node_modules', name)), name).toBe(false);
    }
  });

  test('its own settings are settings of Rollcall', () => {
    const own = Object.entries(image.environment).filter(([name]) => name.startsWith('ROLLCALL_'));
    expect(refusalOf({ ...Object.fromEntries(own), ROLLCALL_PUBLIC_URL: url })).toBeUndefined();
  });

  test('refuses to start on all addresses without a public URL', () => {
    const { ROLLCALL_PUBLIC_URL: _left, ...rest } = environment;
    const { status, stderr } = spawnSync(image.entrypoint[0] ?? '', ['serve'], {
      cwd: directory,
      env: rest,
      encoding: 'utf8',
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain('--public-url is missing');
  });

  test(
    'starts, is healthy, takes commands, stops on SIGTERM',
    async () => {
      const [program = '', ...words] = [...image.entrypoint, ...image.command];
      // The working directory of the image is `/`, so that the data is in `/data`.
      const server = spawn(program, words, { cwd: directory, env: environment, stdio: 'pipe' });
      try {
        await untilHealthy(server, `${url}/healthz`);
        const [check = '', ...rest] = image.healthcheck;
        const health = spawnSync(check, rest, { env: environment, encoding: 'utf8' });
        expect(health.status, health.stderr).toBe(0);
        const command = spawnSync(image.entrypoint[0] ?? '', ['organization', 'list', '--json'], {
          cwd: directory,
          env: environment,
          encoding: 'utf8',
        });
        expect(JSON.parse(command.stdout), command.stderr).toEqual([]);
        expect(existsSync(join(directory, 'data/rollcall.db'))).toBe(true);
      } finally {
        server.kill('SIGTERM');
      }
      const code = await new Promise((resolve) => server.once('exit', resolve));
      expect(code).toBe(0);
      const gone = spawnSync(image.healthcheck[0] ?? '', image.healthcheck.slice(1), {
        env: environment,
      });
      expect(gone.status).toBe(1);
    },
    BUILD_MS,
  );
});

/** The script names files of the image from `/` on. Its mode stays: whoever copied it has to keep it. */
function moveRoot(script: string, root: string): void {
  const text = readFileSync(script, 'utf8');
  writeFileSync(script, text.replaceAll(' /app/', ` ${root}/app/`));
}

async function untilHealthy(server: ChildProcess, address: string): Promise<void> {
  let output = '';
  server.stderr?.on('data', (chunk) => (output += String(chunk)));
  const end = Date.now() + START_MS;
  while (Date.now() < end && server.exitCode === null) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(50);
  }
  throw new Error(`The server did not start: ${output}`);
}

/**
 * Makes an image by hand, as far as that goes without a container engine: each stage is a directory,
 * COPY, `npm ci` and scripts of ours are done in it as the Dockerfile says, other commands are left out.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join, matchesGlob, posix, relative, resolve } from 'node:path';
import { type Copy, DockerfileParser, type From, type Instruction } from 'dockerfile-ast';

export interface Image {
  /** Where `/` of the image is. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  /** Commands that were not run. */
  readonly leftOut: readonly string[];
}

type Building = { -readonly [key in keyof Image]: Image[key] };

/**
 * @param context The directory that COPY takes from.
 * @param directory Empty; gets one directory for each stage.
 */
export function buildByHand(dockerfile: string, context: string, directory: string): Image {
  const stages = new Map<string, Building>();
  let image: Building | undefined;
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      const name = (instruction as From).getBuildStage() ?? 'last';
      image = emptyImage(join(directory, name));
      stages.set(name, image);
    } else if (image !== undefined) {
      follow(image, instruction);
    }
  }
  if (image === undefined) throw new Error('The Dockerfile has no FROM.');
  return image;

  function follow(to: Building, instruction: Instruction): void {
    const words = instruction.getArguments().map(String);
    const rest = instruction.getArgumentsContent() ?? '';
    switch (instruction.getKeyword()) {
      case 'WORKDIR':
        to.workingDirectory = posix.resolve(to.workingDirectory, rest);
        mkdirSync(join(to.root, to.workingDirectory), { recursive: true });
        return;
      case 'ENV':
        for (const word of words) {
          const [name = '', ...value] = word.split('=');
          to.environment = { ...to.environment, [name]: value.join('=') };
        }
        return;
      case 'COPY':
        copy(to, instruction as Copy);
        return;
      case 'RUN':
        if (/^(?:npm ci|node tools\/)/.test(rest)) run(rest, join(to.root, to.workingDirectory));
        else to.leftOut = [...to.leftOut, rest];
        return;
      case 'USER':
        to.user = rest;
        return;
      case 'ENTRYPOINT':
        to.entrypoint = JSON.parse(rest);
        return;
      case 'CMD':
        to.command = JSON.parse(rest);
        return;
      case 'HEALTHCHECK':
        to.healthcheck = JSON.parse(rest.slice(rest.indexOf('[')));
        return;
    }
  }

  function copy(to: Building, instruction: Copy): void {
    const paths = instruction.getArguments().map(String);
    const target = paths.pop() ?? '';
    const stage = instruction.getFromFlag()?.getValue();
    const from = stage === undefined ? context : stages.get(stage ?? '')?.root;
    if (from === undefined) throw new Error(`There is no stage ${stage}.`);
    const isIgnored = stage === undefined ? readIgnored(context) : () => false;
    for (const path of paths) {
      const source = join(from, path);
      if (isIgnored(relative(context, source))) throw new Error(`.dockerignore hides ${path}.`);
      const place = join(to.root, posix.resolve(to.workingDirectory, target));
      const intoDirectory = /(?:^|\/)\.?$/.test(target);
      cpSync(source, intoDirectory ? join(place, basename(path)) : place, {
        recursive: true,
        // As they are: npm links the packages of the workspace by relative paths.
        verbatimSymlinks: true,
        filter: (file) => !isIgnored(relative(context, file)),
      });
    }
  }
}

/** The last pattern that matches a path, or a directory that it is in, decides. */
function readIgnored(context: string): (path: string) => boolean {
  const patterns = readFileSync(join(context, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return (path) => {
    const parts = path.split('/');
    const paths = parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
    let ignored = false;
    for (const pattern of patterns) {
      const glob = pattern.replace(/^!/, '');
      const matches = paths.some((candidate) => matchesGlob(candidate, glob));
      // What a pattern brings back may lie deeper than the path in question.
      const leadsTo = pattern.startsWith('!') && glob.startsWith(`${path}/`);
      if (matches || leadsTo) ignored = !pattern.startsWith('!');
    }
    return ignored;
  };
}

function emptyImage(root: string): Building {
  mkdirSync(root, { recursive: true });
  return {
    root,
    environment: {},
    workingDirectory: '/',
    user: 'root',
    entrypoint: [],
    command: [],
    healthcheck: [],
    leftOut: [],
  };
}

function run(command: string, directory: string): void {
  // What `npm` gives its scripts would change what this one does.
  const environment = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const { status, stderr } = spawnSync('sh', ['-c', command], {
    cwd: resolve(directory),
    env: { ...Object.fromEntries(environment), npm_config_prefer_offline: 'true' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}

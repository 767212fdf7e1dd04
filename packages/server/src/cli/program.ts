import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Option, Command as Program } from 'commander';
import { withoutPasswords } from '../url-like.ts';
import type { Command } from './command.ts';
import { COMMANDS, EXPORT_COMMANDS, LOCAL_COMMANDS } from './commands/index.ts';
import { execute } from './execute.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type ExportCommand, exportLine, runExport } from './export-command.ts';
import type { LocalCommand } from './local-command.ts';
import { type Output, printLine } from './output.ts';
import { reportFailure } from './report-failure.ts';
import { toFailure } from './run-command.ts';
import { createProgressDisplay } from './show-progress.ts';
import { readTextFile } from './text-file.ts';

/** Where the data is: options of every command. */
const PLACE = [
  ['--data <dir>', 'data directory; else ROLLCALL_DATA, else ./data'],
  ['--database-url <url>', 'PostgreSQL instead of a data directory; else ROLLCALL_DATABASE_URL'],
  ['--migration-url <url>', 'the same as the owner of its tables; else ROLLCALL_MIGRATION_URL'],
] as const;
/** How often `--follow` looks for more, milliseconds. */
const FOLLOW_MS = 500;
const FOLLOW_ROWS = '1000';

type Given = Readonly<Record<string, unknown>>;

/** The command line `rollcall`. */
export function createProgram(output: Output): Program {
  const program = new Program('rollcall')
    .description('User provisioning over SCIM: the server and what administers it')
    .showHelpAfterError()
    .configureOutput({
      writeOut: (text) => output.stdout.write(text),
      writeErr: (text) => output.stderr.write(text),
      outputError: (text, write) => write(withoutPasswords(text)),
    })
    .exitOverride();
  addServe(program, output);
  const groups = new Map<string, Program>();
  for (const command of COMMANDS) addCommand(parentOf(program, groups, command), command, output);
  for (const command of EXPORT_COMMANDS) {
    addExportCommand(parentOf(program, groups, command), command, output);
  }
  for (const command of LOCAL_COMMANDS) addLocalCommand(program, command, output);
  return program;
}

function parentOf(
  program: Program,
  groups: Map<string, Program>,
  { name }: Pick<Command, 'name'>,
): Program {
  const [group = '', verb] = name.split(' ');
  if (verb === undefined) return program;
  const known = groups.get(group);
  if (known !== undefined) return known;
  const added = program.command(group).description(`commands about ${group}`);
  groups.set(group, added);
  return added;
}

type Line = Pick<Command, 'name' | 'description' | 'argument' | 'options'>;

/** What all kinds of commands have. */
function addLine(parent: Program, { name, description, argument, options }: Line): Program {
  const line = parent
    .command(name.split(' ').at(-1) ?? '')
    .description(description)
    .exitOverride();
  if (argument !== undefined) line.argument(argument);
  for (const { flags, description: text, required, defaultValue } of options) {
    if (required === true) line.requiredOption(flags, text);
    else line.option(flags, text, defaultValue);
  }
  return line.option('--json', 'print one JSON document');
}

function addLocalCommand(program: Program, command: LocalCommand, output: Output): void {
  const line = addLine(program, command);
  line.action(async (...given: unknown[]) => {
    const { json, ...options } = line.opts();
    const display = createProgressDisplay(output.stderr);
    try {
      const argument = command.argument === undefined ? {} : { argument: String(given[0]) };
      const result = await command.run({ ...options, ...argument }, { progress: display.show });
      display.end();
      printResult(command, result, json === true, output);
    } catch (error) {
      display.end();
      reportFailure(toFailure(error), json === true, output);
    }
  });
}

function printResult(
  command: Command | LocalCommand,
  result: unknown,
  isJson: boolean,
  output: Output,
): void {
  printLine(output.stdout, isJson ? JSON.stringify(result) : command.text(result));
  if (isUnwell(result)) output.exitCode = EXIT_CODES.failed;
}

function addCommand(parent: Program, command: Command, output: Output): void {
  const line = addLine(parent, command);
  for (const [flags, description] of PLACE) line.option(flags, description);
  if (command.name === 'activity tail') line.option('--follow', 'wait for more requests');
  line.action(async (...given: unknown[]) => {
    const argument = command.argument === undefined ? undefined : String(given[0]);
    await perform(command, argument, line.opts(), output);
  });
}

function addExportCommand(parent: Program, command: ExportCommand, output: Output): void {
  const line = addLine(parent, exportLine(command));
  for (const [flags, description] of PLACE) line.option(flags, description);
  line.action(async (file: string | undefined) => {
    const { data, databaseUrl, migrationUrl, json, ...options } = line.opts();
    const place = { data, databaseUrl, migrationUrl };
    const outcome = await runExport(command, place, { ...options, file }, output.stdout);
    if ('error' in outcome) return reportFailure(outcome.error, json === true, output);
    // What was written to standard output speaks for itself.
    if (file === undefined) return;
    const words = `${outcome.rows} rows written to ${file}.`;
    printLine(output.stdout, json === true ? JSON.stringify(outcome) : words);
  });
}

async function perform(
  command: Command,
  argument: string | undefined,
  given: Given,
  output: Output,
): Promise<void> {
  const { data, databaseUrl, migrationUrl, json, follow, ...typed } = given;
  let options: Given = typed;
  let input: Given = typed;
  try {
    options = withFiles(command, typed);
    input = options;
    if (argument !== undefined) input = { ...options, argument: argumentOf(command, argument) };
  } catch (error) {
    return reportFailure(toFailure(error), json === true, output);
  }
  for (;;) {
    const outcome = await execute({ data, databaseUrl, migrationUrl }, command.name, input);
    if ('error' in outcome) return reportFailure(outcome.error, json === true, output);
    const rows = Array.isArray(outcome.result) ? outcome.result : [];
    if (follow !== true || rows.length > 0) {
      printResult(command, outcome.result, json === true, output);
    }
    if (follow !== true) return;
    const last: unknown = Reflect.get(Object(rows.at(-1)), 'id');
    // As many as there can be: a burst between two looks must not be cut.
    if (last !== undefined) input = { ...input, after: last, limit: FOLLOW_ROWS };
    await sleep(FOLLOW_MS);
  }
}

/** Files are read where they were named, not where the server runs. */
function withFiles({ options }: Command, typed: Given): Given {
  const read = { ...typed };
  for (const { flags, takesFile } of options) {
    const name = new Option(flags).attributeName();
    const path = typed[name];
    if (takesFile === true && typeof path === 'string') read[name] = readTextFile(path);
  }
  return read;
}

/** A path means what it means where it was typed, not where the server runs. */
function argumentOf(command: Command, argument: string): string {
  if (command.name === 'backup') return resolve(argument);
  return command.takesFile === true ? readTextFile(argument) : argument;
}

/** Checks that find something wrong (`doctor`, `audit verify`) end with a failure. */
function isUnwell(result: unknown): boolean {
  return typeof result === 'object' && result !== null && Reflect.get(result, 'ok') === false;
}

function addServe(program: Program, output: Output): void {
  const line = program
    .command('serve')
    .description('run the server')
    .exitOverride()
    .option('--data <dir>', 'data directory (data)')
    .option('--database-url <url>', 'PostgreSQL to keep everything in, instead of a data directory')
    .option('--migration-url <url>', 'the same database as the owner of its tables, to migrate it')
    .option('--host <address>', 'address to listen on (127.0.0.1)')
    .option('--port <n>', 'port to listen on (3000)')
    .option('--public-url <url>', 'URL under which clients reach the server; links start with it')
    .option('--trusted-proxy <address...>', 'proxies whose X-Forwarded-For goes into the log')
    .option('--requests-per-second <n>', 'sustained rate of one connection (50)')
    .option('--burst <n>', 'requests that one connection may send at once (10000)')
    .option('--activity-days <n>', 'days that the log of requests is kept (30)')
    .option('--event-days <n>', 'days that events are kept (90)')
    .option('--limit <name=number...>', 'bounds of the protocol, such as pageSize=500')
    .option(
      '--smtp-url <url>',
      'server that mail goes out by; without one it stays in the local inbox',
    )
    .option(
      '--mail-from <sender>',
      'whom mail comes from, such as "Rollcall <rollcall@example.com>"',
    )
    .option(
      '--secret-key-file <file>',
      'keys that secrets are sealed with; else ROLLCALL_SECRET_KEY',
    )
    .option('--allow-private-addresses', 'let customers name hosts in our own network')
    .option('--log-level <level>', 'fatal, error, warn, info, debug or silent (warn)');
  line.action(async () => {
    try {
      // Loaded only here: commands start sooner without the server's parts.
      const { runServer } = await import('./run-server.ts');
      await runServer(line.opts());
    } catch (error) {
      reportFailure(toFailure(error), false, output);
    }
  });
}

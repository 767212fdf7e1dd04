/**
 * Reference pages that are made from the code. `node tools/docs.ts` writes them,
 * `node tools/docs.ts --check` fails if one is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { DIALECT_ENTRIES } from '../packages/scim/src/dialects/entries.ts';
import { ERROR_TABLE } from '../packages/scim/src/errors.ts';
import { DEFAULT_LIMITS, type ScimLimits } from '../packages/scim/src/limits.ts';
import { EXPLANATIONS } from '../packages/server/src/activity/index.ts';
import {
  COMMANDS,
  EXPORT_COMMANDS,
  LOCAL_COMMANDS,
} from '../packages/server/src/cli/commands/index.ts';
import { EXIT_CODES } from '../packages/server/src/cli/exit-codes.ts';
import { exportLine } from '../packages/server/src/cli/export-command.ts';

const LIMIT_MEANINGS: Record<keyof ScimLimits, string> = {
  bodyBytes: 'body of a user, bytes',
  groupBodyBytes: 'body of a group, bytes',
  jsonDepth: 'nesting of a body',
  filterLength: 'filter, characters',
  filterTerms: 'comparisons in a filter',
  filterDepth: 'nesting of a filter',
  pathLength: 'PATCH path, characters',
  pathDepth: 'nesting of the filter in a PATCH path',
  patchOperations: 'operations in a PATCH',
  membersPerOperation: 'members named by one operation or body',
  pageSize: 'resources in a page',
  defaultPageSize: 'resources in a page when `count` is not given',
  valueBytes: 'one value, bytes',
  valuesPerAttribute: 'values of one attribute, other than members',
  projectedAttributes: 'names in `attributes` or `excludedAttributes`',
};

const check = process.argv.includes('--check');
const stale: string[] = [];

write('docs/errors.md', errorsPage());
write('docs/cli.md', commandsPage());
write('docs/scim.md', withLimits(withDialects(readFileSync('docs/scim.md', 'utf8'))));
if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run: node tools/docs.ts`);
  process.exitCode = 1;
}

function write(path: string, text: string): void {
  let present = '';
  try {
    present = readFileSync(path, 'utf8');
  } catch {
    // A page that is not there yet is out of date.
  }
  if (present === text) return;
  if (check) stale.push(path);
  else writeFileSync(path, text);
}

function errorsPage(): string {
  const rows = Object.entries(ERROR_TABLE).map(
    ([name, { status, scimType, meaning }]) =>
      `| \`${name}\` | ${status} | ${scimType === undefined ? '' : `\`${scimType}\``} | ${meaning} |`,
  );
  return [
    '# Errors',
    '',
    'Every SCIM error is the message of RFC 7644 §3.12, with a `detail` for the administrator who reads',
    'it in the identity provider. This page is made from `packages/scim/src/errors.ts` and',
    '`packages/server/src/activity/explanations.ts`.',
    '',
    '| Name | Status | scimType | Meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## What to do',
    '',
    '`rollcall activity show` says this of one request. Where an error has several causes, words of its',
    'detail tell them apart.',
    '',
    '| Error | Detail has | What happened, and why | At the identity provider | In Rollcall |',
    '|---|---|---|---|---|',
    ...EXPLANATIONS.map(
      ({ error, words = '', what, why, onIdentityProvider, here }) =>
        `| \`${error}\` | ${words} | ${what} ${why} | ${onIdentityProvider} | ${here} |`,
    ),
    '',
  ].join('\n');
}

function withLimits(page: string): string {
  const rows = Object.entries(DEFAULT_LIMITS).map(
    ([name, value]) => `| \`${name}\` | ${LIMIT_MEANINGS[name as keyof ScimLimits]} | ${value} |`,
  );
  return between(page, 'limits', ['| Name | Bounds | Default |', '|---|---|---|', ...rows]);
}

function withDialects(page: string): string {
  const rows = Object.entries(DIALECT_ENTRIES).map(
    ([name, { title, neededBy, section, strict }]) =>
      `| \`${name}\` | ${title} | ${neededBy.join(', ')} | ${section} | ${strict} |`,
  );
  const head = ['| Entry | What | Needed by | Section | Strict |', '|---|---|---|---|---|'];
  return between(page, 'dialects', [...head, ...rows]);
}

/** Replaces what stands between two marks of a page. */
function between(page: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`A page lost ${begin}`);
  return `${before}${begin}\n${lines.join('\n')}\n${end}${after}`;
}

function commandsPage(): string {
  const sections = [...COMMANDS, ...EXPORT_COMMANDS.map(exportLine), ...LOCAL_COMMANDS].map(
    ({ name, argument, description, options }) => {
      const rows = options.map(({ flags, description: text, required, defaultValue }) => {
        const remark = required === true ? ' (required)' : '';
        return `| \`${flags}\` | ${text}${remark} | ${defaultValue ?? ''} |`;
      });
      const usage = `## ${[name, argument].filter(Boolean).join(' ')}\n\n${capital(description)}.\n`;
      if (rows.length === 0) return usage;
      return [usage, '| Option | Means | Default |', '|---|---|---|', ...rows, ''].join('\n');
    },
  );
  const meanings = [...Map.groupBy(Object.entries(EXIT_CODES), ([, code]) => code)].map(
    ([code, entries]) => `| ${code} | ${entries.map(([name]) => name).join(', ')} |`,
  );
  return [
    '# The command line',
    '',
    '`npm run -s rollcall -- …` in a checkout. All commands but `copy` take `--data DIR` (default `data`),',
    'and all take `--json`, which prints one JSON document; errors are then',
    '`{"error":{"code","message"}}`. All but `copy` and `restore`, which need the databases for themselves,',
    'work whether or not a server runs. `serve` is in [operating.md](operating.md).',
    'An export prints its rows, or with a file how many there were. This page is made from the commands',
    'themselves.',
    '',
    '| Exit code | Means |',
    '|---|---|',
    ...meanings,
    '',
    ...sections,
  ].join('\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

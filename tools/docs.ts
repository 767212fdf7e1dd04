/**
 * Reference pages that are made from the code. `node tools/docs.ts` writes them,
 * `node tools/docs.ts --check` fails if one is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { DIALECT_ENTRIES } from '../packages/scim/src/dialects/entries.ts';
import { ERROR_TABLE } from '../packages/scim/src/errors.ts';

const check = process.argv.includes('--check');
const stale: string[] = [];

write('docs/errors.md', errorsPage());
write('docs/scim.md', withDialects(readFileSync('docs/scim.md', 'utf8')));
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
    'it in the identity provider. This page is made from `packages/scim/src/errors.ts`.',
    '',
    '| Name | Status | scimType | Meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function withDialects(page: string): string {
  const begin = '<!-- dialects:begin -->';
  const end = '<!-- dialects:end -->';
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error('docs/scim.md lost its marks');
  const rows = Object.entries(DIALECT_ENTRIES).map(
    ([name, { title, neededBy, section, strict }]) =>
      `| \`${name}\` | ${title} | ${neededBy.join(', ')} | ${section} | ${strict} |`,
  );
  const table = [
    '| Entry | What | Needed by | Section | Strict |',
    '|---|---|---|---|---|',
    ...rows,
  ];
  return `${before}${begin}\n${table.join('\n')}\n${end}${after}`;
}

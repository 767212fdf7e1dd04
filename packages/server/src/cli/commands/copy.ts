import { Refusal } from '../../core.ts';
import { localCommand } from '../local-command.ts';
import { fields } from '../text.ts';

/** Moving between the embedded database and PostgreSQL. */
export const copyCommand = localCommand({
  name: 'copy',
  description:
    'copy everything from one database to an empty one and check it; goes on where it was when it is ' +
    'killed and run again',
  options: [
    {
      flags: '--from <place>',
      description:
        'data directory or PostgreSQL URL, else ROLLCALL_COPY_FROM; no server may run on it meanwhile',
    },
    {
      flags: '--to <place>',
      description:
        'empty data directory or PostgreSQL URL as the owner of its tables, else ROLLCALL_COPY_TO',
    },
  ],
  async run({ from, to }, terminal) {
    const started = performance.now();
    const { copyDatabase } = await import('../../copy/index.ts');
    const result = await copyDatabase({
      from: placeOf('--from', from, 'ROLLCALL_COPY_FROM'),
      to: placeOf('--to', to, 'ROLLCALL_COPY_TO'),
      report: ({ step, rows, rowsNow, total }) =>
        terminal.progress({ step, done: rows, doneNow: rowsNow, total }),
    });
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    return { ...result, seconds };
  },
  text({ ok, alreadyFinished, rows, copiedAgain, brokenChains, ...rest }) {
    if (alreadyFinished) {
      const { from, to, organizations } = rest;
      return `${fields({ from, to, organizations })}\n\nThis copy is already finished: every organisation is there as it is in the source.`;
    }
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
    const again = copiedAgain.length === 0 ? undefined : copiedAgain;
    const lines = fields({ ...rest, rows: total, copiedAgain: again });
    if (ok)
      return `${lines}\n\nEverything is there and the same. Servers can be started on the copy.`;
    return `${lines}\n\nEverything was copied as it is. In the source, as in the copy, an audit log is broken:\n${brokenChains.join('\n')}`;
  },
});

/** A variable keeps a password out of the list of processes. */
function placeOf(flag: string, typed: unknown, variable: string): string {
  const text = typed ?? process.env[variable];
  if (typeof text === 'string') return text;
  throw new Refusal('invalid', `${flag} is missing; ${variable} can say it, too.`);
}

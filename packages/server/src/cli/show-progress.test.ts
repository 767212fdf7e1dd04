import { expect, test } from 'vitest';
import { createProgressDisplay } from './show-progress.ts';

function display(isTTY: boolean) {
  const written: string[] = [];
  let now = 0;
  const output = { isTTY, write: (text: string) => written.push(text) > 0 };
  const { show, end } = createProgressDisplay(output, () => now);
  const at = (seconds: number, done: number, step = 'copying') => {
    now = seconds * 1000;
    show({ step, done, doneNow: done - 1000, total: 10_000 });
  };
  return { written, at, end };
}

test('in a file: a line every few seconds, with percent, rows, rate and time left', () => {
  const { written, at, end } = display(false);
  at(0, 1000);
  at(1, 1500);
  at(6, 4000);
  at(7, 4100, 'checking');
  end();
  expect(written).toEqual([
    'copying  10 %, 1,000 of 10,000 rows\n',
    'copying  40 %, 4,000 of 10,000 rows, 500 rows/s, 0:12 left\n',
    'checking  41 %, 4,100 of 10,000 rows\n',
  ]);
});

test('on a terminal: one line that is written over and taken away', () => {
  const { written, at, end } = display(true);
  at(0, 1000);
  at(0.1, 1100);
  at(1, 6000);
  end();
  expect(written).toEqual([
    '\rcopying [##......................]  10 %, 1,000 of 10,000 rows\u001b[K',
    '\rcopying [##############..........]  60 %, 6,000 of 10,000 rows, 5,000 rows/s, 0:01 left\u001b[K',
    '\r\u001b[K',
  ]);
});

import type { Progress } from './local-command.ts';

/** How often a line is written over, and how often one is added where that cannot be, milliseconds. */
const TERMINAL_MS = 200;
const LINE_MS = 5000;
const BAR_WIDTH = 24;

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Leaves the cursor at the beginning of a line. */
  end(): void;
}

interface Terminal {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/**
 * One line that is written over on a terminal, and a line every few seconds in a file.
 *
 * @param now Milliseconds.
 */
export function createProgressDisplay(
  output: Terminal,
  now: () => number = () => performance.now(),
): ProgressDisplay {
  const isTerminal = output.isTTY === true;
  const every = isTerminal ? TERMINAL_MS : LINE_MS;
  let step = '';
  let startedAt = 0;
  let shownAt = Number.NEGATIVE_INFINITY;
  let isOpen = false;
  return {
    show(progress) {
      const time = now();
      if (progress.step !== step) {
        step = progress.step;
        startedAt = time;
        shownAt = Number.NEGATIVE_INFINITY;
      }
      if (time - shownAt < every) return;
      shownAt = time;
      const line = lineOf(progress, (time - startedAt) / 1000, isTerminal);
      output.write(isTerminal ? `\r${line}\u001b[K` : `${line}\n`);
      isOpen = isTerminal;
    },
    end() {
      if (isOpen) output.write('\r\u001b[K');
      isOpen = false;
    },
  };
}

function lineOf(
  { step, done, doneNow, total }: Progress,
  seconds: number,
  isTerminal: boolean,
): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = isTerminal ? ` [${'#'.repeat(filled).padEnd(BAR_WIDTH, '.')}]` : '';
  const perSecond = seconds > 0 ? doneNow / seconds : 0;
  const rate = perSecond > 0 ? `, ${number(perSecond)} rows/s` : '';
  const left = perSecond > 0 ? `, ${clock(Math.max(0, total - done) / perSecond)} left` : '';
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  return `${step}${bar} ${percent}, ${number(done)} of ${number(total)} rows${rate}${left}`;
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** `1:02:03`, `2:03`. */
function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const parts = hours > 0 ? [hours, minutes, whole % 60] : [minutes, whole % 60];
  return parts.map((part, index) => (index === 0 ? part : String(part).padStart(2, '0'))).join(':');
}

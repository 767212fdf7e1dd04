import type { Option } from './command.ts';

/** What else a local command prints while it works. */
export interface Terminal {
  /** How far it is; said as often as one likes, shown now and then. */
  progress(progress: Progress): void;
}

export interface Progress {
  /** What is being done: `copying`. */
  readonly step: string;
  readonly done: number;
  /** Of what is done, what was done since this process began: the rate is about it. */
  readonly doneNow: number;
  readonly total: number;
}

/**
 * A command about whole databases: it opens them by itself and never runs in a server. Its input is what
 * was typed, by the names of its options.
 */
export interface LocalCommand<R = unknown> {
  readonly name: string;
  readonly description: string;
  /** Positional argument in commander's notation; its value is input `argument`. */
  readonly argument?: string;
  readonly options: readonly Option[];
  run(input: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<R>;
  /** The result in words, for people. */
  text(result: R): string;
}

/** Gives a command the type of its own result, and hides it from those who hold it. */
export function localCommand<R>(definition: LocalCommand<R>): LocalCommand {
  return definition as unknown as LocalCommand;
}

/** What the clients of a crash test know, kept outside the system under test. */

/** What a user must look like; undefined is gone (404). */
export interface UserState {
  readonly title: string;
  readonly nickName: string;
  readonly inGroup: boolean;
}

/** A user that some writer owns. `possible` has two states while it is not known what happened. */
export interface Tracked {
  id: string | undefined;
  readonly userName: string;
  possible: (UserState | undefined)[];
}

export interface Journal {
  readonly users: Tracked[];
  /** Requests that got a whole 2xx, by the base URL they were sent to. */
  readonly acknowledgedBy: Map<string, number>;
  /** Requests that were answered with 503 or 507: nothing of them may have happened. */
  refused: number;
  /** Requests that found nobody listening: nothing of them can have happened. */
  unreachable: number;
  /** Requests that were answered with 504 or not at all: whole or absent. */
  unknown: number;
  /** Answers that nobody may ever get, in words. */
  readonly faults: string[];
  /** The answer that took longest, and how long, milliseconds. */
  slowest: { readonly ms: number; readonly answer: string };
  /** Users that were tried to make, for names that never come again. */
  made: number;
}

export function createJournal(): Journal {
  return {
    users: [],
    acknowledgedBy: new Map(),
    refused: 0,
    unreachable: 0,
    unknown: 0,
    faults: [],
    slowest: { ms: 0, answer: '' },
    made: 0,
  };
}

export function acknowledged(journal: Journal): number {
  return [...journal.acknowledgedBy.values()].reduce((sum, count) => sum + count, 0);
}

/** Lets the oldest users go, so that checking stays quick. */
export function forgetOld(journal: Journal, keep: number): void {
  journal.users.splice(0, journal.users.length - keep);
}

/** In words, for the log of a run. */
export function figures(journal: Journal): string {
  const { refused, unreachable, unknown, slowest } = journal;
  return (
    `${acknowledged(journal)} writes acknowledged, ${refused} refused, ${unknown} unknown, ` +
    `${unreachable} found nobody; the slowest answer, ${slowest.answer}, took ${Math.round(slowest.ms)} ms`
  );
}

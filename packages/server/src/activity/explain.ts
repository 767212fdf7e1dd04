import { DIALECT_ENTRIES, type DialectEntry, ERROR_TABLE, type ErrorName } from '@rollcall/scim';
import { EXPLANATIONS, type Explanation, type ExplanationRow } from './explanations.ts';
import { type ActivityNote, type ActivityRow, HELD_NOTE } from './types.ts';

/** A note in words. */
export interface ExplainedNote extends ActivityNote {
  /** What was tolerated or left out. */
  readonly title: string;
  /** The section of the standard that it bends; undefined for what is no tolerance. */
  readonly section: string | undefined;
}

/** A request in words: what failed about it, if it did, and what was tolerated. */
export interface Explained {
  readonly error: Explanation | undefined;
  readonly notes: readonly ExplainedNote[];
}

type Row = Pick<ActivityRow, 'status' | 'scimType' | 'detail' | 'notes'>;

/** In the plain words of the table; the row's own `detail` says more about its case. */
export function explain({ status, scimType, detail, notes }: Row): Explained {
  const isHeld = notes.some(({ entry }) => entry === HELD_NOTE);
  const name = isHeld ? 'removalHeld' : errorOf(status, scimType);
  return {
    error: name === undefined ? undefined : explanationOf(name, detail ?? ''),
    notes: notes.map(explainNote),
  };
}

/** Each pair of status and `scimType` is one error, but for what was held: that is noted. */
function errorOf(status: number, scimType: string | null): ErrorName | undefined {
  const names = Object.keys(ERROR_TABLE) as ErrorName[];
  return names.find((name) => {
    const error = ERROR_TABLE[name];
    return error.status === status && error.scimType === (scimType ?? undefined);
  });
}

function explanationOf(name: ErrorName, detail: string): Explanation | undefined {
  const row = EXPLANATIONS.find(
    ({ error, words }) => error === name && (words === undefined || detail.includes(words)),
  );
  return row && explanation(row);
}

function explanation({ what, why, onIdentityProvider, here }: ExplanationRow): Explanation {
  return { what, why, onIdentityProvider, here };
}

function explainNote({ entry, subject }: ActivityNote): ExplainedNote {
  const known: DialectEntry | undefined = Object.hasOwn(DIALECT_ENTRIES, entry)
    ? DIALECT_ENTRIES[entry as keyof typeof DIALECT_ENTRIES]
    : undefined;
  return { entry, subject, title: known?.title ?? OTHER[entry] ?? entry, section: known?.section };
}

/** What is noted beside tolerances. */
const OTHER: Readonly<Record<string, string>> = Object.freeze({
  [HELD_NOTE]: 'A removal that the brake holds until somebody decides',
  'notes-cut': 'The notes were too many to be kept whole',
});

import type { Note, Noter } from '../resource/types.ts';

/** Most notes that one request leaves; a body could otherwise make as many as it has bytes. */
const NOTES_MAX = 1000;

export interface Notes {
  readonly list: readonly Note[];
  readonly note: Noter;
}

/** Collects the notes of a request, each once: a transaction that is retried notes things again. */
export function createNotes(): Notes {
  const list: Note[] = [];
  let seen: Set<string> | undefined;
  return {
    list,
    note(entry, subject) {
      seen ??= new Set();
      const key = `${entry} ${subject}`;
      if (list.length >= NOTES_MAX || seen.has(key)) return;
      seen.add(key);
      list.push({ entry, subject });
    },
  };
}

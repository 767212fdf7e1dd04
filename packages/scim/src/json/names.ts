import { ScimError } from '../errors.ts';
import { clip } from './clip.ts';

/** The names of the objects that are open while a text is scanned. */
export interface Names {
  open(isObject: boolean): void;
  close(): void;
  /** Whether the innermost open thing is an object. */
  inObject(): boolean;
  /** Throws `ScimError` (`invalidSyntax`) if the innermost object has the name already. */
  add(name: string): void;
}

/** Above this many names in one object a set is quicker than looking through a list. */
const LIST_MAX = 12;

/**
 * Keeps names in lower case on one shared stack: the many small objects of a body (200,000 members)
 * then cost no allocation each. Only an object with many names gets a set of its own.
 */
export function createNames(): Names {
  const names: string[] = [];
  const starts: number[] = [];
  const sets = new Map<number, Set<string>>();
  let start = ARRAY;

  return {
    open(isObject) {
      starts.push(start);
      start = isObject ? names.length : ARRAY;
    },
    close() {
      if (start !== ARRAY) {
        if (names.length - start > LIST_MAX) sets.delete(start);
        names.length = start;
      }
      start = starts.pop() ?? ARRAY;
    },
    inObject: () => start !== ARRAY,
    add(name) {
      const key = name.toLowerCase();
      const count = names.length - start;
      if (count < LIST_MAX) {
        for (let i = start; i < names.length; i++) if (names[i] === key) throw duplicate(name);
      } else {
        let set = sets.get(start);
        if (set === undefined) {
          set = new Set(names.slice(start));
          sets.set(start, set);
        }
        if (set.has(key)) throw duplicate(name);
        set.add(key);
      }
      names.push(key);
    },
  };
}

/** In place of a start on the stack, for arrays. */
const ARRAY = -1;

function duplicate(name: string): ScimError {
  return new ScimError(
    'invalidSyntax',
    `The name ${clip(name)} occurs twice in one object of the body. Names do not depend on ` +
      'letter case (RFC 7643 §2.1).',
  );
}

/** What a password has to be (NIST SP 800-63B-4 §3.1.1.2): long, and not what everybody tries first. */
import { fold } from '@rollcall/scim';
import { Refusal } from '../core.ts';
import { isCommon } from './common-passwords.ts';

/** Why a password cannot be one, so that a page can say it where the password is typed. */
export class WeakPasswordError extends Refusal {
  constructor(message: string) {
    super('invalid', message);
  }
}

/** Characters. */
const LEAST = 15;
/** Bytes of UTF-8; looked at before anything is made of it. */
export const PASSWORD_BYTES_MAX = 256;
/** Always among the words that make no password. */
const PRODUCT = 'rollcall';
/** Different characters that a password has at least. */
const DIFFERENT = 5;

/**
 * @param words The person's address and name, the organisation's name: a password that is little more is
 *   guessed first.
 * @throws WeakPasswordError
 */
export async function checkPassword(text: string, words: readonly string[]): Promise<void> {
  if (Buffer.byteLength(text) > PASSWORD_BYTES_MAX) {
    throw new WeakPasswordError(`A password has at most ${PASSWORD_BYTES_MAX} bytes.`);
  }
  if ([...text].length < LEAST) {
    throw new WeakPasswordError(
      `A password has at least ${LEAST} characters. A few words in a row are easy to remember.`,
    );
  }
  const folded = fold(text);
  const known = [PRODUCT, ...words.flatMap(partsOf)];
  if (isRepetition(folded) || isMostly(folded, known) || (await isCommon(folded))) {
    throw new WeakPasswordError(
      'This password is guessed soon: many people have it, it repeats itself, or it says little more than ' +
        'names and addresses. Choose another.',
    );
  }
}

/** `aaaa…`, one piece over and over, or a row such as `abcdefgh…`. */
function isRepetition(text: string): boolean {
  if (new Set(text).size < DIFFERENT) return true;
  for (let piece = 1; piece <= text.length / 2; piece++) {
    if (text.startsWith(text.slice(piece))) return true;
  }
  let inRow = 0;
  for (let at = 1; at < text.length; at++) {
    if (Math.abs(text.charCodeAt(at) - text.charCodeAt(at - 1)) === 1) inRow += 1;
  }
  return inRow > text.length / 2;
}

/** Whether less than half of the least length is left when the words are taken out. */
function isMostly(text: string, words: readonly string[]): boolean {
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), text);
  return left !== text && left.length < LEAST / 2;
}

/** Longest first, so that an address goes before its parts. */
function partsOf(word: string): string[] {
  const folded = fold(word);
  return [folded, ...folded.split(/[^\p{L}\p{N}]+/u)]
    .filter((part) => part.length >= 4)
    .sort((a, b) => b.length - a.length);
}

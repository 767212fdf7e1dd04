/**
 * The one fold. Every comparison without regard to letter case goes through it: filters, the
 * uniqueness of userName and of display names, sorting, and the folded copy in the database. A
 * database's own `lower()` is never used.
 *
 * It is the case mapping of PRECIS (RFC 8265 §3.3, which RFC 7644 §5 asks for): full- and half-width
 * forms become ordinary ones, letters become lower case, and the result is in NFC. Two things are
 * decided here:
 * - The final sigma counts as a sigma, as in Unicode case folding. Lower case alone would make a
 *   letter depend on what follows it, so that `sw` could miss a prefix.
 * - Nothing further is taken for equal: `ß` is not `ss`, the dotless `ı` is not `i`, and spaces
 *   count. What is equal here identifies a person, so two people must not become one.
 */

/** Folds a text. Folding twice changes nothing more. */
export function fold(text: string): string {
  let hasUpperCase = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return foldUnicode(text);
    if (code >= 0x41 && code <= 0x5a) hasUpperCase = true;
  }
  return hasUpperCase ? text.toLowerCase() : text;
}

const WIDE_OR_NARROW = /[\u3000\uff01-\uffee]/g;
const FINAL_SIGMA = /ς/g;

function foldUnicode(text: string): string {
  return text
    .replace(WIDE_OR_NARROW, ordinaryWidth)
    .toLowerCase()
    .replace(FINAL_SIGMA, 'σ')
    .normalize('NFC');
}

/** The `<wide>` and `<narrow>` decompositions of Unicode (RFC 8264 §5.2.1), of one character. */
function ordinaryWidth(character: string): string {
  const code = character.charCodeAt(0);
  // NFKC would go on to decompose these further than their width.
  if (code === 0xffe3) return '\u00af';
  if (code >= 0xffa0 && code <= 0xffdc) return ordinaryHangul(code) ?? character;
  return character.normalize('NFKC');
}

/** Half-width Hangul letters: five runs, in the order of the compatibility letters U+3131 on. */
function ordinaryHangul(code: number): string | undefined {
  if (code === 0xffa0) return '\u3164';
  for (const [first, last, target] of HANGUL_RUNS) {
    if (code >= first && code <= last) return String.fromCharCode(code - first + target);
  }
  return undefined;
}

const HANGUL_RUNS = [
  [0xffa1, 0xffbe, 0x3131],
  [0xffc2, 0xffc7, 0x314f],
  [0xffca, 0xffcf, 0x3155],
  [0xffd2, 0xffd7, 0x315b],
  [0xffda, 0xffdc, 0x3161],
] as const;

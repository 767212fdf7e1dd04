/** Names come from outside. In a mail they are text and nothing else, and not longer than a line. */

/** What ends a line, moves the cursor or turns the direction of text around. */
const ACTIVE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;
/** Characters of a name that are shown. */
const LENGTH_MAX = 100;

/** A text on one line, without anything that would act in a header or on a screen, clipped. */
export function inert(text: string): string {
  // Clipped first as well: the rest of ten kilobytes is not looked at.
  const line = text
    .slice(0, 4 * LENGTH_MAX)
    .replace(ACTIVE, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  if (characters.length <= LENGTH_MAX && text.length <= 4 * LENGTH_MAX) return line;
  return `${characters.slice(0, LENGTH_MAX - 1).join('')}…`;
}

/** Text in HTML, between tags and in attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

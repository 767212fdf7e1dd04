/** Comma-separated values (RFC 4180). */

/** What a spreadsheet takes for the beginning of a formula; names come from outside. */
const FORMULA_START = /^[=+\-@\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** For a program: rows of cells as they are, the heading first. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** For people, who may open it in a spreadsheet: nothing in it is a formula there. */
export function csvForPeople(rows: readonly (readonly string[])[]): string {
  return csvOf(
    rows.map((row) => row.map((text) => (FORMULA_START.test(text) ? `'${text}` : text))),
  );
}

function cell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const LENGTH_MAX = 60;

/** A client's text as messages quote it: at most 60 characters, quoted, on one line. */
export function clip(text: string): string {
  return JSON.stringify(
    text.length <= LENGTH_MAX ? text : `${text.slice(0, LENGTH_MAX).toWellFormed()}…`,
  );
}

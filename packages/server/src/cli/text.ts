/** Results in words. */

/** Aligned columns with a heading; a sentence when there is nothing. */
export function table(rows: readonly object[], columns: readonly string[], none: string): string {
  if (rows.length === 0) return none;
  const cells = [
    columns,
    ...rows.map((row) => columns.map((column) => cell(Reflect.get(row, column)))),
  ];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((line) => line[index]?.length ?? 0)),
  );
  return cells
    .map((line) =>
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One line for each value that is there. */
export function fields(row: object): string {
  const entries = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${cell(value)}`).join('\n');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value)) return value.map(cell).join(', ') || '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return onTerminal(String(value));
}

/** One line. Names in it come from outside: control characters must not reach the terminal. */
export function onTerminal(line: string): string {
  return line.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** What to give as `after` for the page that follows; null when there is none. */
export function nextAfter(rows: readonly { readonly id: string }[], limit: number): string | null {
  return rows.length < limit ? null : (rows.at(-1)?.id ?? null);
}

/** The log of requests as a file. */
import type { ActivityRow, ActivitySearch } from '../../activity/index.ts';
import type { App } from '../../app.ts';
import { csvLine } from '../../csv.ts';
import { Download } from './endpoint.ts';

/** Rows of one file; a filter by time gives the others. */
const ROWS_MAX = 100_000;
const PAGE_ROWS = 500;

const COLUMNS = [
  ...['at', 'method', 'path', 'query', 'status', 'durationUs', 'resourceType', 'resourceId'],
  ...['connectionId', 'tokenId', 'requestId', 'scimType', 'detail', 'notes', 'requestBody'],
  'userAgent',
] as const satisfies readonly (keyof ActivityRow)[];

/** Newest first; read from the log page by page, as fast as it is fetched. */
export function exportRequests(
  { activity }: App,
  search: ActivitySearch,
  format: 'csv' | 'jsonl',
): Download {
  const mediaType = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl';
  return new Download(mediaType, `requests.${format}`, lines());

  async function* lines(): AsyncGenerator<string> {
    if (format === 'csv') yield csvLine(COLUMNS);
    let before = search.before;
    let left = ROWS_MAX;
    do {
      const page = await activity.search({ ...search, before, limit: Math.min(PAGE_ROWS, left) });
      left -= page.rows.length;
      before = page.next ?? undefined;
      // Also when it is nothing: whoever has left is noticed only here.
      yield page.rows.map(format === 'csv' ? csvRow : jsonRow).join('');
    } while (before !== undefined && left > 0);
  }
}

function csvRow(row: ActivityRow): string {
  return csvLine(COLUMNS.map((name) => row[name]));
}

function jsonRow(row: ActivityRow): string {
  return `${JSON.stringify(row)}\n`;
}

/** Whether an integration works, by how its latest requests ended. */

/** Requests that count, the newest. */
const REQUESTS_JUDGED = 20;
/** Fewer say nothing: an administrator tries out a token, and mistypes it. */
const REQUESTS_MIN = 3;
/** Answers of the 4xx kind that are part of normal provisioning. */
const NORMAL: ReadonlySet<number> = new Set([404, 409, 412]);

export interface JudgedRequest {
  readonly status: number;
  /** It was refused because its token had expired. */
  readonly isExpired: boolean;
}

export interface Verdict {
  /** `unknown` leaves things as they were. */
  readonly state: 'failing' | 'well' | 'unknown';
  readonly refused: number;
  readonly judged: number;
  readonly isExpired: boolean;
}

/** @param requests Of one connection within the window, newest first. */
export function judgeRequests(requests: readonly JudgedRequest[]): Verdict {
  const judged = requests.slice(0, REQUESTS_JUDGED);
  const refused = judged.filter(({ status }) => isRefusal(status)).length;
  // One that came through since then came with another token.
  const newestGood = judged.findIndex(({ status }) => !isRefusal(status));
  const newest = newestGood === -1 ? judged : judged.slice(0, newestGood);
  const isExpired = newest.some((request) => request.isExpired);
  const counts = { refused, judged: judged.length, isExpired };
  if (isExpired) return { state: 'failing', ...counts };
  if (judged.length === 0) return { state: 'unknown', ...counts };
  if (refused * 2 < judged.length) return { state: 'well', ...counts };
  return { state: judged.length < REQUESTS_MIN ? 'unknown' : 'failing', ...counts };
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !NORMAL.has(status);
}

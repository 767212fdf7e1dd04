/**
 * How many cases a random test runs: the short number in `npm test`, `ROLLCALL_CASES` in the nightly
 * run.
 */
export function cases(short: number): number {
  const wanted = Number(process.env.ROLLCALL_CASES);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : short;
}

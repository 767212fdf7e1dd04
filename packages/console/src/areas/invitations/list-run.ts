/**
 * A list of people that is being invited: sent in pieces, so that it shows how far it is, and kept in the tab,
 * so that it goes on after the page was loaded again.
 */
import { post } from '../../api/call.ts';
import { csvForPeople, csvOf } from '../../components/csv.ts';
import type { RoleChoice } from './types.ts';

/** A line as the server read it, and what would become of it. */
export interface CheckedLine {
  /** Of the file, from 1; the heading is the first. */
  readonly line: number;
  readonly email: string;
  readonly displayName: string | null;
  readonly orgAdmin: boolean;
  readonly roles: readonly RoleChoice[];
  readonly isMember: boolean;
  /** Why nobody would be invited by it; null when somebody would. */
  readonly problem: string | null;
}

/** What became of a line. */
export interface Outcome {
  readonly line: number;
  readonly invitationId: string | null;
  /** Why it was refused; null when it was not. */
  readonly reason: string | null;
}

export interface Run {
  readonly lines: readonly CheckedLine[];
  readonly isHeld: boolean;
  /** Of the first lines, as far as it is. */
  readonly outcomes: readonly Outcome[];
}

/** Lines in one request: a second or so, so that the progress moves. */
const PIECE = 100;
const HEADING = ['email', 'displayName', 'orgAdmin', 'roles'];

export const isDone = ({ lines, outcomes }: Run) => outcomes.length >= lines.length;

/** Invites by the next lines. @throws ApiError; then nothing of it is known, and the same may go on. */
export async function sendPiece(run: Run): Promise<Run> {
  const { lines, isHeld, outcomes } = run;
  const piece = lines.slice(outcomes.length, outcomes.length + PIECE);
  const csv = csvOf([HEADING, ...piece.map(cells)]);
  const answer = await post<{ lines: readonly Outcome[] }>('/invitations/import', { csv, isHeld });
  const done = answer.lines.map(({ invitationId, reason }, index) => ({
    line: piece[index]?.line ?? 0,
    invitationId,
    reason,
  }));
  return { ...run, outcomes: [...outcomes, ...done] };
}

/** The lines by which nobody was invited, as a list that can be mended and sent again. */
export function failedCsv({ lines, outcomes }: Run): string {
  const rows = outcomes.flatMap(({ reason }, index) => {
    const line = lines[index];
    return reason === null || line === undefined ? [] : [[...cells(line), reason]];
  });
  return csvForPeople([[...HEADING, 'reason'], ...rows]);
}

function cells({ email, displayName, orgAdmin, roles }: CheckedLine): string[] {
  const given = roles.map(({ entryPoint, role }) => `${entryPoint}=${role}`);
  return [email, displayName ?? '', orgAdmin ? 'yes' : 'no', given.join(';')];
}

const keyOf = (organization: string) => `rollcall.invite-list.${organization}`;

/** What was begun in this tab and is not forgotten. */
export function keptRun(organization: string): Run | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(organization));
    return text === null ? undefined : (JSON.parse(text) as Run);
  } catch {
    return undefined;
  }
}

/** @param run Undefined to forget it. */
export function keepRun(organization: string, run: Run | undefined): void {
  try {
    if (run === undefined) sessionStorage.removeItem(keyOf(organization));
    else sessionStorage.setItem(keyOf(organization), JSON.stringify(run));
  } catch {
    // A tab without storage only cannot go on after it was loaded again.
  }
}

/** What would become of a list of people, before anybody is invited. */
import { fold } from '@rollcall/scim';
import { Refusal, requireOrganizationId } from '../core.ts';
import type { Session } from '../db/index.ts';
import { checkInvite, type InviteInput } from './invite.ts';
import { inputOf, type Row, readRows } from './invite-many.ts';

/** Lines that are looked at side by side. */
const AT_ONCE = 32;

export interface CheckedLine {
  /** Of the file, from 1; the heading is the first. */
  readonly line: number;
  readonly email: string;
  readonly displayName: string | null;
  readonly orgAdmin: boolean;
  readonly roles: readonly { readonly entryPoint: string; readonly role: string }[];
  /** Is a member already, who gets a way to sign in and nothing else. */
  readonly isMember: boolean;
  /** Why nobody would be invited by it; null when somebody would. */
  readonly problem: string | null;
}

/**
 * Looks at each line as inviting would; changes nothing.
 *
 * @throws Refusal `invalid` for what is no list.
 */
export async function checkMany(
  session: Session,
  organizationId: string,
  text: string,
): Promise<readonly CheckedLine[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = readRows(text);
  const seen = new Map<string, number>();
  const lines: CheckedLine[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE).map((row, index) => {
      const line = at + index + 2;
      const key = fold(row.email);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, line);
      return checkLine(session, organization, row, line, first);
    });
    lines.push(...(await Promise.all(some)));
  }
  return lines;
}

async function checkLine(
  session: Session,
  organization: string,
  row: Row,
  line: number,
  first: number | undefined,
): Promise<CheckedLine> {
  let input: InviteInput = { email: row.email };
  const about = { line, email: row.email, displayName: row.displayName || null };
  const shown = () => ({ ...about, orgAdmin: input.orgAdmin ?? false, roles: input.roles ?? [] });
  try {
    input = inputOf(row);
    if (first !== undefined) {
      throw new Refusal('invalid', `The same address is on line ${first} already.`);
    }
    const member = await checkInvite(session, organization, input);
    return { ...shown(), isMember: member !== undefined, problem: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...shown(), isMember: false, problem: error.message };
  }
}

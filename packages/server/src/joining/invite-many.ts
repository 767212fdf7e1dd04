/** Invitations for a list of people, one line each. */
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type Core, Refusal } from '../core.ts';
import { withoutGuard } from '../csv.ts';
import type { ChangeContext } from '../events/index.ts';
import { type InviteInput, invite } from './invite.ts';

/** People in one list. */
const LINES_MAX = 5000;
/** Units of work at a time: they share commits. */
const AT_ONCE = 32;

export interface InvitedLine {
  /** Of the file, from 1; the heading is the first. */
  readonly line: number;
  readonly email: string;
  readonly result: 'invited' | 'refused';
  /** Why it was refused; null for those that were not. */
  readonly reason: string | null;
  readonly invitationId: string | null;
}

const YES = /^(?:yes|true|1)$/i;
const NO = /^(?:no|false|0|)$/i;
const row = z.strictObject({
  email: z.string(),
  displayName: z.string().optional(),
  orgAdmin: z.string().optional(),
  roles: z.string().optional(),
  /** Why it was refused: a list of those may be mended and come back. */
  reason: z.string().optional(),
});
export type Row = z.output<typeof row>;

/**
 * Invites everybody on a list; each line is whole or refused by itself, and the answer has all of them.
 *
 * @param text RFC 4180 with a heading: `email`, and if wanted `displayName`, `orgAdmin` (yes or no) and `roles`
 *   (`billing=viewer;reports=admin`).
 * @throws Refusal `invalid` for what is no such list; then nobody is invited.
 */
export async function inviteMany(
  core: Core,
  context: ChangeContext,
  text: string,
  isHeld: boolean,
): Promise<readonly InvitedLine[]> {
  const rows = readRows(text);
  const lines: InvitedLine[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    const done = some.map((one, index) => inviteLine(core, context, one, at + index + 2, isHeld));
    lines.push(...(await Promise.all(done)));
  }
  return lines;
}

/** The people on a list. @throws Refusal `invalid` for what is no such list. */
export function readRows(text: string): Row[] {
  const rows = z.array(row).safeParse(parsed(text));
  if (!rows.success) {
    const [issue] = rows.error.issues;
    throw new Refusal(
      'invalid',
      `The list has a heading with email, and if wanted displayName, orgAdmin and roles: ${issue?.message}.`,
    );
  }
  if (rows.data.length > LINES_MAX) {
    throw new Refusal('invalid', `A list has at most ${LINES_MAX} people; make several.`);
  }
  return rows.data;
}

function parsed(text: string): unknown {
  try {
    return parse(text, {
      ...{ columns: true, bom: true, trim: true, skip_empty_lines: true },
      // A list of ours that comes back.
      cast: withoutGuard,
    });
  } catch (error) {
    throw new Refusal('invalid', `This is no list in CSV: ${(error as Error).message}`);
  }
}

async function inviteLine(
  core: Core,
  context: ChangeContext,
  one: Row,
  line: number,
  isHeld: boolean,
): Promise<InvitedLine> {
  const { email } = one;
  try {
    const { id } = await invite(core, context, { ...inputOf(one), isHeld });
    return { line, email, result: 'invited', reason: null, invitationId: id };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { line, email, result: 'refused', reason: error.message, invitationId: null };
  }
}

/** @throws Refusal `invalid`. */
export function inputOf({ email, displayName = '', orgAdmin = '', roles = '' }: Row): InviteInput {
  if (!YES.test(orgAdmin) && !NO.test(orgAdmin)) {
    throw new Refusal('invalid', `orgAdmin is yes or no, not "${orgAdmin}".`);
  }
  return {
    email,
    displayName: displayName === '' ? undefined : displayName,
    orgAdmin: YES.test(orgAdmin),
    roles: readRoles(roles),
  };
}

/** `billing=viewer;reports=admin`. @throws Refusal `invalid`. */
export function readRoles(text: string): { entryPoint: string; role: string }[] {
  const parts = text.split(';').map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const [entryPoint = '', role = '', ...rest] = part.split('=').map((word) => word.trim());
      if (entryPoint !== '' && role !== '' && rest.length === 0) return { entryPoint, role };
      throw new Refusal('invalid', `"${part}" is no role: write billing=viewer;reports=admin.`);
    });
}

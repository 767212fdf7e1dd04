/** What features and the command line share. */
import type { Session, Unit, Writer } from './db/index.ts';

/** Where the time comes from; tests hold it still. */
export type Clock = () => Date;

/** What a feature needs to do its work. */
export interface Core {
  /** Never the writing connection: readers do not wait for commits. */
  readonly reader: Session;
  readonly writer: Writer;
  readonly clock: Clock;
}

const ORGANIZATION_ID = /^[0-9a-z]{10}$/;

/**
 * The types say that an organisation is always named; this holds it at run time, before any query,
 * so that a missing id can never mean "all organisations".
 *
 * @throws TypeError
 */
export function requireOrganizationId(id: string): string {
  if (typeof id === 'string' && ORGANIZATION_ID.test(id)) return id;
  throw new TypeError('A query needs the id of an organisation.');
}

/** Writes a change of one organisation as a unit of work. */
export async function writeFor<T>(
  core: Core,
  { organizationId }: { readonly organizationId: string },
  unit: Unit<T>,
): Promise<T> {
  requireOrganizationId(organizationId);
  return core.writer.write(organizationId, unit);
}

export type RefusalCode = 'invalid' | 'notFound' | 'conflict' | 'refused';

/** A command that cannot be carried out; the message says why and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

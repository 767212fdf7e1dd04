/** What features and the command line share. */
import type { Session, Writer } from './db/index.ts';

/** Where the time comes from; tests hold it still. */
export type Clock = () => Date;

/** What a feature needs to do its work. */
export interface Core {
  /** Never the writing connection: readers do not wait for commits. */
  readonly reader: Session;
  readonly writer: Writer;
  readonly clock: Clock;
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

import { ScimError } from '@rollcall/scim';
import { UnavailableError, type Writer } from '../../db/index.ts';

const RETRY_AFTER_SECONDS = '5';

/** The writer, with what a client hears when the database does not take a write (503). */
export function writerForClients(writer: Writer): Writer {
  return {
    write: (unit) => writer.write(unit).catch(rethrow),
    get waiting() {
      return writer.waiting;
    },
  };
}

function rethrow(error: unknown): never {
  if (!(error instanceof UnavailableError)) throw error;
  throw new ScimError(
    'unavailable',
    `The service cannot write now: ${error.message} Nothing was changed; try again.`,
    { cause: error, headers: { 'Retry-After': RETRY_AFTER_SECONDS } },
  );
}

/** Commands of the command line, run by a test server as if they had come through its socket. */
import { runCommand } from '../../packages/server/src/cli/run-command.ts';
import { Refusal, type RefusalCode } from '../../packages/server/src/core.ts';
import type { TestServer } from './server.ts';

/**
 * @param input As typed: texts and switches by option name.
 * @throws Refusal with the code of the failure.
 */
export async function command(server: TestServer, name: string, input: object): Promise<unknown> {
  const outcome = await runCommand(server.app, name, input, { kind: 'cli', id: 'test' });
  if ('result' in outcome) return outcome.result;
  throw new Refusal(outcome.error.code as RefusalCode, outcome.error.message);
}

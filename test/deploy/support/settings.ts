import { readConfig } from '../../../packages/server/src/config.ts';

/** What Rollcall has against an environment as its settings; undefined when it starts with it. */
export function refusalOf(environment: Readonly<Record<string, string>>): string | undefined {
  try {
    readConfig({}, environment);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

import type { ConsoleEndpoint } from '../endpoint.ts';
import { meEndpoints } from './me.ts';
import { passwordEndpoints } from './password.ts';
import { sessionEndpoints } from './sessions.ts';
import { signInEndpoints } from './sign-in.ts';
import { singleSignOnEndpoints } from './single-sign-on.ts';

/** Every endpoint of the console's API. */
export const CONSOLE_ENDPOINTS: readonly ConsoleEndpoint[] = [
  ...signInEndpoints,
  ...meEndpoints,
  ...sessionEndpoints,
  ...passwordEndpoints,
  ...singleSignOnEndpoints,
];

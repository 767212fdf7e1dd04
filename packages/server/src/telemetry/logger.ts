import { type Logger, pino } from 'pino';
import type { Config } from '../config.ts';

export type { Logger } from 'pino';

/**
 * The log of the service, lines of JSON on standard output. It never has tokens, bodies or query
 * strings: whoever logs a request names its route, not its path.
 */
export function createLogger(level: Config['logLevel']): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['authorization', '*.authorization', 'token', '*.token'], censor: '[removed]' },
  });
}

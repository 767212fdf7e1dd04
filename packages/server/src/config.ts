/** Settings: command-line flags win over environment variables, and unknown ones are refused. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { DEFAULT_LIMITS, type ScimLimits } from '@rollcall/scim';
import { z } from 'zod';
import { parseDatabaseUrl } from './db/index.ts';
import { parseSender, parseSmtpUrl, type Sender, type SmtpSettings } from './mail/index.ts';
import { KEY_BYTES, parseKeys, readKeys } from './secrets/index.ts';
import { looksLikeUrl } from './url-like.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
const DEFAULT_PORT = 3000;
const MAX_PORT = 65_535;
/** Requests a second that one connection may send for long. */
const DEFAULT_REQUESTS_PER_SECOND = 50;
/** Highest rate and burst that can be set. */
const MAX_REQUESTS = 100_000_000;
/** How long the log of requests is kept, days. */
const DEFAULT_ACTIVITY_DAYS = 30;
/** How long events are kept, days. */
const DEFAULT_EVENT_DAYS = 90;
/** Longest either can be kept, days. */
const MAX_DAYS = 3650;
/** Listen on every address, so none of them is one to link to. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::', '*']);
/** Requests that one connection may save up and send at once. */
const DEFAULT_BURST = 10_000;

export interface Config {
  /** Absolute. Not used when everything is kept in PostgreSQL. */
  readonly dataDir: string;
  /** A PostgreSQL to keep everything in, else the embedded database of `dataDir`. Has a password. */
  readonly databaseUrl: string | undefined;
  /** The same database for its migrations, as the role that owns the tables. */
  readonly migrationUrl: string | undefined;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Absolute URL that links start with, without trailing slash. */
  readonly publicUrl: string;
  /** Addresses and CIDR ranges whose X-Forwarded-For is believed: for the log, and who signs in too often. */
  readonly trustedProxies: readonly string[];
  /** Where mail goes out; undefined keeps it in the local inbox. Has a password. */
  readonly smtp: SmtpSettings | undefined;
  /** Whom mail comes from; there is one where there is a server. */
  readonly sender: Sender | undefined;
  /** What secrets are sealed with: the first seals, all open. Never shown. */
  readonly secretKeys: readonly Buffer[];
  /** Whether hosts that customers name may be in our own network. */
  readonly allowPrivateAddresses: boolean;
  readonly requestsPerSecond: number;
  readonly burst: number;
  /** How long the log of requests is kept, days. */
  readonly activityDays: number;
  /** How long events are kept, days; audit records are kept for ever. */
  readonly eventDays: number;
  /** Bounds of the protocol that differ from their defaults. */
  readonly limits: Partial<ScimLimits>;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const address = z.string().refine((text) => {
  const [ip = '', bits] = text.split('/');
  const version = isIP(ip);
  const limit = version === 4 ? 32 : 128;
  return version !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= limit));
}, 'has to be an IP address or a range such as 10.0.0.0/8');

/** Digits only: an empty text or 1e3 is a mistake, not a number. */
const wholeNumber = (least: number, most: number) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^\d{1,9}$/)
          .transform(Number),
      ],
      {
        error: `has to be a whole number from ${least} to ${most}`,
      },
    )
    .pipe(z.number().int().min(least).max(most));

/** `pageSize=500`. */
const limit = z.string().transform((text, context) => {
  const [name = '', value = ''] = text.split('=');
  const number = /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined;
  if (Object.hasOwn(DEFAULT_LIMITS, name) && number !== undefined) return [name, number] as const;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not name=number; the names are ${Object.keys(DEFAULT_LIMITS).join(', ')}`,
  });
  return z.NEVER;
});

/** Its text never shows in a message: it has a password. */
const postgresUrl = z.string().refine((text) => parseDatabaseUrl(text) !== undefined, {
  error:
    'has to be like postgresql://user:password@host:5432/database, several hosts with commas between',
});

/** Nor does this one's. */
const smtpUrl = z.string().transform((text, context) => {
  const parsed = parseSmtpUrl(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({
    code: 'custom',
    message:
      'has to be like smtp://user:password@host:587 or smtps://…, with ?tls=optional at most',
  });
  return z.NEVER;
});

const mailFrom = z.string().transform((text, context) => {
  const parsed = parseSender(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'has to be like Name <address@example.com>' });
  return z.NEVER;
});

/** Nor does this one's. */
const secretKey = z.string().transform((text, context) => {
  const parsed = parseKeys(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({
    code: 'custom',
    message: `ROLLCALL_SECRET_KEY has to be ${KEY_BYTES} bytes in base64url, several with commas between`,
  });
  return z.NEVER;
});

/** A switch of the command line; a word in the environment. */
const yesOrNo = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
  {
    error: 'has to be true or false',
  },
);

const settings = z.strictObject({
  data: z
    .string()
    .min(1)
    .refine((text) => !looksLikeUrl(text), 'has to be a directory; a URL belongs to --database-url')
    .default('data'),
  databaseUrl: postgresUrl.optional(),
  migrationUrl: postgresUrl.optional(),
  host: z.string().min(1).default('127.0.0.1'),
  port: wholeNumber(0, MAX_PORT).default(DEFAULT_PORT),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/[?#@]/.test(url), 'has no query, no fragment and no user name')
    .refine((url) => /^[!#-[\]-~]+$/.test(url), 'is plain ASCII without quotes and backslashes')
    .optional(),
  trustedProxy: z.array(address).default([]),
  requestsPerSecond: wholeNumber(1, MAX_REQUESTS).default(DEFAULT_REQUESTS_PER_SECOND),
  burst: wholeNumber(1, MAX_REQUESTS).default(DEFAULT_BURST),
  activityDays: wholeNumber(1, MAX_DAYS).default(DEFAULT_ACTIVITY_DAYS),
  eventDays: wholeNumber(1, MAX_DAYS).default(DEFAULT_EVENT_DAYS),
  limit: z.array(limit).default([]),
  smtpUrl: smtpUrl.optional(),
  mailFrom: mailFrom.optional(),
  secretKey: secretKey.optional(),
  secretKeyFile: z.string().min(1).optional(),
  allowPrivateAddresses: yesOrNo.default(false),
  logLevel: z.enum(LOG_LEVELS).default('warn'),
});

export type SettingName = keyof z.input<typeof settings>;
type Given = { readonly [name in SettingName]?: unknown };

/** A setting that cannot be used; the message names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings of `serve`.
 *
 * @param flags As given on the command line; undefined where not given.
 * @param environment `ROLLCALL_PUBLIC_URL` is `--public-url`, and so on.
 * @throws ConfigError
 */
export function readConfig(
  flags: Given,
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  const typed = defined(flags);
  if (typed.data !== undefined && typed.databaseUrl !== undefined) {
    throw new ConfigError('--data and --database-url are two places: give one of them.');
  }
  const given: Partial<Record<SettingName, unknown>> = {
    ...fromEnvironment(environment),
    ...typed,
  };
  if (typed.data !== undefined) {
    // Whoever names a directory means it, whatever the environment is set up for.
    delete given.databaseUrl;
    if (typed.migrationUrl === undefined) delete given.migrationUrl;
  }
  const result = settings.safeParse(given);
  if (!result.success) throw new ConfigError(result.error.issues.map(describe).join('\n'));
  const { data, trustedProxy, publicUrl, limit: limits, ...others } = result.data;
  const { smtpUrl: smtp, mailFrom: sender, secretKey: keys, secretKeyFile, ...rest } = others;
  if (rest.migrationUrl !== undefined && rest.databaseUrl === undefined) {
    throw new ConfigError('--migration-url is of use only with --database-url.');
  }
  if (rest.burst < rest.requestsPerSecond) {
    throw new ConfigError('--burst cannot be smaller than --requests-per-second.');
  }
  if (smtp !== undefined && sender === undefined) {
    throw new ConfigError('--mail-from is missing: mail needs an address that it comes from.');
  }
  if (keys !== undefined && secretKeyFile !== undefined) {
    throw new ConfigError(
      'ROLLCALL_SECRET_KEY and --secret-key-file are two places for keys: give one of them.',
    );
  }
  if (publicUrl === undefined && ANY_ADDRESS.has(rest.host)) {
    throw new ConfigError(
      `--public-url is missing: with --host ${rest.host} the server listens on every address, so it ` +
        'has to be told which one links start with.',
    );
  }
  const fallback = `http://${rest.host.includes(':') ? `[${rest.host}]` : rest.host}:${rest.port}`;
  return {
    ...rest,
    databaseUrl: rest.databaseUrl,
    migrationUrl: rest.migrationUrl,
    dataDir: resolve(data),
    publicUrl: (publicUrl ?? fallback).replace(/\/+$/, ''),
    trustedProxies: trustedProxy,
    smtp,
    sender,
    secretKeys: keys ?? keysOfFile(secretKeyFile),
    limits: Object.fromEntries(limits),
  };
}

/** @throws ConfigError when it is not there, or holds something else. */
function keysOfFile(path: string | undefined): readonly Buffer[] {
  if (path === undefined) return [];
  try {
    const keys = readKeys(path);
    if (keys !== undefined) return keys;
  } catch (error) {
    throw new ConfigError(`--secret-key-file: ${error instanceof Error ? error.message : error}`);
  }
  throw new ConfigError(`--secret-key-file: there is no file ${path}.`);
}

/** Given with commas between. */
const LISTS: ReadonlySet<string> = new Set(['trustedProxy', 'limit']);
const NAMES = Object.keys(settings.shape) as SettingName[];
/** Variables with the prefix that are no settings of the server. */
const OTHER_VARIABLES = /^ROLLCALL_(?:CASES$|SEED$|TEST_|BENCH_|COPY_)/;

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Given {
  const given: Partial<Record<SettingName, unknown>> = {};
  const known = new Map(NAMES.map((name) => [variableOf(name), name]));
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('ROLLCALL_') || text === undefined) continue;
    if (OTHER_VARIABLES.test(variable)) continue;
    const name = known.get(variable);
    if (name === undefined) throw new ConfigError(`${variable} is not a setting.`);
    given[name] = LISTS.has(name)
      ? text
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
      : text;
  }
  return given;
}

/** `publicUrl` is `ROLLCALL_PUBLIC_URL`. */
function variableOf(name: string): string {
  return `ROLLCALL_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function describe({ path, message, code, ...issue }: z.core.$ZodIssue): string {
  const keys = code === 'unrecognized_keys' ? Reflect.get(issue, 'keys') : path.slice(0, 1);
  const flag = String(keys).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `--${flag}: ${message}`;
}

function defined(flags: Given): Given {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}

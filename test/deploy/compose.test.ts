/** compose.yaml with the proxy's configuration: what a linter says, and what has to fit together. */
import { readFileSync } from 'node:fs';
import { DCLinter } from 'dclint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DEFAULT_LIMITS } from '../../packages/scim/src/limits.ts';
import { SERVER_LIMITS } from '../../packages/server/src/http/server-limits.ts';
import { DEPLOY } from './support/repository.ts';
import { refusalOf } from './support/settings.ts';

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly ports?: readonly string[];
}

/** What the linter says about one file; its own types name files that it does not have. */
interface Linted {
  readonly messages: readonly { line: number; rule: string; message: string }[];
}

const TEXT = readFileSync(`${DEPLOY}compose.yaml`, 'utf8');
const CADDYFILE = readFileSync(`${DEPLOY}Caddyfile`, 'utf8');
const EXAMPLE = readFileSync(`${DEPLOY}.env.example`, 'utf8');
const { services } = parse(TEXT, { merge: true }) as { services: Record<string, Service> };
const NODES = Object.keys(services).filter((name) => name.startsWith('node-'));
const VARIABLE = /\$\{(\w+)[^}]*\}/g;

describe('compose.yaml', () => {
  test('keeps to the Compose Specification and to the rules of a linter', () => {
    const linter = new DCLinter({
      rules: {
        // Order is for the reader, and both a build and a name of what it makes are wanted.
        'no-build-and-image': 0,
        'service-dependencies-alphabetical-order': 0,
        'service-keys-order': 0,
        'require-quotes-in-ports': [2, { quoteType: 'double' }],
        'services-alphabetical-order': 0,
        'top-level-properties-order': 0,
        'service-ports-alphabetical-order': 0,
      },
      quiet: false,
      debug: false,
      exclude: [],
    });
    const results: readonly Linted[] = linter.lintFiles([`${DEPLOY}compose.yaml`], false);
    expect(results).toHaveLength(1);
    const messages = results.flatMap((result) => result.messages);
    expect(messages.map(({ line, rule, message }) => `${line}: ${rule}: ${message}`)).toEqual([]);
  });

  test('every variable is explained in .env.example, and none there is unused', () => {
    const explained = [...EXAMPLE.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    const required = [...TEXT.matchAll(VARIABLE)]
      .filter(([whole]) => !whole.includes(':-'))
      .map(([, name]) => name);
    expect(new Set(required)).toEqual(new Set(explained));
  });

  test('no secret stands in a file', () => {
    expect([...EXAMPLE.matchAll(/^\w*PASSWORD=(.+)$/gm)]).toEqual([]);
    expect([...TEXT.matchAll(/^\s*\w*PASSWORD: (?!"\$\{)/gm)]).toEqual([]);
    expect([...TEXT.matchAll(/:\/\/\w+:(?!\$\{)/g)]).toEqual([]);
  });

  test('every service has a health check, starts again, and has time to stop', () => {
    for (const [name, service] of Object.entries(services)) {
      expect(service.healthcheck?.test[0], name).toBe('CMD');
      expect(service.restart, name).toBe('unless-stopped');
      expect(secondsOf(service.stop_grace_period ?? ''), name).toBeGreaterThan(
        (2 * SERVER_LIMITS.stopTimeoutMs) / 1000,
      );
    }
  });

  test('only the proxy can be reached from outside', () => {
    const open = Object.keys(services).filter((name) => services[name]?.ports !== undefined);
    expect(open).toEqual(['proxy']);
  });

  test('two nodes, alike, with settings that Rollcall takes', () => {
    expect(NODES).toHaveLength(2);
    const [first, second] = NODES.map((name) => services[name]);
    expect(second).toEqual(first);
    const environment = Object.fromEntries(
      Object.entries(first?.environment ?? {}).map(([name, value]) => [name, filledIn(value)]),
    );
    expect(environment.ROLLCALL_DATABASE_URL).toBe(
      'postgresql://rollcall_app:secret@postgres:5432/rollcall',
    );
    expect(refusalOf({ ...environment, ROLLCALL_HOST: '0.0.0.0' })).toBeUndefined();
  });
});

describe('Caddyfile', () => {
  test('names the nodes, and asks them whether they are ready', () => {
    const line = /reverse_proxy (.*) \{/.exec(CADDYFILE)?.[1];
    expect(line?.split(' ')).toEqual(NODES.map((name) => `${name}:3000`));
    expect(CADDYFILE).toContain('health_uri /readyz\n');
    expect(CADDYFILE).toMatch(/@inside path \/metrics \/readyz\n\s*respond @inside 404\n/);
  });

  test('sends again only what changes nothing', () => {
    const match = /lb_retry_match \{([^}]*)\}/.exec(CADDYFILE)?.[1];
    expect(match?.trim()).toBe('method GET HEAD');
  });

  test('lets the largest body through, which Rollcall itself bounds', () => {
    const mebibytes = Number(/max_size (\d+)MiB/.exec(CADDYFILE)?.[1]);
    const largest = Math.max(DEFAULT_LIMITS.bodyBytes, DEFAULT_LIMITS.groupBodyBytes);
    expect(mebibytes * 1024 * 1024).toBeGreaterThan(largest);
  });

  test('closes idle connections before the nodes do', () => {
    const idle = Number(/keepalive (\d+)s/.exec(CADDYFILE)?.[1]);
    expect(idle * 1000).toBeLessThan(SERVER_LIMITS.keepAliveTimeoutMs);
  });
});

/** As Compose does it. */
function filledIn(value: string): string {
  return value.replace(VARIABLE, (_whole, name: string) =>
    name === 'PUBLIC_URL' ? 'https://scim.example.com' : 'secret',
  );
}

function secondsOf(duration: string): number {
  return Number(/^(\d+)s$/.exec(duration)?.[1]);
}

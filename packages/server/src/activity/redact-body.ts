/**
 * What the activity log may keep of a request body: its structure and its data, but nothing that
 * opens a door. The body is parsed, so no spelling of a name hides a password.
 */
import { GONE, scrub } from './redact.ts';

/** Largest body that is kept, characters of JSON; the rest is cut off. */
const KEPT_MAX = 16 * 1024;
/** Deeper nesting is cut off; requests that deep are refused anyway. */
const DEPTH_MAX = 32;
const SECRET_NAME = /passw|passphrase|pwd|secret|token|credential|api_?key/i;
const REMOVED = '[removed]';

/** A body without passwords and tokens. What is not JSON is not kept. */
export function redactBody(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return `[not JSON, ${body.length} characters]`;
  }
  return scrub(JSON.stringify(redactValue(parsed, 0)), KEPT_MAX);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH_MAX) return GONE;
  if (Array.isArray(value)) return value.map((element) => redactValue(element, depth + 1));
  const entries = Object.entries(value);
  const isSecretOperation = entries.some(([name, path]) => isSecretPath(name, path));
  // Not by assignment: a key may be called `__proto__`.
  return Object.fromEntries(
    entries.map(([name, inner]) => {
      const isSecret =
        SECRET_NAME.test(name) || (isSecretOperation && name.toLowerCase() === 'value');
      return [name, isSecret ? REMOVED : redactValue(inner, depth + 1)];
    }),
  );
}

/** A PATCH operation that names a secret in its path, whatever the letter case. */
function isSecretPath(name: string, path: unknown): boolean {
  return name.toLowerCase() === 'path' && SECRET_NAME.test(String(path));
}

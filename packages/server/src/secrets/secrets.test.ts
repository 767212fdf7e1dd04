import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CannotOpenError, createSecrets, KEY_FILE, parseKeys } from './index.ts';

const ABOUT = ['sso_provider', 'acme', '1', 'https://idp.example'];
const TEXT = 'a secret: ä';
const newKey = () => randomBytes(32);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-keys-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('secrets at rest', () => {
  it('are sealed for one place, with one key, each time differently', () => {
    const key = newKey();
    const secrets = createSecrets({ secretKeys: [key], directory: undefined });
    const sealed = secrets.seal(TEXT, ABOUT);
    expect(Buffer.from(sealed).includes(TEXT)).toBe(false);
    expect(secrets.seal(TEXT, ABOUT)).not.toEqual(sealed);
    expect(secrets.open(sealed, ABOUT)).toBe(TEXT);
    for (let at = 0; at < ABOUT.length; at++) {
      expect(() => secrets.open(sealed, ABOUT.with(at, 'other'))).toThrow(CannotOpenError);
    }
    expect(() => secrets.open(sealed, [ABOUT.join()])).toThrow(CannotOpenError);
    const other = createSecrets({ secretKeys: [newKey()], directory: undefined });
    expect(() => other.open(sealed, ABOUT)).toThrow('key that is not here');
  });

  it('any bit that is changed, and any byte that is missing, is noticed', () => {
    const secrets = createSecrets({ secretKeys: [newKey()], directory: undefined });
    const sealed = secrets.seal(TEXT, ABOUT);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => secrets.open(changed, ABOUT)).toThrow(CannotOpenError);
      expect(() => secrets.open(sealed.subarray(0, at), ABOUT)).toThrow(CannotOpenError);
    }
  });

  it('rotation: the first key seals, all open', () => {
    const [old, fresh] = [newKey(), newKey()];
    const sealed = createSecrets({ secretKeys: [old], directory: undefined }).seal(TEXT, ABOUT);
    const both = createSecrets({ secretKeys: [fresh, old], directory: undefined });
    expect(both.open(sealed, ABOUT)).toBe(TEXT);
    expect(both.isCurrent(sealed)).toBe(false);
    const again = both.seal(TEXT, ABOUT);
    expect(both.isCurrent(again)).toBe(true);
    expect(createSecrets({ secretKeys: [fresh], directory: undefined }).open(again, ABOUT)).toBe(
      TEXT,
    );
  });

  it('beside the embedded database a key is made at first need, for its owner alone', () => {
    const secrets = createSecrets({ secretKeys: [], directory });
    const path = join(directory, KEY_FILE);
    expect(() => statSync(path)).toThrow('ENOENT');
    const sealed = secrets.seal(TEXT, ABOUT);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = readFileSync(path);
    const again = createSecrets({ secretKeys: [], directory });
    expect(again.open(sealed, ABOUT)).toBe(TEXT);
    again.seal(TEXT, ABOUT);
    expect(readFileSync(path)).toEqual(before);
    // A key of the settings comes first, and the file still opens what it sealed.
    const moved = createSecrets({ secretKeys: [newKey()], directory });
    expect(moved.open(sealed, ABOUT)).toBe(TEXT);
    expect(moved.isCurrent(sealed)).toBe(false);
    writeFileSync(path, 'damaged');
    expect(() => createSecrets({ secretKeys: [], directory }).seal(TEXT, ABOUT)).toThrow(path);
    expect(readFileSync(path, 'utf8')).toBe('damaged');
  });

  it('without a key and a place for one it says what to do', () => {
    const secrets = createSecrets({ secretKeys: [], directory: undefined });
    expect(() => secrets.seal(TEXT, ABOUT)).toThrow('ROLLCALL_SECRET_KEY');
  });

  it('keys are 32 bytes in base64url, with commas or lines between', () => {
    const [one, two] = [newKey(), newKey()];
    const text = (key: Buffer) => key.toString('base64url');
    expect(parseKeys(`${text(one)}, ${text(two)}\n`)).toEqual([one, two]);
    expect(parseKeys(`${text(one)}=`)).toEqual([one]);
    const bad = [
      '',
      ' , ',
      'x',
      text(one).slice(1),
      `${text(one)}x`,
      `${text(one)},x`,
      'a'.repeat(64),
    ];
    for (const text of bad) expect(parseKeys(text)).toBeUndefined();
  });
});

import { join } from 'node:path';
import { Refusal } from '../core.ts';
import { KEY_FILE, makeKey, readKeys } from './keys.ts';
import { isSealedWith, openWith, sealWith } from './seal.ts';

/**
 * Secrets that are needed again as they were, such as what an identity provider knows us by. They lie in
 * the database sealed; the key does not lie there.
 */
export interface Secrets {
  /**
   * @param about What the secret is of: table, organisation, id. Needed again to open it.
   * @throws Refusal `refused` where there is no key and none can be made.
   */
  seal(text: string, about: readonly string[]): Uint8Array;
  /** @throws CannotOpenError without the key, or when it belongs elsewhere. */
  open(sealed: Uint8Array, about: readonly string[]): string;
  /** Whether there is a key to seal with, without making one. */
  hasKey(): boolean;
  /** Whether it was sealed with the key that seals now, so that the others are not needed for it. */
  isCurrent(sealed: Uint8Array): boolean;
}

export interface SecretSettings {
  /** The first seals, all open. */
  readonly secretKeys: readonly Buffer[];
  /** Where the embedded database is; undefined where there is none. */
  readonly directory: string | undefined;
}

/**
 * A key of the settings comes before the one in the data directory, which is made when something is to be
 * sealed and there is no other.
 */
export function createSecrets({ secretKeys, directory }: SecretSettings): Secrets {
  const path = directory === undefined ? undefined : join(directory, KEY_FILE);
  let kept: readonly Buffer[] | undefined;
  const keys = (): readonly Buffer[] => {
    if (kept === undefined && path !== undefined) kept = readKeys(path);
    return [...secretKeys, ...(kept ?? [])];
  };
  return {
    seal(text, about) {
      const [key] = keys();
      if (key !== undefined) return sealWith(key, text, about);
      if (path === undefined) throw noKey();
      const made = makeKey(path);
      kept = [made];
      return sealWith(made, text, about);
    },
    hasKey: () => keys().length > 0,
    open: (sealed, about) => openWith(keys(), sealed, about),
    isCurrent(sealed) {
      const [key] = keys();
      return key !== undefined && isSealedWith(key, sealed);
    },
  };
}

function noKey(): Refusal {
  return new Refusal(
    'refused',
    'A secret can be kept only with a key that is not in the database. Set ROLLCALL_SECRET_KEY on every ' +
      'node to 32 random bytes in base64url, for example of: openssl rand -base64 32 | tr +/ -_ | tr -d =',
  );
}

/**
 * AES-256-GCM: form (1 byte), id of the key (4), nonce (12), tag (16), ciphertext. What a sealed text is
 * about is authenticated with it, so it cannot be moved to another row.
 */
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

/** Length of a key, bytes. */
export const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const FORM = 1;
const ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCE_AT = 1 + ID_BYTES;
const TAG_AT = NONCE_AT + NONCE_BYTES;
const TEXT_AT = TAG_AT + TAG_BYTES;

/** It was sealed with another key, for something else, or was changed. */
export class CannotOpenError extends Error {
  override readonly name = 'CannotOpenError';
}

/** @param about What it is of; the same is needed to open it. */
export function sealWith(key: Buffer, text: string, about: readonly string[]): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aboutBytes(about));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(FORM), idOf(key), nonce, cipher.getAuthTag(), sealed]);
}

/** Whether a text was sealed with this key. */
export function isSealedWith(key: Buffer, sealed: Uint8Array): boolean {
  return sealed[0] === FORM && idOf(key).equals(sealed.subarray(1, NONCE_AT));
}

/**
 * @param keys Any of them may have sealed it.
 * @throws CannotOpenError
 */
export function openWith(
  keys: readonly Buffer[],
  sealed: Uint8Array,
  about: readonly string[],
): string {
  const key = keys.find((one) => isSealedWith(one, sealed));
  if (key === undefined) {
    throw new CannotOpenError('It was sealed with a key that is not here.');
  }
  try {
    const nonce = sealed.subarray(NONCE_AT, TAG_AT);
    const cipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(aboutBytes(about));
    cipher.setAuthTag(sealed.subarray(TAG_AT, TEXT_AT));
    return Buffer.concat([cipher.update(sealed.subarray(TEXT_AT)), cipher.final()]).toString(
      'utf8',
    );
  } catch (error) {
    throw new CannotOpenError('It was changed, or belongs elsewhere.', { cause: error });
  }
}

/** Tells keys apart, and nothing of them. */
function idOf(key: Buffer): Buffer {
  return hash('sha256', key, 'buffer').subarray(0, ID_BYTES);
}

/** JSON keeps `['a', 'b']` and `['a,b']` apart. */
function aboutBytes(about: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(about));
}

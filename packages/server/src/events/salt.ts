/** Salts: they keep the details that the audit chain hashes from being guessed from their digests. */
import { randomBytes } from 'node:crypto';

const SALT_BYTES = 16;
/** Fetched at a time: the call costs more than the bytes. */
const POOL_BYTES = 256 * SALT_BYTES;

let pool = Buffer.alloc(0);
let used = 0;

/** 128 random bits, each time others. */
export function newSalt(): Buffer {
  if (used === pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += SALT_BYTES;
  return pool.subarray(used - SALT_BYTES, used);
}

/** What a browser or a link holds, and what the database has of it. */
import { hash, randomBytes } from 'node:crypto';

/** 256 bits. */
const SECRET_BYTES = 32;

/** The value of a cookie or the code of a link: can stand in a URL as it is. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** SHA-256: a secret so long cannot be guessed from it. */
export function digestOf(secret: string): Uint8Array {
  return hash('sha256', secret, 'buffer');
}

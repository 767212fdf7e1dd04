/** Argon2id of Node, as PHC strings: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP Password Storage Cheat Sheet (2026-08). Memory in KiB. */
const COST = Object.freeze({ memory: 19_456, passes: 2, parallelism: 1 });
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,88})\$([A-Za-z0-9+/]{22,172})$/;

const derive = promisify(argon2);

interface Parts {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly nonce: Buffer;
  readonly tag: Buffer;
}

/** @returns A PHC string. */
export async function argon2Hash(text: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const tag = await derive('argon2id', { ...COST, message: text, nonce, tagLength: TAG_BYTES });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`;
}

/** @throws Error for what is no PHC string of argon2id. */
export async function argon2Matches(text: string, phc: string): Promise<boolean> {
  const { tag, ...parameters } = parsed(phc);
  const made = await derive('argon2id', { ...parameters, message: text, tagLength: tag.length });
  return timingSafeEqual(made, tag);
}

/** Whether it was made with less than is asked for today. */
export function isOutdated(phc: string): boolean {
  const { memory, passes, parallelism } = parsed(phc);
  return memory !== COST.memory || passes !== COST.passes || parallelism !== COST.parallelism;
}

function parsed(phc: string): Parts {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(phc) ?? [];
  if (memory === undefined) throw new Error('A stored password is no argon2id string.');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** Without padding, as the PHC format wants it. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

export { KEY_FILE, parseKeys, readKeys } from './keys.ts';
export { CannotOpenError, KEY_BYTES } from './seal.ts';
export { createSecrets, type Secrets } from './secrets.ts';

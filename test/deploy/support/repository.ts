import { fileURLToPath } from 'node:url';

/** Absolute, with a slash at the end. */
export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
export const DEPLOY = `${REPOSITORY}deploy/`;

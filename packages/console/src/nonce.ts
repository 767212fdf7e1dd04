/** Styles that are made while a page runs carry the nonce that came with it (CSP Level 3 §2.3). */
import { setNonce } from 'get-nonce';

export const styleNonce =
  document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';

setNonce(styleNonce);

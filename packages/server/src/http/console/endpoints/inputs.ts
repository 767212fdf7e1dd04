/** What several endpoints take. Texts are bounded before anything is made of them. */
import { z } from 'zod';

/** An e-mail address; a string and nothing else (CVE-2023-7028). */
export const email = z.string().min(1).max(320);
/** What a password may be is settled where it is hashed; this only bounds what is looked at. */
export const password = z.string().min(1).max(1024);
/** Of a link. */
export const code = z.string().min(1).max(200);
/** Short name or id of an organisation. */
export const organization = z.string().min(1).max(100);

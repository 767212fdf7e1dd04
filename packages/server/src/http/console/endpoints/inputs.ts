/** What several endpoints take. Texts are bounded before anything is made of them. */
import { z } from 'zod';
import { searchedText } from '../../../log-inputs.ts';

/** An e-mail address; a string and nothing else (CVE-2023-7028). */
export const email = z.string().min(1).max(320);
/** What a password may be is settled where it is hashed; this only bounds what is looked at. */
export const password = z.string().min(1).max(1024);
/** Of a link. */
export const code = z.string().min(1).max(200);
/** Short name or id of an organisation. */
export const organization = z.string().min(1).max(100);
/** What members are looked for by, in the list of them and in its export. */
export const memberFilters = z.strictObject({
  search: z.string().trim().min(1).max(200).optional(),
  active: z.stringbool().optional(),
  orgAdmin: z.stringbool().optional(),
  source: z.enum(['local', 'provisioned']).optional(),
  canSignIn: z.stringbool().optional(),
});

/** What the audit log is looked through by, on the page and in its export. */
export const auditFilters = {
  actor: z.string().min(1).max(320).optional(),
  action: z.string().min(1).max(100).optional(),
  subject: z.string().min(1).max(320).optional(),
  text: searchedText.optional(),
};

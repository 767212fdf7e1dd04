import type { App } from '../app.ts';
import { memberByEmail } from '../members/index.ts';

/** The id of a member that was named by its own address, or by its id. @throws Refusal `notFound`. */
export async function memberIdFor(
  { reader }: App,
  organizationId: string,
  emailOrId: string,
): Promise<string> {
  if (!emailOrId.includes('@')) return emailOrId;
  return (await memberByEmail(reader, organizationId, emailOrId)).id;
}

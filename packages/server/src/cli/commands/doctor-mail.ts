/** What an operator would want to know of mail before asking for help. */
import type { App } from '../../app.ts';
import { describeSmtp, mailHealth } from '../../mail/index.ts';
import { hasReachableOrgAdmin } from '../../notices/index.ts';
import type { Check } from './doctor.ts';

/** How long a mail may wait before something is wrong, seconds. */
const WAIT_MAX_SECONDS = 3600;

export async function mailChecks(app: App): Promise<Check[]> {
  return [await queue(app), await recipients(app)];
}

async function queue({ reader, clock, config }: App): Promise<Check> {
  const { waiting, oldestSeconds, failed } = await mailHealth(reader, clock());
  const way =
    config.smtp === undefined
      ? 'no mail server is known here; without one mail stays in the local inbox'
      : describeSmtp(config.smtp);
  const oldest = waiting === 0 ? '' : `, the oldest for ${Math.round(oldestSeconds / 60)} minutes`;
  return {
    name: 'mail',
    ok: failed === 0 && oldestSeconds <= WAIT_MAX_SECONDS,
    message: `${way}; ${waiting} waiting${oldest}; ${failed} failed within a day`,
  };
}

async function recipients({ reader, registry }: App): Promise<Check> {
  const without: string[] = [];
  for (const { id, slug, sendsNotices } of registry.organizations) {
    if (sendsNotices && !(await hasReachableOrgAdmin(reader, id))) without.push(slug);
  }
  return {
    name: 'notices',
    ok: true,
    message:
      without.length === 0
        ? 'reach an Org Admin everywhere'
        : `no active Org Admin with an address: ${without.join(', ')}`,
  };
}

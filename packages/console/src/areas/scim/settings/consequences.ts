/** What follows from settings, before they are saved. */
import type { Connection } from '../connections.ts';
import { type BrakeOf, heldCount } from '../held/held-types.ts';
import { count } from '../held/words.ts';
import { type Draft, PROVIDERS } from './draft.ts';
import { refusedWhenStrict } from './tolerances.ts';

/** In words, each to be read before one saves; empty when nothing can hurt. */
export function consequencesOf(
  connection: Connection,
  draft: Draft,
  brake: BrakeOf | undefined,
): readonly string[] {
  const turned = <K extends keyof Draft>(name: K, to: Draft[K]) =>
    connection[name] !== draft[name] && draft[name] === to;
  return [
    draft.mode === 'strict' &&
      (turned('mode', 'strict') || connection.dialect !== draft.dialect) &&
      strictWith(draft.dialect),
    turned('groupsEnabled', false) &&
      `Pushing groups fails from then on: the identity provider is answered 403. The ${count(connection.groups, 'group')} that were pushed stay as they are, and so do their members' permissions.`,
    turned('duplicateGroupNames', true) &&
      'An identity provider that matches groups by name can no longer tell two of one name apart.',
    turned('invitations', 'send') &&
      'Whoever is provisioned from then on is mailed at once. Invitations that are held stay held until you release them.',
    turned('invitations', 'none') &&
      'Whoever is provisioned from then on gets no mail. Make sure that they can sign in, for example by single sign-on.',
    turned('linkPolicy', 'never') &&
      'People who are members already get a second entry when they are provisioned, without their old permissions.',
    turned('brake', false) && withoutBrake(brake),
    draft.brakePercent >= 50 &&
      draft.brakePercent > connection.brakePercent &&
      'Half of your people or more can then be taken away within the window without a question.',
  ].filter((one) => typeof one === 'string');
}

function strictWith(dialect: string): string {
  const refused = refusedWhenStrict(dialect);
  const provider =
    dialect === 'generic' ? 'Your identity provider' : (PROVIDERS[dialect] ?? dialect);
  if (refused.length === 0) {
    return `${provider} has to keep to the standard to the letter. Watch the activity after you have saved.`;
  }
  const examples = refused
    .slice(0, 3)
    .map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1));
  const more = refused.length > 3 ? ', and more' : '';
  return `${provider} is known to send what a strict connection refuses (${examples.join('; ')}${more}). Provisioning is likely to fail.`;
}

function withoutBrake(brake: BrakeOf | undefined): string {
  const held = brake === undefined ? 0 : heldCount(brake);
  const waiting =
    held === 0 ? '' : ` ${count(held, 'change')} that wait now pass when they are repeated.`;
  return `A wrong click in the identity provider can then take everybody away within minutes.${waiting}`;
}

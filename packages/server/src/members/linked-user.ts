/** What linking goes by. */
export interface LinkedUser {
  readonly id: string;
  readonly userNameKey: string;
  /** The primary e-mail address, else the first. */
  readonly email: string | undefined;
  /** Folded. */
  readonly emailKey: string | undefined;
  /** Where to write to the person: the address, else the userName where it is one; never folded. */
  readonly mailAddress?: string | undefined;
  readonly displayName: string | undefined;
  readonly active: boolean;
}

/** `automatic` links what is certain; `ask` makes every match a claim; `never` links no match. */
export type LinkPolicy = 'automatic' | 'ask' | 'never';

/** What becomes of invitations: mailed at once, held until released, or none made. */
export type InvitationPolicy = 'send' | 'hold' | 'none';

/** What linking goes by. */
export interface LinkedUser {
  readonly id: string;
  readonly userNameKey: string;
  /** The primary e-mail address, else the first. */
  readonly email: string | undefined;
  /** Folded. */
  readonly emailKey: string | undefined;
  readonly displayName: string | undefined;
  readonly active: boolean;
}

/** `automatic` links what is certain; `ask` makes every match a claim; `never` links no match. */
export type LinkPolicy = 'automatic' | 'ask' | 'never';

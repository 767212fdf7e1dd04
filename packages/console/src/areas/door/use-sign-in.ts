import { useState } from 'react';
import { post } from '../../api/call.ts';
import type { OrganizationChoice } from '../../api/types.ts';
import { useSubmit } from '../../components/use-submit.ts';
import { useEnter } from './enter.ts';

type Answer =
  | { readonly signedIn: true }
  | { readonly signedIn: false; readonly organizations: readonly OrganizationChoice[] };

interface Given {
  readonly email: string;
  readonly password: string;
  /** Short name of the one to go to. */
  readonly organization?: string;
}

/** Signs in by password. @param next Where to go then. */
export function useSignIn(next: string | undefined) {
  const enter = useEnter();
  const [choices, setChoices] = useState<readonly OrganizationChoice[]>();
  const { error, isBusy, submit } = useSubmit(async (given: Given) => {
    const answer = await post<Answer>('/sign-in', given);
    if (answer.signedIn) await enter(next);
    else setChoices(answer.organizations);
  });
  return {
    /** The organisations that the account leads to, once that is known and there are several. */
    choices,
    error,
    isBusy,
    signIn: submit,
    startOver: () => setChoices(undefined),
  };
}

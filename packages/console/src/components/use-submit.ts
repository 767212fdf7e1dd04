/** What every form does with its answer. */
import { useState } from 'react';

export interface Submit<A extends readonly unknown[]> {
  readonly error: Error | undefined;
  readonly isBusy: boolean;
  /** Does it; what it throws becomes `error`. */
  readonly submit: (...given: A) => Promise<void>;
}

/**
 * @param atField Puts an error at the field that it is about, and says whether it did; then it is not shown again.
 */
export function useSubmit<A extends readonly unknown[]>(
  action: (...given: A) => Promise<unknown>,
  atField: (error: Error) => boolean = () => false,
): Submit<A> {
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);

  async function submit(...given: A): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await action(...given);
    } catch (cause) {
      const failure = cause instanceof Error ? cause : new Error(String(cause));
      if (!atField(failure)) setError(failure);
    } finally {
      setBusy(false);
    }
  }
  return { error, isBusy, submit };
}

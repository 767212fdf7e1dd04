/**
 * A request may have to wait for the person: to prove again to be the one (step-up), or to sign in again. The
 * dialogs that ask (`layout/`) register themselves here, so that a request anywhere can wait for them.
 */

/** Resolves with whether the request is worth repeating. */
type Ask = () => Promise<boolean>;

export interface Asker {
  /** The dialog is there. @returns What takes it away. */
  register(ask: Ask): () => void;
  /** Several requests at once ask only once. False where no dialog is. */
  ask(): Promise<boolean>;
}

function createAsker(): Asker {
  let dialog: Ask | undefined;
  let asking: Promise<boolean> | undefined;
  return {
    register(ask) {
      dialog = ask;
      return () => {
        if (dialog === ask) dialog = undefined;
      };
    },
    ask() {
      if (dialog === undefined) return Promise.resolve(false);
      asking ??= dialog().finally(() => {
        asking = undefined;
      });
      return asking;
    },
  };
}

export const proof = createAsker();
export const signingIn = createAsker();

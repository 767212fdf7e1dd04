/**
 * Step-up: some requests are only for somebody who has proven a moment ago to be who they are. The dialog
 * that asks (`layout/proof-dialog.tsx`) registers itself here, so that a request anywhere can wait for it.
 */

/** Resolves with whether the person has proven it. */
type Asker = () => Promise<boolean>;

let asker: Asker | undefined;
/** Several requests at once ask only once. */
let asking: Promise<boolean> | undefined;

export function registerAsker(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = undefined;
  };
}

export async function askForProof(): Promise<boolean> {
  if (asker === undefined) return false;
  asking ??= asker().finally(() => {
    asking = undefined;
  });
  return asking;
}

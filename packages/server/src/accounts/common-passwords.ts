/** What everybody tries first: 49,000 passwords from leaks, in the package; nobody is asked over the network. */

let loading: Promise<ReadonlySet<string>> | undefined;

/** Read when the first password is set, since most starts of the service need none. */
async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common']);
}

/** @param folded In the letters of `fold`. @returns Whether it is one of them, or two in a row. */
export async function isCommon(folded: string): Promise<boolean> {
  loading ??= load();
  const common = await loading;
  if (common.has(folded)) return true;
  for (let at = 1; at < folded.length; at++) {
    if (common.has(folded.slice(0, at)) && common.has(folded.slice(at))) return true;
  }
  return false;
}

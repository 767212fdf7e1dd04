/**
 * The code of a link that somebody followed: `/join#code`. It is taken out of the address bar, the history and
 * every screenshot before anything else happens; so the first thing that the console imports is this.
 */
import { useSyncExternalStore } from 'react';

/**
 * Pages that such links lead to, by the ends of their paths. That of a guide stays where it is: it gives nobody any
 * power, and is loaded again for days.
 */
const PAGES = /\/(?:set-up|join|sign-in-link|reset-password)$/;

let code: string | undefined;
const listeners = new Set<() => void>();

function take(): void {
  if (location.hash.length < 2 || !PAGES.test(location.pathname)) return;
  code = location.hash.slice(1);
  history.replaceState(history.state, '', location.pathname + location.search);
  for (const tell of listeners) tell();
}

take();
// Another link that is followed on such a page loads nothing anew.
window.addEventListener('popstate', take);
window.addEventListener('hashchange', take);

/** The code that came with this page; undefined when none did, or the page was loaded again. */
export function useLinkCode(): string | undefined {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => code,
  );
}

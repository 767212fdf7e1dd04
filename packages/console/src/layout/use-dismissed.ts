import { useState } from 'react';

/** What somebody has hidden for as long as they are signed in, in this window. @param session Its id. */
export function useDismissed(session: string) {
  const place = `rollcall.dismissed.${session}`;
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(() => read(place));
  return {
    dismissed,
    dismiss(key: string) {
      const next = new Set([...dismissed, key]);
      sessionStorage.setItem(place, JSON.stringify([...next]));
      setDismissed(next);
    },
  };
}

/** The browser gives back whatever lies there. */
function read(place: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    return new Set();
  }
}

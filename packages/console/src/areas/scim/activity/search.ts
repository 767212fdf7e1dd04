/** What the log is looked through for, as it stands in the address of the page. */

export const SPANS = ['1h', '24h', '7d', '30d'] as const;
export const STATUSES = ['failed', '2xx', '4xx', '5xx'] as const;
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Texts that people type. */
export const TEXTS = ['text', 'user', 'group', 'token', 'connection'] as const;

export interface ActivitySearch {
  readonly view?: 'charts';
  /** How far back. */
  readonly since?: (typeof SPANS)[number];
  readonly status?: (typeof STATUSES)[number];
  readonly method?: (typeof METHODS)[number];
  readonly text?: string;
  readonly user?: string;
  readonly group?: string;
  /** Ids. */
  readonly token?: string;
  readonly connection?: string;
  /** Only requests with a note. */
  readonly notes?: true;
}

/** Reads the address; what makes no sense is left out. */
export function readActivitySearch(given: Record<string, unknown>): ActivitySearch {
  const texts = TEXTS.flatMap((name) => {
    const value = given[name];
    // The router takes what looks like a number for one.
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' && text !== '' ? [[name, text.slice(0, 200)]] : [];
  });
  return {
    ...(given.view === 'charts' ? { view: 'charts' } : {}),
    ...pick('since', SPANS, given),
    ...pick('status', STATUSES, given),
    ...pick('method', METHODS, given),
    ...Object.fromEntries(texts),
    ...(given.notes === true ? { notes: true } : {}),
  };
}

function pick<K extends string, V extends string>(
  name: K,
  values: readonly V[],
  given: Record<string, unknown>,
): { readonly [name in K]?: V } {
  const value = values.find((one) => one === given[name]);
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in K]?: V });
}

/** The same as parameters of the API. */
export function toQuery({ view: _view, notes, ...rest }: ActivitySearch) {
  return { ...rest, notes: notes === true ? 'yes' : undefined };
}

/** Whether it leaves anything out. */
export function isFiltered({ view: _view, ...filters }: ActivitySearch): boolean {
  return Object.keys(filters).length > 0;
}

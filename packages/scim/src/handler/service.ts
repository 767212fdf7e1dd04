import { DEFAULT_LIMITS, type ScimLimits } from '../limits.ts';
import type { ResourceType } from '../schema/types.ts';
import type { ScimHandlerOptions } from './session.ts';

/** What is the same for every request. */
export interface Service {
  readonly authenticate: ScimHandlerOptions['authenticate'];
  readonly refusalOf: ScimHandlerOptions['refusalOf'];
  readonly observe: ScimHandlerOptions['observe'];
  readonly baseUrl: string;
  /** Path of `baseUrl`, without trailing slash. */
  readonly basePath: string;
  readonly limits: ScimLimits;
  readonly resourceTypes: readonly ResourceType[];
  /** By the first segment of the path: `Users`. */
  readonly typeBySegment: ReadonlyMap<string, ResourceType>;
  readonly documentationUri: string | undefined;
}

/** Printable ASCII that stands in JSON as it is: answers are put together around it. */
const PLAIN_TEXT = /^[!#-[\]-~]+$/;

/** @throws Error when the options make no sense, at start. */
export function createService(options: ScimHandlerOptions): Service {
  const { baseUrl } = options;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !url.protocol.startsWith('http') || url.search || url.hash) {
    throw new Error(`baseUrl: ${baseUrl} is not an absolute HTTP URL without query.`);
  }
  if (baseUrl.endsWith('/')) throw new Error(`baseUrl: ${baseUrl} ends with a slash.`);
  for (const text of [baseUrl, ...options.resourceTypes.flatMap((t) => [t.name, t.endpoint])]) {
    if (!PLAIN_TEXT.test(text)) {
      throw new Error(`baseUrl or name of a type: ${text} is not plain ASCII without quotes.`);
    }
  }
  return Object.freeze({
    authenticate: options.authenticate,
    refusalOf: options.refusalOf,
    observe: options.observe,
    baseUrl,
    basePath: url.pathname === '/' ? '' : url.pathname,
    limits: Object.freeze({ ...DEFAULT_LIMITS, ...options.limits }),
    resourceTypes: options.resourceTypes,
    typeBySegment: new Map(options.resourceTypes.map((type) => [type.endpoint.slice(1), type])),
    documentationUri: options.documentationUri,
  });
}

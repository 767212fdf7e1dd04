import type { ScimLimits } from '../limits.ts';
import type { Json, JsonObject } from '../resource/types.ts';
import { serviceProviderConfigSchema } from '../schema/index.ts';

export interface ServiceFacts {
  readonly baseUrl: string;
  readonly limits: ScimLimits;
  readonly documentationUri: string | undefined;
  /** Whether who asks gets exactly draft-zollner-scim-interop-profile. */
  readonly interopProfile: boolean;
}

/**
 * What the service can do (RFC 7643 §5, RFC 9865 §4). Every value is what the handler does; a
 * client may rely on it.
 */
export function serviceProviderConfig(facts: ServiceFacts): JsonObject {
  const { baseUrl, limits } = facts;
  const config: Record<string, Json> = { schemas: [serviceProviderConfigSchema.id] };
  if (facts.documentationUri !== undefined) config.documentationUri = facts.documentationUri;
  config.patch = { supported: true };
  config.bulk = { supported: false, maxOperations: 0, maxPayloadSize: 0 };
  config.filter = { supported: true, maxResults: limits.pageSize };
  config.changePassword = { supported: false };
  config.sort = { supported: true };
  config.etag = { supported: true };
  config.pagination = {
    cursor: false,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: Math.min(limits.defaultPageSize, limits.pageSize),
    maxPageSize: limits.pageSize,
  };
  config.authenticationSchemes = [bearerToken(facts)];
  if (facts.interopProfile) config.interopProfileConformant = true;
  config.meta = {
    resourceType: 'ServiceProviderConfig',
    location: `${baseUrl}/ServiceProviderConfig`,
  };
  return config;
}

function bearerToken({ documentationUri }: ServiceFacts): JsonObject {
  const scheme = {
    type: 'oauthbearertoken',
    name: 'OAuth Bearer Token',
    description: 'Authentication with a token in the Authorization header, after "Bearer".',
    specUri: 'https://www.rfc-editor.org/info/rfc6750',
  };
  return documentationUri === undefined
    ? { ...scheme, primary: true }
    : { ...scheme, documentationUri, primary: true };
}

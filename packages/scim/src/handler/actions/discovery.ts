/** The endpoints that say what the service can do (RFC 7644 §4). All but `filter` is ignored there. */
import { ScimError } from '../../errors.ts';
import {
  listResponse,
  resourceTypeDocument,
  schemaDocument,
  serviceProviderConfig,
} from '../../messages/index.ts';
import type { JsonObject } from '../../resource/types.ts';
import {
  resourceTypeSchema,
  schemaSchema,
  serviceProviderConfigSchema,
} from '../../schema/index.ts';
import type { ResourceType, Schema } from '../../schema/types.ts';
import { documentAnswer } from '../answers.ts';
import type { Call } from '../call.ts';
import { readParameters } from '../http/parameters.ts';
import { answerTypeFor, followsInteropProfile } from '../interop-profile.ts';
import type { ScimSession } from '../session.ts';

/** @param session Undefined for who is not signed in. */
export function readServiceProviderConfig(call: Call, session: ScimSession | undefined): Response {
  const { baseUrl, limits, documentationUri } = call.service;
  const interopProfile = followsInteropProfile(session);
  return answer(call, serviceProviderConfig({ baseUrl, limits, documentationUri, interopProfile }));
}

export function listResourceTypes(call: Call, { resourceTypes }: ScimSession): Response {
  const { baseUrl } = call.service;
  return answer(
    call,
    listResponse(resourceTypes.map((type) => resourceTypeDocument(type, baseUrl))),
  );
}

export function readResourceType(
  call: Call,
  { resourceTypes }: ScimSession,
  name: string,
): Response {
  const type = resourceTypes.find((candidate) => candidate.name === name);
  if (type === undefined) {
    throw new ScimError('notFound', 'There is no resource type of this name.');
  }
  return answer(call, resourceTypeDocument(type, call.service.baseUrl));
}

export function listSchemas(call: Call, { resourceTypes }: ScimSession): Response {
  const { baseUrl } = call.service;
  const schemas = schemasOf(resourceTypes).map((schema) => schemaDocument(schema, baseUrl));
  return answer(call, listResponse(schemas));
}

/** Also knows the schemas of the discovery resources, which the list leaves out. */
export function readSchema(call: Call, { resourceTypes }: ScimSession, uri: string): Response {
  const wanted = uri.toLowerCase();
  const schema = [...schemasOf(resourceTypes), ...DISCOVERY_SCHEMAS].find(
    ({ id }) => id.toLowerCase() === wanted,
  );
  if (schema === undefined) throw new ScimError('notFound', 'There is no schema of this URI.');
  return answer(call, schemaDocument(schema, call.service.baseUrl));
}

const DISCOVERY_SCHEMAS = [serviceProviderConfigSchema, resourceTypeSchema, schemaSchema];

function schemasOf(types: readonly ResourceType[]): readonly Schema[] {
  const schemas = types.flatMap((type) => [
    type.schema,
    ...type.extensions.map(({ schema }) => schema),
  ]);
  return [...new Set(schemas)];
}

function answer(call: Call, document: JsonObject): Response {
  const mediaType = answerTypeFor(call.requestHeaders, call.record.session);
  if (readParameters(call.target.query).filter !== undefined) {
    throw new ScimError('forbidden', 'Discovery endpoints cannot be filtered (RFC 7644 §4).');
  }
  return documentAnswer(document, mediaType, call.headers);
}

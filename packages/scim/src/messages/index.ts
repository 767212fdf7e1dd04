export { errorBody } from './error-body.ts';
export { LIST_TAIL, listHead, listResponse } from './list-response.ts';
export { resourceTypeDocument } from './resource-type-document.ts';
export { schemaDocument } from './schema-document.ts';
export { serviceProviderConfig } from './service-provider-config.ts';
export { URNS } from './urns.ts';

/** URNs of protocol messages (RFC 7644 §8.2). They are not schemas, so `/Schemas` never lists them. */
const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';

export const URNS = Object.freeze({
  error: `${MESSAGES}:Error`,
  listResponse: `${MESSAGES}:ListResponse`,
  patchOp: `${MESSAGES}:PatchOp`,
});

/** Where SCIM is, under the public URL of the service. */
export const SCIM_PATH = '/v1/scim/v2';

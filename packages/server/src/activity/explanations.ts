/**
 * What errors mean, in plain words for the administrators of both sides. A row is found by the error's
 * status and `scimType`, and where one error has several causes by the beginning or the words of its detail;
 * the first that fits counts, so those without words come after those with them.
 */
import type { ErrorName } from '@rollcall/scim';

export interface Explanation {
  /** What happened. */
  readonly what: string;
  readonly why: string;
  /** What to do there. */
  readonly onIdentityProvider: string;
  /** What to do in Rollcall. */
  readonly here: string;
}

export interface ExplanationRow extends Explanation {
  readonly error: ErrorName;
  /** In the detail of the answer; without it any detail fits. */
  readonly words?: string;
}

const NOTHING_HERE = 'Nothing.';
const SEND_AGAIN = 'Nothing; identity providers send it again by themselves.';
const NEW_TOKEN = 'Make a token (rollcall token create) and hand it over once.';

export const EXPLANATIONS: readonly ExplanationRow[] = Object.freeze([
  {
    error: 'unauthorized',
    words: 'header is missing',
    what: 'The request came without a token.',
    why: 'It has no Authorization header.',
    onIdentityProvider:
      'Enter the token in the provisioning settings, as bearer or header authentication.',
    here: NOTHING_HERE,
  },
  {
    error: 'unauthorized',
    words: '"Bearer" twice',
    what: 'The token was not read.',
    why: 'The identity provider adds the word "Bearer" by itself, and it was typed in front of the token, too.',
    onIdentityProvider: 'Enter the token alone.',
    here: NOTHING_HERE,
  },
  {
    error: 'unauthorized',
    words: 'has no scheme',
    what: 'The token was refused for its form.',
    why: 'It was sent without the word "Bearer", which a strict connection insists on.',
    onIdentityProvider: 'Put "Bearer" and a space before the token.',
    here: 'Or make the connection tolerant (rollcall connection set --mode tolerant).',
  },
  {
    error: 'unauthorized',
    words: 'mistyped or cut off',
    what: 'The token is none.',
    why: 'Its check digits are wrong: a character was lost or changed when it was copied.',
    onIdentityProvider: 'Enter the whole token again.',
    here: `If it is lost: ${NEW_TOKEN}`,
  },
  {
    error: 'unauthorized',
    words: 'expired on',
    what: 'The token has expired.',
    why: 'It was made with an end, and that has passed. Nothing is provisioned until there is another.',
    onIdentityProvider: 'Enter the new token.',
    here: NEW_TOKEN,
  },
  {
    error: 'unauthorized',
    words: 'was revoked',
    what: 'The token was revoked.',
    why: 'Somebody ended it on purpose; the audit log says who (rollcall audit list --action token.revoked).',
    onIdentityProvider: 'Enter a new token, if the integration is to go on.',
    here: NEW_TOKEN,
  },
  {
    error: 'unauthorized',
    words: 'is suspended',
    what: 'The organisation is suspended.',
    why: 'The operator refuses all of its tokens for now.',
    onIdentityProvider: NOTHING_HERE,
    here: 'The operator can end it (rollcall organization resume).',
  },
  {
    error: 'unauthorized',
    what: 'The token is not known.',
    why: 'It is of another service or address, or its organisation or connection is gone.',
    onIdentityProvider: 'Look whether base URL and token belong together, and enter both again.',
    here: NEW_TOKEN,
  },
  {
    error: 'forbidden',
    words: 'Use one with the scope',
    what: 'The token may not do this.',
    why: 'It is for reading alone, or for another purpose.',
    onIdentityProvider: 'Enter a token with the scope that the detail names.',
    here: 'Make one (rollcall token create --scope scim:write).',
  },
  {
    error: 'forbidden',
    words: 'Groups are switched off',
    what: 'Groups cannot be pushed.',
    why: 'They are switched off for this connection.',
    onIdentityProvider: 'Push users only.',
    here: 'Or switch groups on (rollcall connection set --groups on).',
  },
  {
    error: 'forbidden',
    words: 'has no groups over SCIM',
    what: 'Groups cannot be pushed.',
    why: 'The plan of the organisation has users only.',
    onIdentityProvider: 'Push users only.',
    here: 'Or change the plan (rollcall organization set-plan).',
  },
  {
    error: 'forbidden',
    words: 'Until then users can be read',
    what: 'Nobody can be created or changed.',
    why: 'The plan of the organisation has no provisioning, or has ended. Deactivating and deleting go on working.',
    onIdentityProvider: 'Nothing; send it again once the plan is there.',
    here: 'Change or renew the plan (rollcall organization set-plan).',
  },
  {
    error: 'forbidden',
    words: 'are taken. Deactivate somebody',
    what: 'Nobody else can come in.',
    why: 'All seats that the organisation has bought are taken by active members.',
    onIdentityProvider:
      'Deactivate or unassign somebody who no longer needs access; then send it again.',
    here: 'Or raise the number (rollcall organization set-seats).',
  },
  {
    error: 'forbidden',
    what: 'The service does not allow this.',
    why: 'The detail says which rule it is about.',
    onIdentityProvider: 'Send the request without what the detail names.',
    here: NOTHING_HERE,
  },
  {
    error: 'sensitive',
    what: 'The request was refused for what is in its URL.',
    why: 'URLs end up in logs, so sensitive data must not be in them.',
    onIdentityProvider: 'Send it in a body, with POST to /.search.',
    here: NOTHING_HERE,
  },
  {
    error: 'notFound',
    words: 'There is no such endpoint',
    what: 'The address is none of the service.',
    why: 'The base URL is wrong, or the client asks for a part of SCIM that is not there.',
    onIdentityProvider: 'Let the base URL end with /v1/scim/v2.',
    here: NOTHING_HERE,
  },
  {
    error: 'notFound',
    what: 'What was asked for is not there.',
    why: 'It was deleted, or was made by another connection, whose users and groups this one does not see.',
    onIdentityProvider:
      'Let it look the person or group up again and create it: unassign and assign, or unlink and push.',
    here: 'The audit log says what became of it (rollcall audit list --subject with the id of the request).',
  },
  {
    error: 'methodNotAllowed',
    what: 'The address does not take this method.',
    why: 'The client is made for another version of SCIM or for another address.',
    onIdentityProvider: 'Look at the base URL and the version: SCIM 2.0.',
    here: NOTHING_HERE,
  },
  {
    error: 'notAcceptable',
    what: 'The client does not take the form of the answer.',
    why: 'Its Accept header allows neither application/scim+json nor application/json.',
    onIdentityProvider: 'Allow one of the two.',
    here: NOTHING_HERE,
  },
  {
    error: 'uniqueness',
    words: 'A group of this connection',
    what: 'The group was not saved.',
    why: 'This connection has another group of the same name; letter case does not count.',
    onIdentityProvider: 'Link to the group that is there, or push under another name.',
    here: 'Or allow groups of one name (rollcall connection set --duplicate-group-names on).',
  },
  {
    error: 'uniqueness',
    words: 'An administrator made a group',
    what: 'The group was not saved.',
    why: 'A group that was made in the application has the name, and one that is pushed is never taken for it.',
    onIdentityProvider: 'Push under another name.',
    here: 'Or rename or delete the group that was made here (rollcall group rename).',
  },
  {
    error: 'uniqueness',
    what: 'The user was not saved.',
    why: 'This connection has another user with the same userName; letter case does not count, and deactivated users do.',
    onIdentityProvider:
      'Let it match the user that is there by userName, or give another userName.',
    here: 'The detail names the other by its id.',
  },
  {
    error: 'preconditionFailed',
    what: 'The change was not made.',
    why: 'Somebody else changed the same resource meanwhile, so it would have been overwritten.',
    onIdentityProvider:
      'Read it again and repeat the change; identity providers do so by themselves.',
    here: NOTHING_HERE,
  },
  {
    error: 'payloadTooLarge',
    what: 'The request is too large.',
    why: 'Its body or its list of members is over a limit, which the detail names. Nothing was changed.',
    onIdentityProvider: 'Send fewer members at once, where that can be set.',
    here: 'Or raise the limit (rollcall serve --limit).',
  },
  {
    error: 'unsupportedMediaType',
    what: 'The body was not read.',
    why: 'It is no JSON by its Content-Type, or it is compressed.',
    onIdentityProvider: 'Send application/scim+json, uncompressed.',
    here: 'If a proxy compresses bodies on their way, turn that off.',
  },
  {
    error: 'invalidFilter',
    what: 'The search was not answered.',
    why: 'Its filter is malformed, or names an attribute that there is none of. Guessing would find the wrong people.',
    onIdentityProvider:
      'Correct the matching attribute or the filter; userName and externalId always work.',
    here: NOTHING_HERE,
  },
  {
    error: 'tooMany',
    what: 'The search took too long and was given up.',
    why: 'No index answers its filter, and there are too many resources to look at each.',
    onIdentityProvider:
      'Match by userName, externalId, an e-mail address or displayName with "eq".',
    here: NOTHING_HERE,
  },
  {
    error: 'mutability',
    what: 'The change was not made.',
    why: 'It is about an attribute that cannot be changed or removed.',
    onIdentityProvider: 'Take the attribute that the detail names out of the mapping.',
    here: NOTHING_HERE,
  },
  {
    error: 'invalidSyntax',
    what: 'The request was not understood.',
    why: 'Its body is no JSON, or not of the form that SCIM asks for; the detail says where.',
    onIdentityProvider: 'Correct the mapping or template that makes the body.',
    here: 'A tolerant connection takes more forms (rollcall connection set --mode tolerant).',
  },
  {
    error: 'invalidPath',
    what: 'The change was not made.',
    why: 'The path of an operation is malformed, or names an attribute that there is none of.',
    onIdentityProvider: 'Correct the attribute that the detail names in the mapping.',
    here: NOTHING_HERE,
  },
  {
    error: 'noTarget',
    what: 'The change was not made.',
    why: 'An operation is about a value that is not there.',
    onIdentityProvider: 'Let it read the resource again; then the change fits what is there.',
    here: 'A tolerant connection creates what a replace does not find (rollcall connection set --mode tolerant).',
  },
  {
    error: 'invalidValue',
    words: 'nobody in this connection',
    what: 'The members were not added.',
    why: 'None of them was provisioned over this connection.',
    onIdentityProvider: 'Assign the people first, then push the group.',
    here: NOTHING_HERE,
  },
  {
    error: 'invalidValue',
    words: 'is a token of this service',
    what: 'A token was sent as a value, and was not stored.',
    why: 'Somebody entered it for a person or group, or mapped it to an attribute, where others can read it.',
    onIdentityProvider: 'Take it out of the field or mapping.',
    here: 'Revoke the token (rollcall token revoke) and make another.',
  },
  {
    error: 'invalidValue',
    what: 'A value was refused.',
    why: 'It is missing, of the wrong type, or not allowed; the detail names the attribute.',
    onIdentityProvider:
      'Correct the value of the person or group, or the mapping of the attribute.',
    here: NOTHING_HERE,
  },
  {
    error: 'invalidVers',
    what: 'The request is of another version of the protocol.',
    why: 'The service speaks SCIM 2.0.',
    onIdentityProvider: 'Choose SCIM 2.0.',
    here: NOTHING_HERE,
  },
  {
    error: 'tooManyRequests',
    what: 'The request came too soon.',
    why: 'The connection sends more requests a second than it may, and had used up what it had saved.',
    onIdentityProvider: SEND_AGAIN,
    here: 'If it goes on, raise the rate (rollcall connection set --requests-per-second).',
  },
  {
    error: 'removalHeld',
    what: 'Somebody, or the members of a group, were to be taken away, and were not.',
    why: 'The connection takes away more at once than may go without a question, or earlier removals still wait for an answer. Most often somebody unassigned an application or emptied a group by mistake.',
    onIdentityProvider:
      'If it is a mistake, assign the people again. If it is meant, nothing: it repeats the request by itself, or can be told to.',
    here: 'Look at what is held (rollcall connection held); then release or discard it (rollcall connection release, connection discard).',
  },
  {
    error: 'internal',
    what: 'The service failed.',
    why: 'A fault of the service; its log tells more under the id of the request.',
    onIdentityProvider: SEND_AGAIN,
    here: 'Look into the log, and report it.',
  },
  {
    error: 'notImplemented',
    what: 'The service does not have this part of SCIM.',
    why: 'The client asks for something that discovery says is not there.',
    onIdentityProvider: 'Turn off what the detail names.',
    here: NOTHING_HERE,
  },
  {
    error: 'unavailable',
    what: 'The service could not take the request then.',
    why: 'Its database was away, its disk was full, or it had too much to do. Nothing was changed.',
    onIdentityProvider: SEND_AGAIN,
    here: 'If it goes on: rollcall doctor.',
  },
  {
    error: 'outcomeUnknown',
    what: 'It is not known whether the change was made.',
    why: 'The connection to the database broke while it was being saved. It is there whole or not at all.',
    onIdentityProvider: 'Let it read the resource before it repeats the change.',
    here: 'The audit log says whether it was made (rollcall audit list).',
  },
] satisfies readonly ExplanationRow[]);

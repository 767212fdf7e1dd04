export { type Authenticated, authenticateToken } from './authenticate.ts';
export {
  hasToken,
  isOperatorKeyText,
  newOperatorKeyText,
  newOrganizationId,
} from './format.ts';
export { TokenUse } from './token-use.ts';
export {
  ACTIVE_PER_PURPOSE,
  createToken,
  listTokens,
  type NewToken,
  revokeToken,
  rotateToken,
  SCOPES,
  type Scope,
  type Token,
  type TokenInput,
} from './tokens.ts';

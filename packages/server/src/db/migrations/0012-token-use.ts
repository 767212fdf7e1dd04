/** Where a token was last used from, so that its owner sees a place that is not the identity provider's. */
export const tokenUse: readonly string[] = ['alter table token add column last_used_from text'];

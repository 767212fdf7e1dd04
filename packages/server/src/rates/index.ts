export { RateLimit } from './rate-limit.ts';
export { type RateSharing, shareRates } from './share-rates.ts';

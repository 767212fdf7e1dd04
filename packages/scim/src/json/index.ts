export { clip } from './clip.ts';
export { type JsonLimits, readJson } from './read-json.ts';
export { isObject, own } from './values.ts';

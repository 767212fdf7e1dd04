export { compareKeys, comparisonKey } from './comparison-key.ts';
export { evaluate, evaluateElement } from './evaluate.ts';
export { fold } from './fold.ts';
export { instantKey } from './instant.ts';
export { parseFilter } from './parse-filter.ts';
export { parseAttributePath, parsePath } from './parse-path.ts';
export { printFilter, printPath } from './print.ts';
export { resolveElementFilter, resolveFilter } from './resolve.ts';

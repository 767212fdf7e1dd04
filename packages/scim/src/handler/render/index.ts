export { toBody } from './chunks.ts';
export { fullView, memberView } from './full-view.ts';
export { location } from './links.ts';
export { listChunks, resourceChunks, type View } from './resource-chunks.ts';

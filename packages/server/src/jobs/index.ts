export { type Job, type JobOptions, type RunningJobs, startJobs } from './jobs.ts';

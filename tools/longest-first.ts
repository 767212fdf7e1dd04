/**
 * Starts the files of tests that take longest first, so that no worker is left with one of them at the
 * end while the other has nothing to do. On a fresh machine nothing is known of earlier runs.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Longest first. Parts of paths; seconds on two cores are in the results of a run, `artifacts/`. */
const LONGEST = [
  'test/conformance/races',
  'test/cli/commands',
  'test/cli/copy',
  'test/crash/',
  'test/mail/',
  'test/cli/',
  'test/conformance/rows-read',
  'test/dialects/okta-template',
  'test/security/',
  'resources/agreement',
  'test/notices/',
  'test/members/',
  'jobs/jobs',
  'resources/membership',
  'test/conformance/',
] as const;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((part) => moduleId.includes(part));
      return index === -1 ? LONGEST.length : index;
    };
    // A stable sort: within a place it stays the order of Vitest, which goes by size.
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

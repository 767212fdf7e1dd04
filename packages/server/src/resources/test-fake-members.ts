/** Stands in for the members feature in tests of the store: remembers what it was told. */
import { vi } from 'vitest';

export const linking = {
  userCreated: vi.fn(() => ({ memberId: undefined, claimId: undefined })),
  userChanged: vi.fn(),
  userDeleted: vi.fn(),
};

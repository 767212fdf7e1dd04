import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['rollcall-source'] },
  ssr: { resolve: { conditions: ['rollcall-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});

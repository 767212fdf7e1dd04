import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import postcssMantine from 'postcss-preset-mantine';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** Smaller files gain nothing from being compressed, bytes. */
const COMPRESS_FROM = 1024;

/** Puts a Brotli and a gzip copy beside each asset, so that the server compresses nothing itself. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    // From the files as they were written: only then are they what they will be.
    writeBundle({ dir = '.' }, bundle) {
      for (const fileName of Object.keys(bundle)) {
        // The page itself is filled in by the server for each answer.
        if (fileName.endsWith('.html')) continue;
        const path = join(dir, fileName);
        const source = readFileSync(path);
        if (source.length < COMPRESS_FROM) continue;
        writeFileSync(`${path}.br`, brotliCompressSync(source));
        writeFileSync(`${path}.gz`, gzipSync(source, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  // Relative to the <base> that the server writes: the service may live under a path.
  base: './',
  plugins: [react(), compressed()],
  css: { postcss: { plugins: [postcssMantine()] } },
  resolve: { conditions: ['rollcall-source', ...defaultClientConditions] },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // The library of components is one file of 600 kB, 190 kB on its way.
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    strictPort: true,
    // Fetch metadata and Origin have to say that a change comes from the service's own pages.
    proxy: {
      '/v1': { target: 'http://127.0.0.1:3000', headers: { origin: 'http://127.0.0.1:3000' } },
    },
  },
});

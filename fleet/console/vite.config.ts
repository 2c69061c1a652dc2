import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const outDir = join(here, '..', '..', 'dist', 'console');

/** Puts a `.br` and a `.gz` beside every text file, so that the server never compresses while somebody waits. */
function compress(): Plugin {
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) visit(path);
      else if (/\.(js|css|svg|html)$/.test(name)) {
        const bytes = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(bytes));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    }
  };
  return { name: 'compress', apply: 'build', closeBundle: () => visit(outDir) };
}

export default defineConfig({
  root: here,
  plugins: [react(), compress()],
  build: { target: 'chrome90', outDir, emptyOutDir: true, assetsDir: 'assets', chunkSizeWarningLimit: 900 },
});

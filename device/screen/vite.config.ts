import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
/** Small computers in cabinets keep the Chromium that they were delivered with. */
const target = 'chrome83';

/** Writes the build into index.html; a page says it with every heartbeat. */
function stateBuild(): Plugin {
  return {
    name: 'state-build',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const names = Object.keys(bundle ?? {})
          .toSorted()
          .join('\n');
        const build = createHash('sha256').update(names).digest('base64url').slice(0, 12);
        return html.replace('name="build" content=""', `name="build" content="${build}"`);
      },
    },
  };
}

export default defineConfig({
  root: here,
  base: '/screen/',
  plugins: [react(), stateBuild()],
  build: {
    target,
    cssTarget: target,
    outDir: join(here, '..', '..', 'dist', 'screen'),
    emptyOutDir: true,
    assetsDir: 'assets',
    modulePreload: { polyfill: false },
  },
});

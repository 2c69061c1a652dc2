import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin, type Rolldown } from 'vite';
import { machinePage, machineParts, pages, signInPage } from './manifest.ts';

const here = dirname(fileURLToPath(import.meta.url));
const outDir = join(here, '..', '..', 'dist', 'console');
const target = 'chrome90';

/**
 * Writes a `.br` and a `.gz` next to every text file, so that the server never compresses during a
 * request.
 */
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

const framePackages = /node_modules\/(react|react-dom|scheduler|@tanstack\/(react-query|query-core))\//;
const frameSources = /^(app|api|ui)\/|^texts\/[^/]+$|^(manifest|page-files)\.ts$/;
/**
 * What is fetched only when needed: Ant Design and the chart library, and every source that draws
 * with them.
 */
const libraries = /node_modules\/(antd|@ant-design|@rc-component|rc-[^/]+|echarts|zrender)\//;
const drawsWithLibrary = /^import (?!type\b)[^;]* from '(?:antd|echarts)[/']/m;

/**
 * Whether a module belongs to the one file that every page needs. Many small files would each be a
 * round trip.
 */
function inFrame(id: string): boolean {
  if (framePackages.test(id)) return true;
  const [path = ''] = id.split('?');
  const source = path.startsWith(`${here}/`) ? path.slice(here.length + 1) : null;
  return source !== null && frameSources.test(source) && !drawsWithLibrary.test(readFileSync(path, 'utf8'));
}

/**
 * The source of each key of `window.consoleFiles`: languages, pages and parts of a machine's page,
 * as prefetch.ts names them.
 */
const sources: Readonly<Record<string, string>> = {
  zh: 'texts/zh/texts.ts',
  en: 'texts/en/texts.ts',
  ...Object.fromEntries([signInPage, machinePage, ...pages, ...machineParts].map(({ key, source }) => [key, source])),
  // The chart library's own file comes first, because its worker is started by that name.
  chart: 'ui/chart-drawn.ts',
};

/**
 * The files built from a source, with those they import, except those that index.html names itself.
 */
function filesOf(bundle: Rolldown.OutputBundle, source: string, known: ReadonlySet<string>): string[] {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const files = new Set<string>();
  const add = (chunk: Rolldown.OutputChunk | undefined): void => {
    if (!chunk || known.has(chunk.fileName) || files.has(chunk.fileName)) return;
    files.add(chunk.fileName);
    for (const css of chunk.viteMetadata?.importedCss ?? []) if (!known.has(css)) files.add(css);
    for (const name of chunk.imports) add(chunks.find(({ fileName }) => fileName === name));
  };
  const path = join(here, source);
  const found = chunks.find(({ moduleIds }) => moduleIds.includes(path));
  if (!found)
    throw new Error(`${source} is in no chunk: manifest.ts or vite.config.ts names a file that does not exist`);
  add(found);
  return [...files].map((file) => `/${file}`);
}

/**
 * Throws if the file that every page needs contains a library that should be fetched only when
 * needed.
 */
function checkFrame(bundle: Rolldown.OutputBundle): void {
  for (const output of Object.values(bundle)) {
    if (output.type !== 'chunk' || output.name !== 'frame') continue;
    const library = output.moduleIds.find((id) => libraries.test(id));
    if (library) throw new Error(`the first load holds ${library}: a source of the frame imports it`);
  }
}

/** prefetch.ts as a script that runs before the page's modules. */
async function prefetchScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { target, write: false, rolldownOptions: { input: join(here, 'prefetch.ts'), output: { format: 'iife' } } },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('prefetch.ts was not built');
  return output.output[0].code.trim();
}

/**
 * Inlines the frame's style into index.html, which would otherwise be a round trip, and names
 * prefetch.ts with the files that it may fetch. Its name changes with its content, so a browser
 * fetches it once. It is no part of the page, because the server forbids scripts in pages.
 */
function inPage(): Plugin {
  let first = { file: '', script: '' };
  return {
    name: 'in-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: async (html, { bundle }) => {
        if (!bundle) throw new Error('index.html is written without a bundle');
        checkFrame(bundle);
        const known = new Set([...html.matchAll(/"\/(assets\/[^"]+)"/g)].map(([, file = '']) => file));
        const files = Object.fromEntries(
          Object.entries(sources).map(([key, source]) => [key, filesOf(bundle, source, known)]),
        );
        const styled = html.replace(/<link rel="stylesheet"[^>]*href="\/(assets\/[^"]+)"[^>]*>/g, (_, file: string) => {
          const css = bundle[file];
          if (css?.type !== 'asset') throw new Error(`${file} is not in the bundle`);
          return `<style>${String(css.source).trim()}</style>`;
        });
        const script = `consoleFiles=${JSON.stringify(files)};${await prefetchScript()}`;
        const name = createHash('sha256').update(script).digest('base64url').slice(0, 8);
        first = { file: `assets/first-${name}.js`, script };
        return styled.replace('<!--first-->', `<script src="/${first.file}"></script>`);
      },
    },
    writeBundle: () => writeFileSync(join(outDir, first.file), first.script),
  };
}

export default defineConfig({
  root: here,
  plugins: [react(), inPage(), compress()],
  build: {
    target,
    outDir,
    emptyOutDir: true,
    assetsDir: 'assets',
    chunkSizeWarningLimit: 900,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'frame', test: inFrame }] } } },
  },
});

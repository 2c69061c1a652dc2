#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(fileURLToPath(main))) {
  console.error('yaoju is not built yet: run "npm run build" first · 尚未构建，请先运行 npm run build');
  process.exit(1);
}
await import(main.href);

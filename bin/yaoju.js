#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Before anything is loaded: an older Node ends in the middle of a module with a stack trace.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `yaoju needs Node 20.19 or later, and this is Node ${process.versions.node}: install a newer one and start again · yaoju 需要 Node 20.19 或更高版本，当前为 ${process.versions.node}，请升级后重新启动`,
  );
  process.exit(2);
}
const main = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(fileURLToPath(main))) {
  console.error('yaoju is not built yet: run "npm run build" first · yaoju 尚未构建，请先运行 npm run build');
  process.exit(1);
}
await import(main.href);

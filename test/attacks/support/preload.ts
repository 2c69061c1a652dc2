import { register } from 'node:module';

// Loaded with `--import` into a process and its worker threads. The variable holds the changes.
register('./hole-hook.js', import.meta.url, { data: JSON.parse(process.env.PLANTED_HOLES ?? '[]') });

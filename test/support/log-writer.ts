import { logOutput } from '../../cli/log-output.ts';

// Writes a log that may have no reader, reports that on standard error, and ends.
process.once('SIGTERM', () => process.exit(0));
const output = logOutput(process.stdout);
for (let i = 0; i < 5_000; i++) output.write(`${JSON.stringify({ i, msg: 'x'.repeat(1_000) })}\n`);
process.stderr.write('written\n');
process.stdin.once('data', () => {
  output.write('{"msg":"last"}\n');
  process.stdin.destroy();
});

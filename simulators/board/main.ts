import { boardCommand } from './command.ts';

await boardCommand().parseAsync();

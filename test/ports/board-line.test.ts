import { boardNames } from '../../shared/config/boards.ts';
import { boardSuite } from './board.suite.ts';
import { realWorld } from './real-board-world.ts';

for (const name of boardNames) boardSuite('over a real pseudo-terminal', name, () => realWorld(name));

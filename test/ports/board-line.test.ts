import { boardNames } from '../../shared/config/boards.ts';
import { realWorld } from '../support/board/real-board-world.ts';
import { boardSuite } from './board.suite.ts';

for (const name of boardNames) boardSuite('over a real pseudo-terminal', name, () => realWorld(name));

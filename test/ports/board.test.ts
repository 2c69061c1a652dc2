import { boardNames } from '../../shared/config/boards.ts';
import { boardSuite } from './board.suite.ts';
import { virtualWorld } from './board-world.ts';

for (const name of boardNames) boardSuite('on virtual time', name, () => virtualWorld(name));

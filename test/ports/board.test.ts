import { boardNames } from '../../shared/config/boards.ts';
import { virtualWorld } from '../support/board/board-world.ts';
import { boardSuite } from './board.suite.ts';

for (const name of boardNames) boardSuite('on virtual time', name, () => virtualWorld(name));

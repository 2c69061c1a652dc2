import { driverNames } from '../../device/board/catalogue.ts';
import { boardSuite } from './board.suite.ts';
import { realWorld } from './real-board-world.ts';

for (const name of driverNames) boardSuite('over a real pseudo-terminal', name, () => realWorld(name));

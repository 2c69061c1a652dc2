import { driverNames } from '../../device/board/catalogue.ts';
import { boardSuite } from './board.suite.ts';
import { virtualWorld } from './board-world.ts';

for (const name of driverNames) boardSuite('on virtual time', name, () => virtualWorld(name));

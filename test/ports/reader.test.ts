import { samReader } from '../../device/readers/sam/driver.ts';
import { serialScanner } from '../../device/readers/scanner/driver.ts';
import { wedgeScanner } from '../../device/readers/wedge/driver.ts';
import { readerSuite } from './reader.suite.ts';

readerSuite('a card reader with the SAM protocol', samReader);
readerSuite('a serial scanner', serialScanner);
readerSuite('a scanner that types', wedgeScanner);

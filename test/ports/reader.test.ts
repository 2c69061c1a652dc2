import { samReader } from '../../device/readers/sam/driver.ts';
import { keyboardScanner } from '../../device/readers/scanner/keyboard.ts';
import { serialScanner } from '../../device/readers/scanner/serial.ts';
import { readerSuite } from './reader.suite.ts';

readerSuite('a card reader with the SAM protocol', samReader);
readerSuite('a serial scanner', serialScanner);
readerSuite('a scanner that types', keyboardScanner);

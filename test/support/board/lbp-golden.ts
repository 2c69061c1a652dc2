/** The example lines of the LBP/1 contract, both directions: body and CRC. */
export const golden: readonly (readonly [from: 'host' | 'board', body: string, crc: string])[] = [
  ['host', '1 HELLO', '7DF0'],
  ['board', '1 OK LBP/1 SPIRAL-40 2.3.1 LB00417 40 12', 'D794'],
  ['host', '2 TXN', 'C23D'],
  ['board', '2 OK 901 7 DROPPED', '466A'],
  ['host', '3 VEND 902 5', 'CD87'],
  ['board', '3 OK 902 5 RUNNING', '741E'],
  ['board', '! DONE 902 5 DROPPED', 'DCA2'],
  ['host', '4 VEND 902 5', 'C5CC'],
  ['board', '4 OK 902 5 DROPPED', 'F813'],
  ['host', '5 VEND 901 5', '9FE9'],
  ['board', '5 ERR STALE', '7697'],
  ['host', '6 LANE 5', '199E'],
  ['board', '6 OK 5 READY 318', 'B7BA'],
];

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

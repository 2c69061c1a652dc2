import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerText, type Credentials, requestText } from '../../shared/contracts/enrolment.ts';
import { codeOf, qrText, readCode, readEnrolment } from '../../shared/contracts/enrolment-code.ts';
import { MachineId } from '../../shared/contracts/ids.ts';

const machine = MachineId.parse('JX-360102-0001');
const anyCode = fc.uint8Array({ minLength: 13, maxLength: 32 }).map(codeOf);

describe('an enrolment code', () => {
  it('has 20 digits in five groups, none of which is mistaken for another', () => {
    fc.assert(fc.property(anyCode, (code) => /^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/.test(code)));
  });

  it('uses all of its 100 bits', () => {
    const codes = new Set<string>();
    for (let bit = 0; bit < 104; bit += 1) {
      const bytes = new Uint8Array(13);
      bytes[bit >> 3] = 128 >> (bit & 7);
      codes.add(codeOf(bytes));
    }
    // The first four bits are left over.
    expect(codes.size).toBe(101);
  });

  it('is read as a person may type it', () => {
    const sloppy = (code: string) =>
      ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`;
    fc.assert(fc.property(anyCode, (code) => readCode(sloppy(code)) === code.replaceAll('-', '')));
    for (const wrong of ['', '4C9K', `${'A'.repeat(19)}U`, 'A'.repeat(21)]) expect(readCode(wrong)).toBeNull();
  });
});

describe('what a technician gives', () => {
  const address = 'https://fleet.example:8080';

  it('is the file, the QR code or the code alone', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const file = { machine, code, address };
        expect(readEnrolment(`\n${JSON.stringify(file)}\n`)).toEqual(file);
        expect(readEnrolment(`${qrText(file)}\r\n`)).toEqual(file);
        expect(readEnrolment(code)).toEqual({ code });
      }),
    );
  });

  it('is nothing else', () => {
    const code = codeOf(new Uint8Array(13));
    for (const wrong of [
      '{',
      '[]',
      '{"code":1}',
      JSON.stringify({ machine, code: 'short', address }),
      JSON.stringify({ machine, code, address: 'ftp://fleet.example' }),
      JSON.stringify({ machine: 'x y', code, address }),
      `YAOJU1 ${machine} ${code}`,
      `YAOJU1 ${machine} ${code} ${address} more`,
      `YAOJU2 ${machine} ${code} ${address}`,
    ])
      expect(readEnrolment(wrong), wrong).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => void readEnrolment(text)));
  });
});

describe('what the proofs are made over', () => {
  const asked = { machine, key: 'a2V5', nonce: 'bm9uY2U=' };
  const credentials: Credentials = {
    machine,
    certificate: 'certificate',
    authorities: ['first', 'second'],
    publicAuthorities: false,
    broker: 'mqtts://fleet.example:8883',
    address: 'https://fleet.example:8080',
    now: 1,
    renewFrom: 2,
    expires: 3,
  };
  const text = answerText(asked, credentials);

  it('differs for a request and a renewal', () => {
    expect(requestText('enrolment', asked)).not.toBe(requestText('renewal', asked));
  });

  it('covers every field of the answer, and the request that it answers', () => {
    for (const field of Object.keys(credentials) as (keyof Credentials)[]) {
      const other = { ...credentials, [field]: field === 'authorities' ? ['first second'] : 'other' };
      expect(answerText(asked, other), field).not.toBe(text);
    }
    for (const field of ['machine', 'key', 'nonce'] as const)
      expect(answerText({ ...asked, [field]: 'other' }, credentials), field).not.toBe(text);
  });
});

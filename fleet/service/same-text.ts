/** Compares two hashes or proofs in constant time. */
export function isSameText(a: string, b: string): boolean {
  let differ = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) differ |= a.charCodeAt(index) ^ b.charCodeAt(index % b.length);
  return differ === 0;
}

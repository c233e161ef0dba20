/** Reads bits in order, and Exp-Golomb codes; zeros after the end. */
export class BitReader {
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** More was read than there is. */
  get isOver(): boolean {
    return this.at > this.bytes.length * 8;
  }

  read(bits: number): number {
    let value = 0;
    for (let bit = 0; bit < bits; bit += 1, this.at += 1)
      value = value * 2 + (((this.bytes[this.at >> 3] ?? 0) >> (7 - (this.at & 7))) & 1);
    return value;
  }

  skip(bits: number): void {
    this.at += bits;
  }

  exponential(): number {
    let zeros = 0;
    while (zeros < 32 && this.read(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + this.read(zeros);
  }

  signedExponential(): number {
    const code = this.exponential();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }
}

/** Reads what {@link ByteWriter} wrote. Reading past the end throws a RangeError. */
export class ByteReader {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  varint(): number {
    let byte = this.#byte();
    let value = byte & 127;
    for (let factor = 128; byte > 127; factor *= 128) {
      byte = this.#byte();
      value += (byte & 127) * factor;
    }
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  double(): number {
    const value = this.#buffer.readDoubleLE(this.#offset);
    this.#offset += 8;
    return value;
  }

  text(): string {
    return this.bytes(this.varint()).toString('utf8');
  }

  bytes(count: number): Buffer {
    const end = this.#offset + count;
    if (end > this.#buffer.length) throw new RangeError('The payload ends too early');
    const bytes = this.#buffer.subarray(this.#offset, end);
    this.#offset = end;
    return bytes;
  }

  /** Everything that was not read yet. */
  rest(): Buffer {
    return this.bytes(this.#buffer.length - this.#offset);
  }

  #byte(): number {
    if (this.#offset >= this.#buffer.length) throw new RangeError('The payload ends too early');
    return this.#buffer[this.#offset++];
  }
}

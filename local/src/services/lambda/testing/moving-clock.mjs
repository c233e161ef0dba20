// Shifts this process's clock by the milliseconds in CLOCK_FILE, whenever it is read.
import { readFileSync } from 'node:fs';
import process from 'node:process';

const SystemDate = Date;
const offset = () => Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));

globalThis.Date = class extends SystemDate {
  constructor(...values) {
    super(...(values.length === 0 ? [SystemDate.now() + offset()] : values));
  }

  static now() {
    return SystemDate.now() + offset();
  }
};

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../../shared/data/cdnow');

/** A customer's purchase days, counted from 1997-01-01, with what each brought; lines of one day are one purchase. */
export interface Buyer {
  days: number[];
  spends: number[];
}

/** The last day that the models may know: 1997-09-30. */
export const calibrationDay = 272;

/** The data set's rows end with day, number of CDs and dollars; the customer comes first. */
export function buyersOf(file: 'CDNOW_sample.txt' | 'CDNOW_master.txt'): Buyer[] {
  const byCustomer = new Map<string, Map<number, number>>();
  for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
    const columns = line.trim().split(/\s+/);
    const [id, date, dollars] = [columns[0]!, columns.at(-3) ?? '', Number(columns.at(-1))];
    if (!/^\d{8}$/.test(date)) continue;
    const day =
      (Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6)) - Date.UTC(1997, 0, 1)) / 86_400_000;
    const days = byCustomer.get(id) ?? new Map<number, number>();
    days.set(day, (days.get(day) ?? 0) + dollars);
    byCustomer.set(id, days);
  }
  return [...byCustomer.values()].map((days) => {
    const sorted = [...days].toSorted(([a], [b]) => a - b);
    return { days: sorted.map(([day]) => day), spends: sorted.map(([, spend]) => spend) };
  });
}

/** What was known on the calibration day, in weeks, and what came after. */
export function calibrated({ days, spends }: Buyer) {
  const known = days.filter((day) => day <= calibrationDay);
  const repeatSpends = spends.slice(1, known.length);
  return {
    repeats: known.length - 1,
    recency: (known.at(-1)! - known[0]!) / 7,
    tenure: (calibrationDay - known[0]!) / 7,
    meanSpend:
      repeatSpends.length === 0 ? 0 : repeatSpends.reduce((sum, spend) => sum + spend, 0) / repeatSpends.length,
    later: days.length - known.length,
    laterSpend: spends.slice(known.length).reduce((sum, spend) => sum + spend, 0),
    pastSpend: spends.slice(0, known.length).reduce((sum, spend) => sum + spend, 0),
  };
}

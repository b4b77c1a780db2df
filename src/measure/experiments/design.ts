import { createHash } from 'node:crypto';
import type { Arm } from './arm.ts';
import type { CustomerFilter } from '../filter.ts';
import { addDays, daysBetween, type Period } from '../period.ts';

/** How what is treated and what is not are told apart. */
export type Design =
  /** Customers found at the start, a share of them drawn and left out. */
  | { kind: 'HOLD_OUT'; filter: CustomerFilter; seed: string; controlShare: number }
  /** Customers who were divided elsewhere. */
  | { kind: 'LISTS'; treated: CustomerFilter; control: CustomerFilter }
  /** Countries that buyers are from. */
  | { kind: 'COUNTRIES'; treated: string[]; control: string[] }
  /** Stretches of so many days in pairs, one of each pair drawn and treated. */
  | { kind: 'SWITCHBACK'; blockDays: number; seed: string }
  /** Everybody, against the days before the start. */
  | { kind: 'BEFORE_AFTER'; daysBefore: number };

export const experimentKinds = [
  'HOLD_OUT',
  'LISTS',
  'COUNTRIES',
  'SWITCHBACK',
  'BEFORE_AFTER',
] as const satisfies Design['kind'][];

/** A stretch of days that is treated, or is not. */
export interface Stretch extends Period {
  arm: Arm;
}

/** The stretches of a design in time, in their order; pairs stand together. Days that fill no pair are left out. */
export function scheduleOf(design: Design, { from, to }: Period): Stretch[] {
  if (design.kind === 'BEFORE_AFTER') {
    const { daysBefore } = design;
    return [
      ...blocks(addDays(from, -daysBefore), daysBefore, 7, 'CONTROL'),
      ...blocks(from, daysIn({ from, to }), 7, 'TREATED'),
    ];
  }
  if (design.kind !== 'SWITCHBACK') return [];
  const { blockDays, seed } = design;
  const pairs = Math.floor(daysIn({ from, to }) / (2 * blockDays));
  return Array.from({ length: pairs }, (_, pair) => {
    const [first, second] = blocks(addDays(from, pair * 2 * blockDays), 2 * blockDays, blockDays, 'TREATED') as [
      Stretch,
      Stretch,
    ];
    const control: Arm = 'CONTROL';
    return drawn(seed, pair) ? [first, { ...second, arm: control }] : [{ ...first, arm: control }, second];
  }).flat();
}

export const daysIn = ({ from, to }: Period): number => daysBetween(from, to) + 1;

/** The stretches of so many days that `days` hold, from a day on. */
export function blocks(from: string, days: number, length: number, arm: Arm): Stretch[] {
  return Array.from({ length: Math.floor(days / length) }, (_, index) => {
    const start = addDays(from, index * length);
    return { from: start, to: addDays(start, length - 1), arm };
  });
}

/** A fair coin that falls the same way for the same seed. */
const drawn = (seed: string, pair: number): boolean =>
  createHash('sha256').update(`${seed}:${pair}`).digest()[0]! >= 128;

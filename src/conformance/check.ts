/** One thing that every connector must hold to. */
export interface Check {
  /** From 1 to 30, as the guide names them. */
  number: number;
  title: string;
  /** Throws a Violation that explains what is wrong and the way out. */
  run(): Promise<Report>;
}

/** What a check found to be right, and where it had nothing to look at. */
export interface Report {
  passed: string[];
  inapplicable: { place: string; reason: string }[];
}

/** The connector does not hold to a check. */
export class Violation extends Error {
  override name = 'Violation';
}

/** The check says nothing about this stream or connector. */
export class Inapplicable extends Error {
  override name = 'Inapplicable';
}

/** Throws a Violation unless something holds. */
export function hold(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Violation(otherwise);
}

/** Throws Inapplicable where there is nothing to look at. */
export function applies(there: unknown, otherwise: string): asserts there {
  if (!there) throw new Inapplicable(otherwise);
}

/** The first few of many names, for a sentence. */
export function few(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

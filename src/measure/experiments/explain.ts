import type { Design } from './design.ts';
import type { Lift } from './lift.ts';
import type { Experiment } from './list.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** Below this the arms are taken not to be as they were drawn. */
const alarm = 0.001;

const methods: Record<Design['kind'], string> = {
  HOLD_OUT:
    'per customer treated less per customer held out, with Welch’s interval; adjusted for the year before the start (CUPED) ' +
    'where that takes variance away. Relative by Fieller’s theorem. Customers were drawn by the seed when it was started.',
  LISTS:
    'per customer treated less per customer of the control, with Welch’s interval; adjusted for the year before the start ' +
    '(CUPED) where that takes variance away. Relative by Fieller’s theorem.',
  COUNTRIES:
    'of the treated countries as a ratio to the control’s, against the mean of the same ratio in up to 26 stretches of as many ' +
    'days before (difference in differences of logarithms); the interval is as wide as these ratios vary (Student’s t).',
  SWITCHBACK:
    'a day in treated stretches less that in the other of each pair; the interval holds the effects that the randomisation ' +
    'test of the pairs does not rule out.',
  BEFORE_AFTER: 'a day, in whole weeks from the start on less whole weeks before, with Welch’s interval over weeks.',
};

/** How the effect is worked out, in words. */
export function formulaOf({ kind }: Design, outcome: Outcome): string {
  const { words, unit } = outcomeOf[outcome];
  const returns = unit === 'MONEY' ? ' Returns count on their order.' : '';
  const margin = outcome === 'MARGIN' ? ' Where a cost is unknown, the share that other orders leave is taken.' : '';
  return `${words[0]!.toUpperCase()}${words.slice(1)} ${methods[kind]}${returns}${margin}`;
}

const assumptions: Partial<Record<Design['kind'], string>> = {
  LISTS: 'The customers were divided elsewhere: the effect is proven only if that was by chance.',
  COUNTRIES:
    'Assumes that without the treatment the ratio of the countries would have stayed as in the stretches before.',
  SWITCHBACK: 'Assumes that what is done in one stretch does not reach into the next.',
  BEFORE_AFTER: 'Nothing was left untreated: whatever else changed is in it, seasons too. Association, not proof.',
};

/** What a reader of a result must know. */
export function notesOn(
  { design, outcome: main }: Experiment,
  { lift, outcome, final }: { lift: Lift; outcome: Outcome; final: boolean },
): string[] {
  const { history, sampleRatio, mixed, cap } = lift;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return [
    assumptions[design.kind],
    !final && 'Still running: who stops at the first good interval finds effects where there are none.',
    outcome !== main && 'Not the outcome it was made for: of twenty that are looked at, one differs by chance.',
    history && `The year before explains ${percent(history.varianceReduction)} of the variance, and was adjusted for.`,
    cap !== null && `Amounts above ${Number(cap).toFixed(2)} per customer were cut to that.`,
    sampleRatio &&
      sampleRatio.pValue < alarm &&
      `The control is ${percent(sampleRatio.observed)} of all where ${percent(sampleRatio.expected)} were to be drawn: find out why first.`,
    mixed > 0 && `${mixed} customers turned out to be in both arms, and count in neither.`,
    ...lift.notes,
  ].filter((note) => typeof note === 'string');
}

/** A design in words. */
export function designInWords(design: Design, filters: readonly string[]): string {
  switch (design.kind) {
    case 'HOLD_OUT':
      return `Customers ${filters[0]}; ${Number((design.controlShare * 100).toPrecision(6))} % are held out, drawn with "${design.seed}"`;
    case 'LISTS':
      return `Treated: customers ${filters[0]}. Control: customers ${filters[1]}`;
    case 'COUNTRIES':
      return `Treated: buyers from ${design.treated.join(', ')}. Control: ${design.control.join(', ')}`;
    case 'SWITCHBACK':
      return `Stretches of ${design.blockDays} days in pairs, of which one is treated, drawn with "${design.seed}"`;
    case 'BEFORE_AFTER':
      return `Everybody, against the ${design.daysBefore} days before`;
  }
}

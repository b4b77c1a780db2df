import { isOpening } from '../model/calendar.ts';
import type { Draft } from '../sdk/index.ts';
import type { Issue } from './issue.ts';

/** Largest whole number of the model's integer columns. */
const largestCount = 2_147_483_647;
/** Longest text that the model's index on product titles takes in any script. */
const longestTitle = 512;

/** Milliseconds over which a cost can be spread, for each of its days is one. */
const longestCost = 3653 * 86_400_000;

const dateField = /(?:At|On|^at|^day|^since|^validFrom|^validTo)$/;

/** What only two fields together, or the database's ranges, make impossible. What is merely unlikely is taken. */
export function crossFieldIssues(draft: Draft): Issue[] {
  const issues: Issue[] = [];
  const data: object = draft.data;
  const reject = (field: string, reason: string) => {
    issues.push({ field, reason, value: String((data as Record<string, unknown>)[field]) });
  };
  for (const [field, value] of Object.entries(data)) {
    if (dateField.test(field) && String(value).startsWith('0000-'))
      reject(field, 'is in the year 0, which there never was');
  }
  switch (draft.type) {
    case 'survey': {
      const { score, scaleMin, scaleMax } = draft.data;
      if (Number(scaleMin) >= Number(scaleMax)) reject('scaleMax', `is not above scaleMin, which is ${scaleMin}`);
      else if (score !== undefined && (Number(score) < Number(scaleMin) || Number(score) > Number(scaleMax)))
        reject('score', `is outside the scale from ${scaleMin} to ${scaleMax}`);
      break;
    }
    case 'rate':
      if (draft.data.base === draft.data.quote) reject('quote', 'is the same currency as base');
      if (Number(draft.data.rate) <= 0) reject('rate', 'is not above zero');
      break;
    case 'product':
      if (draft.data.title.length > longestTitle) reject('title', `is longer than ${longestTitle} characters`);
      break;
    case 'marketingCost': {
      const { startsOn, endsOn } = draft.data;
      if (endsOn !== undefined && endsOn < startsOn) reject('endsOn', `is before startsOn, which is ${startsOn}`);
      if (endsOn !== undefined && Date.parse(endsOn) - Date.parse(startsOn) > longestCost)
        reject('endsOn', 'is more than ten years after startsOn');
      break;
    }
    case 'cart':
      if ((draft.data.items ?? 0) > largestCount) reject('items', 'is too large');
      break;
    case 'payment':
      if ((draft.data.installments ?? 0) > largestCount) reject('installments', 'is too large');
      break;
    case 'ticket':
      if ((draft.data.reopens ?? 0) > largestCount) reject('reopens', 'is too large');
      break;
    case 'calendar':
      for (const [weekday, spans] of Object.entries(draft.data.hours)) {
        const wrong = spans.find((span) => !isOpening(span));
        if (wrong)
          issues.push({
            field: `hours.${weekday}`,
            reason: 'is no opening time such as ["09:00", "17:00"]',
            value: JSON.stringify(wrong),
          });
      }
      break;
    default:
  }
  return issues;
}

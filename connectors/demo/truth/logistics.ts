import { dayOf, monthOf } from '../world/clock.ts';
import { isLate } from '../world/delivery.ts';
import type { Order } from '../world/order.ts';
import type { Survey } from '../world/surveys.ts';
import { Counts, Groups } from './count.ts';

/** Parcels by the month they were promised for, what lateness did, and what buyers said about it. */
export class Logistics {
  readonly #months = new Groups(() => new Counts<string>());
  /** First parcels of purchases, by strike month, December or neither, of people who did and did not buy again. */
  readonly #effect = new Groups(() => new Counts<string>());
  readonly #stars = new Groups(() => new Counts<'answers' | 'sum'>());
  readonly #strikeMonth: string;

  constructor(strikeMonth: string) {
    this.#strikeMonth = strikeMonth;
  }

  see(order: Order, surveys: readonly Survey[]): void {
    for (const parcel of order.deliveries) {
      const month = this.#months.at(monthOf(parcel.promisedAt));
      month.add('promised');
      month.add(parcel.status);
      if (parcel.deliveredAt === null) continue;
      if (!isLate(parcel)) month.add('onTime');
      if (dayOf(parcel.deliveredAt) <= dayOf(parcel.promisedAt)) month.add('onTimeByDay');
      month.add(parcel.complete === null ? 'completenessUnknown' : parcel.complete ? 'complete' : 'incomplete');
      if (parcel.complete && !isLate(parcel)) month.add('onTimeAndComplete');
    }
    const first = order.deliveries[0];
    if (!first || first.deliveredAt === null || !order.purchase) return;
    const month = monthOf(first.promisedAt);
    const period = month === this.#strikeMonth ? 'strike' : month.endsWith('-12') ? 'december' : 'usual';
    this.#effect
      .at(period)
      .add(`${isLate(first) ? 'late' : 'onTime'} ${order.purchase.returns ? 'again' : 'notAgain'}`);
    const review = surveys.find(({ kind, order: about }) => kind === 'REVIEW' && about === order.key);
    if (typeof review?.score !== 'number') return;
    const stars = this.#stars.at(order.deliveries.some(isLate) ? 'late' : 'onTime');
    stars.add('answers');
    stars.add('sum', review.score);
  }

  totals() {
    return {
      deliveriesByMonth: this.#months.all((month) => month.all()),
      /** `again`: bought again within the return days, also where that lies beyond the data's end. */
      lateEffect: this.#effect.all((period) => period.all()),
      reviewStars: this.#stars.all((stars) => stars.all()),
    };
  }
}

import { Field, InputType } from 'type-graphql';
import { type Weekday as WeekdayName, weekdays } from '../measure/business-time/definition.ts';
import { enumType } from './enum-type.ts';
import { DateScalar } from './scalars.ts';

export const Weekday = enumType('Weekday', 'The days of a week.', weekdays);

@InputType({ description: 'From when to when it is open on some weekdays.' })
export class OpeningHoursInput {
  @Field(() => [Weekday])
  weekdays!: WeekdayName[];

  @Field(() => String, { description: 'A time on the clock of the schedule\'s zone, such as "09:00".' })
  from!: string;

  @Field(() => String, {
    description: 'Such as "17:00". Past midnight where it is not after `from`; "24:00" ends the day.',
  })
  to!: string;
}

@InputType({ description: 'Weekly hours that hold from one day to another.' })
export class ScheduleInput {
  @Field(() => String, { description: 'IANA zone, such as "Europe/Rome".' })
  timeZone!: string;

  @Field(() => [OpeningHoursInput], { description: 'A weekday without any is closed.' })
  openings!: OpeningHoursInput[];

  @Field(() => [DateScalar], { nullable: true, description: 'Days that are closed from midnight to midnight.' })
  holidays?: string[] | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day; since ever, where left out.' })
  validFrom?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; until further notice, where left out.' })
  validTo?: string | null;
}

@InputType({
  description:
    'A calendar. On each day that one of its schedules holds which began last; between two of them it is closed, before the first and after the last nothing is known.',
})
export class DefineCalendarInput {
  @Field(() => String, { description: 'Where a source has a calendar of this name, this one is used instead.' })
  name!: string;

  @Field(() => [ScheduleInput])
  schedules!: ScheduleInput[];
}

@InputType()
export class DeleteCalendarInput {
  @Field(() => String)
  name!: string;
}

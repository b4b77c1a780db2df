import { sql } from 'kysely';
import {
  Arg,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { openSeconds } from '../measure/business-time.ts';
import { type Calendar as CalendarTold, listCalendars } from '../measure/business-time/calendars.ts';
import { type BusinessDay, businessDays } from '../measure/business-time/days.ts';
import { checkCalendar, openingsOf, type Weekday as WeekdayName } from '../measure/business-time/definition.ts';
import type { Scope } from '../model/api-key.ts';
import type { Schedule } from '../model/calendar.ts';
import { DefineCalendarInput, Weekday } from './calendar-input.ts';
import type { Context } from './context.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';

@ObjectType({ description: 'From when to when it is open on some weekdays.', simpleResolvers: true })
export class OpeningHours {
  @Field(() => [Weekday])
  weekdays!: WeekdayName[];

  @Field(() => String)
  from!: string;

  @Field(() => String, { description: 'Past midnight where it is not after `from`.' })
  to!: string;
}

@ObjectType({ description: 'Weekly hours that hold from one day to another.', simpleResolvers: true })
export class CalendarSchedule {
  @Field(() => String, { description: 'IANA zone whose clocks the hours are read on.' })
  timeZone!: string;

  @Field(() => [DateScalar], { description: 'Days that are closed from midnight to midnight.' })
  holidays!: string[];

  @Field(() => DateScalar, { nullable: true, description: 'First day. Null since ever.' })
  validFrom!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day. Null until further notice.' })
  validTo!: string | null;
}

@ObjectType({ description: 'From one instant to another.', simpleResolvers: true })
export class OpenStretch {
  @Field(() => DateTimeScalar)
  opensAt!: Date;

  @Field(() => DateTimeScalar)
  closesAt!: Date;
}

@ObjectType({ description: 'When a calendar is open on one day.', simpleResolvers: true })
export class CalendarDay {
  @Field(() => DateScalar)
  day!: string;

  @Field(() => Boolean, { description: 'Whether it is one of the closed days.' })
  holiday!: boolean;

  @Field(() => String, { nullable: true, description: 'Whose clocks show the hours. Null where no schedule holds.' })
  timeZone!: string | null;

  @Field(() => [OpenStretch], { description: 'In order. Hours past midnight belong to two days.' })
  openings!: OpenStretch[];

  @Field(() => Float, { description: 'All of them together.' })
  openSeconds!: number;
}

@ObjectType({
  description: 'When a business is open, over time: what CPIs on the business clock count by.',
  simpleResolvers: true,
})
export class Calendar {
  @Field(() => String, { description: 'What CPIs call it by; unique in the workspace.' })
  name!: string;

  @Field(() => [CalendarSchedule], { description: 'In the order in which they begin to hold.' })
  schedules!: Schedule[];

  sourceId!: string | null;
}

@Resolver(() => CalendarSchedule)
export class CalendarScheduleResolver {
  @FieldResolver(() => [OpeningHours], { description: 'A weekday without any is closed.' })
  openings(@Root() schedule: Schedule): OpeningHours[] {
    return openingsOf(schedule);
  }
}

@Resolver(() => Calendar)
export class CalendarResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => [Calendar], { nullable: true, description: 'Every calendar, by name: those of sources, and your own.' })
  calendars(@Ctx() context: Context): Promise<CalendarTold[]> {
    return listCalendars(context.em, context.workspaceId);
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => Calendar, {
    nullable: true,
    description: 'What a calendar would be, without defining it. Fails where defineCalendar would.',
  })
  calendarPreview(@Arg('input', () => DefineCalendarInput) input: DefineCalendarInput): CalendarTold {
    return { ...checkCalendar(input), sourceId: null };
  }

  @FieldResolver(() => Source, {
    nullable: true,
    description: 'The source that tells of it. Null for one of your own.',
  })
  source(@Root() { sourceId }: CalendarTold, @Ctx() context: Context): Promise<Source | null> | null {
    return sourceId === null ? null : loadSource(context, sourceId);
  }

  @FieldResolver(() => [CalendarDay], { description: 'Its hours, day by day.' })
  async days(
    @Root() { schedules }: CalendarTold,
    @Ctx() context: Context,
    @Arg('from', () => DateScalar, { nullable: true, description: 'The last day of the data, where left out.' })
    from: string | null,
    @Arg('count', () => Int, { defaultValue: 14, description: 'At most 100.' }) count: number,
  ): Promise<BusinessDay[]> {
    return businessDays(schedules, from ?? (await context.measure()).asOf, count);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'How long it is open from one instant to another: the sum over the schedules that hold meanwhile. Null outside of what is known, from the first year of the data to two years after the last, and in a preview.',
  })
  async openSeconds(
    @Root() { name }: CalendarTold,
    @Ctx() context: Context,
    @Arg('from', () => DateTimeScalar) from: Date,
    @Arg('to', () => DateTimeScalar) to: Date,
  ): Promise<number | null> {
    const open = openSeconds(context.workspaceId, name, sql`a.start`, sql`a.stop`);
    const [row] = await context.rows(sql<{ seconds: number | null }>`
      select ${open} as seconds from (select ${from}::timestamptz as start, ${to}::timestamptz as stop) a`);
    return row!.seconds;
  }
}

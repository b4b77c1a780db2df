import { Arg, Authorized, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Calendar as CalendarTold } from '../measure/business-time/calendars.ts';
import { defineCalendar, removeCalendar } from '../measure/business-time/own.ts';
import type { Scope } from '../model/api-key.ts';
import { DefineCalendarInput, DeleteCalendarInput } from './calendar-input.ts';
import { Calendar } from './calendar.ts';
import type { Context } from './context.ts';
import { UserError, asUserErrors } from './user-error.ts';

@ObjectType({ simpleResolvers: true })
export class CalendarPayload {
  @Field(() => Calendar, { nullable: true, description: 'Null where there are errors.' })
  calendar?: CalendarTold | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true })
export class DeleteCalendarPayload {
  @Field(() => String, { nullable: true, description: 'Null where there are errors.' })
  deletedName?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class CalendarMutations {
  @Authorized<Scope>('WRITE_CPIS')
  @Mutation(() => CalendarPayload, {
    description: 'Defines a calendar of your own, or defines it anew: its hours hold for the past as well.',
  })
  defineCalendar(@Ctx() context: Context, @Arg('input', () => DefineCalendarInput) input: DefineCalendarInput) {
    return asUserErrors(async (): Promise<CalendarPayload> => {
      const calendar = await defineCalendar(context.store.em(), context.workspaceId, input);
      context.forget();
      return { calendar, userErrors: [] };
    });
  }

  @Authorized<Scope>('WRITE_CPIS')
  @Mutation(() => DeleteCalendarPayload, {
    description:
      'Forgets a calendar of your own. What a source calls the same is used again; where there is none, no CPI may name it.',
  })
  deleteCalendar(@Ctx() context: Context, @Arg('input', () => DeleteCalendarInput) { name }: DeleteCalendarInput) {
    return asUserErrors(async (): Promise<DeleteCalendarPayload> => {
      await removeCalendar(context.store.em(), context.workspaceId, name);
      context.forget();
      return { deletedName: name, userErrors: [] };
    });
  }
}

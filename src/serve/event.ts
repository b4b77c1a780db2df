import { Authorized, Ctx, Field, FieldResolver, ID, InterfaceType, ObjectType, Resolver, Root } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { ChannelKind } from './channel.ts';
import type { Context } from './context.ts';
import { globalId } from './global-id.ts';
import { Money } from './money.ts';
import { Order, loadOrder } from './order.ts';
import { DateTimeScalar, DecimalScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';
import { TouchMatch } from './touch-coverage.ts';

@InterfaceType({
  description: 'Something that happened: an order, a delivery, a cart, a ticket, a mail opened.',
  resolveType: (event: Event) => event.kind,
})
export abstract class Event {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTimeScalar)
  at!: Date;

  @Field(() => String, { description: 'In a few words, without personal data.' })
  summary!: string;

  kind!: string;
  sourceId!: string;
  orderId!: string | null;
}

const event = (description: string) => ({ description, implements: Event, simpleResolvers: true });
const personal = { nullable: true, simple: false, description: 'Needs the scope READ_PERSONAL_DATA.' };

@ObjectType(event('An order was placed.'))
export class OrderPlaced extends Event {}

@ObjectType(event('Money was given back.'))
export class OrderRefunded extends Event {
  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType(event('A delivery arrived.'))
export class OrderDelivered extends Event {
  @Field(() => DateTimeScalar, { nullable: true })
  promisedAt!: Date | null;
}

@ObjectType(event('A cart was started.'))
export class CartStarted extends Event {
  @Field(() => Money, { nullable: true })
  total!: Money | null;

  @Field(() => String, { nullable: true })
  device!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null where it became no order.' })
  completedAt!: Date | null;
}

@ObjectType(event('A request for help, and how it ended.'))
export class TicketOpened extends Event {
  @Authorized<Scope>('READ_PERSONAL_DATA')
  @Field(() => String, personal)
  subject!: string | null;

  @Field(() => String)
  status!: string;

  @Field(() => DateTimeScalar, { nullable: true })
  solvedAt!: Date | null;
}

@ObjectType(event('A survey or a review was answered.'))
export class SurveyAnswered extends Event {
  @Field(() => String, { description: 'REVIEW, NPS, CES or CSAT.' })
  survey!: string;

  @Field(() => DecimalScalar, { nullable: true })
  score!: string | null;

  @Field(() => DecimalScalar)
  scaleMin!: string;

  @Field(() => DecimalScalar)
  scaleMax!: string;

  @Authorized<Scope>('READ_PERSONAL_DATA')
  @Field(() => String, personal)
  comment!: string | null;
}

@ObjectType(event('Somebody asked for a quote.'))
export class QuoteRequested extends Event {
  @Authorized<Scope>('READ_PERSONAL_DATA')
  @Field(() => String, personal)
  subject!: string | null;
}

@ObjectType(event('A quote was sent, and what became of it.'))
export class QuoteSent extends Event {
  @Field(() => Money, { nullable: true })
  total!: Money | null;

  @Field(() => String)
  status!: string;

  @Field(() => DateTimeScalar, { nullable: true })
  decidedAt!: Date | null;
}

@ObjectType(event('A prospect made contact.'))
export class LeadContacted extends Event {
  @Field(() => String, { nullable: true })
  origin!: string | null;

  @Field(() => String)
  status!: string;
}

@ObjectType(event('A contact on the way to an order: a visit, a click, an ad seen.'))
export class TouchRecorded extends Event {
  @Field(() => String, { nullable: true, description: 'The name of the channel it came by.' })
  channel!: string | null;

  @Field(() => ChannelKind)
  channelKind!: string;

  @Field(() => String, { nullable: true, description: 'The name of the campaign. Null where none is known.' })
  campaign!: string | null;

  @Field(() => TouchMatch, { description: 'What told the channel.' })
  matchedOn!: string;

  @Field(() => Boolean, { description: 'False for a repeat within the same session.' })
  counted!: boolean;

  @Field(() => String, { nullable: true })
  device!: string | null;
}

@ObjectType(event('A message opened, an ad clicked, a page read.'))
export class Engagement extends Event {
  @Field(() => String, { description: 'As the source names it.' })
  action!: string;

  @Field(() => String, { nullable: true })
  channel!: string | null;
}

@ObjectType(
  event('A promise to the customer broke, as a CPI counts it. What customers leave behind, such as carts, is none.'),
)
export class CpiBreached extends Event {
  @Field(() => String, { description: 'The key of the CPI.' })
  cpi!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it had to be kept.' })
  dueAt!: Date | null;
}

@Resolver(() => Event)
export class EventResolver {
  @FieldResolver(() => ID)
  id(@Root() { kind, id }: Event): string {
    return globalId(kind, id);
  }

  @FieldResolver(() => Source, { nullable: true })
  source(@Root() { sourceId }: Event, @Ctx() context: Context): Promise<Source | null> {
    return loadSource(context, sourceId);
  }

  @FieldResolver(() => Order, { nullable: true, description: 'The order that it is about, where there is one.' })
  order(@Root() { orderId }: Event, @Ctx() context: Context): Promise<Order | null> | null {
    return orderId ? loadOrder(context, orderId) : null;
  }
}

import { Args, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import {
  type CreditedOrder,
  type CreditedTouch,
  creditedFirstOrders,
  creditedOrders,
  leading,
} from '../measure/attribution/touches.ts';
import { AttributionArgs, toChoice } from './attribution-options.ts';
import { Campaign, loadCampaign } from './campaign.ts';
import { Channel, loadChannel } from './channel.ts';
import type { Context } from './context.ts';
import { Customer } from './customer.ts';
import { Order, loadOrder } from './order.ts';
import { DateTimeScalar, DecimalScalar } from './scalars.ts';

@ObjectType({
  description: 'One contact on the way to an order, with the share of the order that it gets.',
  simpleResolvers: true,
})
export class Touch {
  @Field(() => DateTimeScalar)
  at!: Date;

  @Field(() => DecimalScalar, { description: '0 to 1; those of an order add up to 1.' })
  credit!: string;

  channelId!: string;
  campaignId!: string | null;
}

@ObjectType({
  description: 'How a customer was won: the way to the first purchase. It changes when customers turn out to be one.',
  simpleResolvers: true,
})
export class Acquisition {
  @Field(() => DateTimeScalar, { description: 'The first purchase.' })
  at!: Date;

  @Field(() => [Touch], { description: 'The touches before it, the earliest first. Empty where none is known.' })
  touches!: CreditedTouch[];

  orderId!: string;
}

const name = (what: string, args: AttributionArgs) => `${what} ${JSON.stringify(args)}`;

@Resolver(() => Order)
export class OrderAttribution {
  @FieldResolver(() => [Touch], {
    description:
      'The touches that led to it, the earliest first, each with its share. Empty where none is known, and where the order does not count. By MARKOV its channels share it in proportion to their removal effects over all orders to date.',
  })
  async attribution(
    @Root() order: Order,
    @Ctx() context: Context,
    @Args(() => AttributionArgs) args: AttributionArgs,
  ): Promise<CreditedTouch[]> {
    const touches = await context.batch(name('attribution of order', args), order.id, async (ids) => {
      const measure = await context.measure();
      const found = await creditedOrders(measure, toChoice(measure, args), ids);
      return new Map(found.map((each) => [each.orderId, each.touches]));
    });
    return touches ?? [];
  }
}

@Resolver(() => Customer)
export class CustomerAcquisition {
  @FieldResolver(() => Acquisition, {
    nullable: true,
    description: 'How the customer was won. Null before the first purchase.',
  })
  acquisition(
    @Root() customer: Customer,
    @Ctx() context: Context,
    @Args(() => AttributionArgs) args: AttributionArgs,
  ): Promise<CreditedOrder | null> {
    return context.batch(name('acquisition', args), customer.id, async (ids) => {
      const measure = await context.measure();
      const found = await creditedFirstOrders(measure, toChoice(measure, args), ids);
      return new Map(found.map((each) => [each.customerId!, each]));
    });
  }
}

@Resolver(() => Acquisition)
export class CustomerAcquisitionParts {
  @FieldResolver(() => Channel, {
    nullable: true,
    description: 'That with the most credit; of the same credit the earlier. Null where no touch is known.',
  })
  channel(@Root() { touches }: Acquisition, @Ctx() context: Context): Promise<Channel | null> | null {
    const most = leading(touches);
    return most && loadChannel(context, most.channelId);
  }

  @FieldResolver(() => Campaign, { nullable: true, description: 'That of the channel with the most credit.' })
  campaign(@Root() { touches }: Acquisition, @Ctx() context: Context): Promise<Campaign | null> | null {
    const campaignId = leading(touches)?.campaignId ?? null;
    return campaignId === null ? null : loadCampaign(context, campaignId);
  }

  @FieldResolver(() => Order, { nullable: true, description: 'The first purchase.' })
  firstOrder(@Root() { orderId }: Acquisition, @Ctx() context: Context): Promise<Order | null> {
    return loadOrder(context, orderId);
  }
}

@Resolver(() => Touch)
export class TouchPlaces {
  @FieldResolver(() => Channel)
  async channel(@Root() { channelId }: Touch, @Ctx() context: Context): Promise<Channel> {
    return (await loadChannel(context, channelId))!;
  }

  @FieldResolver(() => Campaign, { nullable: true, description: 'Null where none is known.' })
  campaign(@Root() { campaignId }: Touch, @Ctx() context: Context): Promise<Campaign | null> | null {
    return campaignId === null ? null : loadCampaign(context, campaignId);
  }
}

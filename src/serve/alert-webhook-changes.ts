import { Arg, Authorized, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { AlertDelivery as DeliveryRow, AlertWebhook as WebhookRow } from '../model/alert.ts';
import type { Scope } from '../model/api-key.ts';
import { AlertDelivery, AlertWebhook, loadAlertWebhook } from './alert-webhook.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { UserError, asUserErrors } from './user-error.ts';

@InputType()
export class CreateAlertWebhookInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Begins with https://, and leads into no private network.' })
  url!: string;
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateAlertWebhookInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;
}

@InputType()
export class AlertWebhookInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ simpleResolvers: true })
export class AlertWebhookPayload {
  @Field(() => AlertWebhook, { nullable: true, description: 'Null where there are errors.' })
  alertWebhook?: WebhookRow | null;

  @Field(() => String, {
    nullable: true,
    description: 'What deliveries are signed with. Shown this once, to whoever makes a webhook.',
  })
  secret?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true })
export class DeleteAlertWebhookPayload {
  @Field(() => ID, { nullable: true, description: 'Null where there are errors.' })
  deletedAlertWebhookId?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true })
export class TestAlertWebhookPayload {
  @Field(() => AlertDelivery, {
    nullable: true,
    description:
      'It is sent within seconds: `deliveries` of the webhook tells what became of it. Null where there are errors.',
  })
  delivery?: DeliveryRow | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class AlertWebhookMutations {
  @Authorized<Scope>('MANAGE_WORKSPACE')
  @Mutation(() => AlertWebhookPayload, { description: 'Has insights told to an address from now on.' })
  createAlertWebhook(
    @Ctx() context: Context,
    @Arg('input', () => CreateAlertWebhookInput) input: CreateAlertWebhookInput,
  ) {
    return asUserErrors(async (): Promise<AlertWebhookPayload> => {
      const { webhook, secret } = await context.site.alerts.create(context.workspaceId, input);
      return { alertWebhook: webhook, secret, userErrors: [] };
    });
  }

  @Authorized<Scope>('MANAGE_WORKSPACE')
  @Mutation(() => AlertWebhookPayload, { description: 'Changes a webhook, or switches it on and off.' })
  updateAlertWebhook(
    @Ctx() context: Context,
    @Arg('input', () => UpdateAlertWebhookInput) input: UpdateAlertWebhookInput,
  ) {
    return asUserErrors(async (): Promise<AlertWebhookPayload> => {
      const webhook = await webhookNamed(context, input.id);
      const { name, url, enabled } = input;
      const changes = {
        ...(name != null && { name }),
        ...(url != null && { url }),
        ...(enabled != null && { enabled }),
      };
      return { alertWebhook: await context.site.alerts.update(webhook, changes), userErrors: [] };
    });
  }

  @Authorized<Scope>('MANAGE_WORKSPACE')
  @Mutation(() => DeleteAlertWebhookPayload, { description: 'Forgets a webhook, and what was on its way to it.' })
  deleteAlertWebhook(@Ctx() context: Context, @Arg('input', () => AlertWebhookInput) { id }: AlertWebhookInput) {
    return asUserErrors(async (): Promise<DeleteAlertWebhookPayload> => {
      await context.site.alerts.remove(await webhookNamed(context, id));
      return { deletedAlertWebhookId: id, userErrors: [] };
    });
  }

  @Authorized<Scope>('MANAGE_WORKSPACE')
  @Mutation(() => TestAlertWebhookPayload, { description: 'Sends a webhook a test, signed as insights are.' })
  testAlertWebhook(@Ctx() context: Context, @Arg('input', () => AlertWebhookInput) { id }: AlertWebhookInput) {
    return asUserErrors(async (): Promise<TestAlertWebhookPayload> => {
      return { delivery: await context.site.alerts.test(await webhookNamed(context, id)), userErrors: [] };
    });
  }
}

/** Throws BAD_INPUT where the id names no webhook. */
async function webhookNamed(context: Context, globalId: string): Promise<WebhookRow> {
  const webhook = await loadAlertWebhook(context, idOf('AlertWebhook', globalId, 'id'));
  if (!webhook) throw unknownId('AlertWebhook', globalId, 'id');
  return webhook;
}

import { Arg, Authorized, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType } from 'type-graphql';
import { Resolver, Root } from 'type-graphql';
import { type CampaignPurpose, campaignPurposes, purposesOf, setPurpose } from '../measure/campaign-purpose.ts';
import type { Scope } from '../model/api-key.ts';
import { Campaign, loadCampaign } from './campaign.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { idOf, unknownId } from './global-id.ts';
import { UserError, asUserErrors } from './user-error.ts';

const CampaignPurposeType = enumType<CampaignPurpose>(
  'CampaignPurpose',
  'What a campaign is there for.',
  campaignPurposes,
  {
    ACQUISITION: 'To win new customers.',
    RETENTION: 'To bring back or keep customers, as retargeting does: not in the metric new_customer_cac.',
  },
);

@InputType()
export class SetCampaignPurposeInput {
  @Field(() => ID)
  campaign!: string;

  @Field(() => CampaignPurposeType)
  purpose!: CampaignPurpose;
}

@ObjectType({ simpleResolvers: true })
export class SetCampaignPurposePayload {
  @Field(() => Campaign, { nullable: true, description: 'Null where there are errors.' })
  campaign?: Campaign | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver(() => Campaign)
export class CampaignPurposeResolver {
  @Authorized<Scope>('WRITE_COSTS')
  @Mutation(() => SetCampaignPurposePayload, { description: 'Says what a campaign is there for.' })
  setCampaignPurpose(
    @Ctx() context: Context,
    @Arg('input', () => SetCampaignPurposeInput) input: SetCampaignPurposeInput,
  ) {
    return asUserErrors(async (): Promise<SetCampaignPurposePayload> => {
      const id = idOf('Campaign', input.campaign, 'campaign');
      if (!(await loadCampaign(context, id))) throw unknownId('Campaign', input.campaign, 'campaign');
      await context.em.transactional((em) => setPurpose(em, context.workspaceId, id, input.purpose));
      context.forget();
      return { campaign: await loadCampaign(context, id), userErrors: [] };
    });
  }

  @FieldResolver(() => CampaignPurposeType, { description: 'ACQUISITION unless somebody said otherwise.' })
  async purpose(@Root() { id }: Campaign, @Ctx() context: Context): Promise<string> {
    const said = await context.batch('campaign purpose', id, (ids) => purposesOf(context.em, context.workspaceId, ids));
    return said ?? 'ACQUISITION';
  }
}

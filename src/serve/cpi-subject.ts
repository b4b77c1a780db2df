import { Authorized, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { subjectNames } from '../measure/cpi/definition.ts';
import { subjects } from '../measure/cpi/subjects.ts';
import type { Scope } from '../model/api-key.ts';
import { CpiSubjectKind } from './cpi.ts';
import { enumType } from './enum-type.ts';

const CpiFieldType = enumType(
  'CpiFieldType',
  'What a field of a subject is, and so what can be asked of it.',
  ['TEXT', 'NUMBER', 'FLAG', 'INSTANT'],
  { TEXT: 'in, known', NUMBER: 'gte, lte, known', FLAG: 'is, known', INSTANT: 'notAfter, known; an end of a limit' },
);

@ObjectType({ description: 'Something that a definition can ask of a subject.', simpleResolvers: true })
export class CpiField {
  @Field(() => String)
  name!: string;

  @Field(() => CpiFieldType)
  type!: string;

  @Field(() => String)
  description!: string;

  @Field(() => [String], { nullable: true, description: 'What a TEXT can be, where that is fixed.' })
  words!: readonly string[] | null;
}

@ObjectType({
  description: 'What a CPI can be about, with the fields that its definition can name.',
  simpleResolvers: true,
})
export class CpiSubject {
  @Field(() => CpiSubjectKind)
  kind!: string;

  @Field(() => String)
  description!: string;

  @Field(() => String, { description: 'The field that places it in a period unless told.' })
  datedBy!: string;

  @Field(() => [CpiField])
  fields!: CpiField[];
}

@Resolver()
export class CpiSubjects {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => [CpiSubject], {
    nullable: true,
    description:
      'Everything that a definition of a CPI can name. Besides these, an EVENT has the fields `properties.NAME`, texts that its source sent with it.',
  })
  cpiSubjects(): CpiSubject[] {
    return subjectNames.map((kind) => {
      const { description, datedBy, fields } = subjects[kind];
      const known = Object.entries(fields).map(([name, { type, description: about, words = null }]) => ({
        name,
        type,
        description: about,
        words,
      }));
      return { kind, description, datedBy, fields: known };
    });
  }
}

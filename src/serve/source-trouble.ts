import { Field, ObjectType } from 'type-graphql';
import { type ErrorCode, expected } from '../errors.ts';
import { enumType } from './enum-type.ts';

export const SourceErrorKind = enumType(
  'SourceErrorKind',
  'Whose trouble it is that a source could not be read.',
  ['CONFIG', 'AUTH', 'SCOPE', 'RATE_LIMIT', 'TRANSIENT', 'DATA', 'GONE'],
  {
    CONFIG: 'The settings are wrong.',
    AUTH: 'The credentials are refused.',
    SCOPE: 'The credentials may not read this.',
    RATE_LIMIT: 'The vendor asks us to come back later.',
    TRANSIENT: 'The vendor is away for now.',
    DATA: 'The answer is none that the connector understands.',
    GONE: 'What was asked for is not there.',
  },
);
export type SourceErrorKind = keyof typeof SourceErrorKind;

@ObjectType({ description: 'What went wrong with a source, and what to do.', simpleResolvers: true })
export class SourceTrouble {
  @Field(() => String, { nullable: true, description: 'Null where it concerns the run as a whole.' })
  stream!: string | null;

  @Field(() => SourceErrorKind, { nullable: true, description: 'Null where it is none of these.' })
  kind!: SourceErrorKind | null;

  @Field(() => String)
  message!: string;

  @Field(() => String, { nullable: true, description: 'The end of the message. Null where the kind is unknown.' })
  whatToDo!: string | null;
}

/** Trouble as it is kept; a kind in the words of connectors, such as "ratelimit". */
export function troubleOf(stream: string | null, kept: string | null, message: string): SourceTrouble {
  const kind = kept === null ? null : kindOf(`SOURCE_${kept === 'ratelimit' ? 'RATE_LIMIT' : kept.toUpperCase()}`);
  return { stream, kind, message, whatToDo: kind && whatToDo(kind) };
}

/** The kind that an error's code names; null for other errors. */
export function kindOf(code: string): SourceErrorKind | null {
  const kind = /^SOURCE_(\w+)$/.exec(code)?.[1] ?? '';
  return Object.hasOwn(SourceErrorKind, kind) ? (kind as SourceErrorKind) : null;
}

const whatToDo = (kind: SourceErrorKind): string =>
  expected(`SOURCE_${kind}` satisfies ErrorCode, { what: '' }).message.replace(/^\. /, '');

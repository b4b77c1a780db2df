import { Field, ObjectType } from 'type-graphql';
import { ClientelaError, type ErrorCode } from '../errors.ts';
import { enumType } from './enum-type.ts';
import { SourceErrorKind, kindOf } from './source-trouble.ts';

const UserErrorCode = enumType(
  'UserErrorCode',
  'What can be wrong with an input.',
  ['REQUIRED', 'INVALID', 'TOO_LONG', 'NOT_FOUND', 'TAKEN', 'CONFLICT', 'FORBIDDEN', 'CONNECTION_FAILED'],
  {
    CONFLICT: 'Something else is under way, or its state does not allow it.',
    CONNECTION_FAILED: 'The vendor could not be asked with these settings.',
  },
);
type UserErrorCode = keyof typeof UserErrorCode;

@ObjectType({ description: 'What went wrong, for the person who filled in the form.', simpleResolvers: true })
export class UserError {
  @Field(() => UserErrorCode)
  code!: UserErrorCode;

  @Field(() => String)
  message!: string;

  @Field(() => [String], { nullable: true, description: 'The path of the input at fault.' })
  field!: string[] | null;

  @Field(() => SourceErrorKind, { nullable: true, description: 'Whose trouble it is where a connection failed.' })
  kind?: SourceErrorKind | null;
}

export const userError = (code: UserErrorCode, field: string, message: string): UserError => ({
  code,
  message,
  field: ['input', ...field.split('.')],
});

/** What is wrong with a text of an input; nothing where it is fine. */
export function checkText(text: string, field: string): UserError[] {
  if (text.trim() === '') return [userError('REQUIRED', field, `${field} is empty.`)];
  if (text.length > 200) return [userError('TOO_LONG', field, `${field} is longer than 200 characters.`)];
  return [];
}

const codes: Partial<Record<ErrorCode, UserErrorCode>> = {
  BAD_INPUT: 'INVALID',
  NOT_FOUND: 'NOT_FOUND',
  FORBIDDEN: 'FORBIDDEN',
  SOURCE_NAME_TAKEN: 'TAKEN',
  SOURCE_PAUSED: 'CONFLICT',
  RUN_ALREADY_RUNNING: 'CONFLICT',
  CALENDAR_IN_USE: 'CONFLICT',
  CONNECTOR_MISSING: 'NOT_FOUND',
  PREVIEW_FAILED: 'CONNECTION_FAILED',
};

/** What `work` gives, or what it expected could go wrong, as data. Throws what nobody expected. */
export async function asUserErrors<Payload>(
  work: () => Promise<Payload>,
): Promise<Payload | { userErrors: UserError[] }> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ClientelaError)) throw error;
    const kind = kindOf(error.code);
    const code = kind ? 'CONNECTION_FAILED' : codes[error.code];
    if (!code) throw error;
    const field = error.field ? ['input', ...error.field.split('.')] : null;
    return { userErrors: [{ code, message: error.message, field, kind }] };
  }
}

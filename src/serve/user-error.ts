import { Field, ObjectType } from 'type-graphql';
import { ClientelaError, type ErrorCode } from '../errors.ts';
import { enumType } from './enum-type.ts';

const UserErrorCode = enumType('UserErrorCode', 'What can be wrong with an input.', [
  'REQUIRED',
  'INVALID',
  'TOO_LONG',
  'NOT_FOUND',
  'TAKEN',
  'FORBIDDEN',
]);
type UserErrorCode = keyof typeof UserErrorCode;

@ObjectType({ description: 'What went wrong, for the person who filled in the form.', simpleResolvers: true })
export class UserError {
  @Field(() => UserErrorCode)
  code!: UserErrorCode;

  @Field(() => String)
  message!: string;

  @Field(() => [String], { nullable: true, description: 'The path of the input at fault.' })
  field!: string[] | null;
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
};

/** What `work` gives, or what it expected could go wrong, as data. Throws what nobody expected. */
export async function asUserErrors<Payload>(
  work: () => Promise<Payload>,
): Promise<Payload | { userErrors: UserError[] }> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof ClientelaError && codes[error.code];
    if (!code) throw error;
    return {
      userErrors: [{ code, message: error.message, field: error.field ? ['input', ...error.field.split('.')] : null }],
    };
  }
}

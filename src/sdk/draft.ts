import type { Draft, DraftData, DraftType } from './drafts.ts';
import { known } from './values.ts';

/** What a draft holds; what the record does not say may be undefined. */
type Fields<Type extends DraftType> = { [Name in keyof DraftData[Type]]: DraftData[Type][Name] | undefined };

/**
 * One draft. Fields that are undefined are left out; where the draft needs one of them, the record is rejected with its
 * name.
 */
export const draft = <Type extends DraftType>(type: Type, fields: Fields<Type>): Draft =>
  ({ type, data: known(fields) }) as Draft;
